"""Answers what the installed ultralytics makes of model files: a JSON object a line in, one a line out, in the same order.

question: {"yaml": text, "name": file name, "scale": letter or "", "sizes": [[height, width]], "ch", "nc", "printed": bool, "real": bool}
answer:   {"task", "totals": {params, gradients, layers, stride}, "rows": [{index, from, repeats, module, args, params}], "sizes": [{"outputs":
           [a row's shapes], "macs", "printed", "error": null or why the evaluation forward of the image fails}]}
          or {"error": {type, message, stage, row}}
`printed` (GFLOPs) is there for the first size only, when it was asked for. Shapes carry no batch axis.

Shapes and counts need no numbers, so models are built on the meta device, which takes a fraction of the time; what that device cannot do,
or is asked to be `real`, is done with real tensors. Its errors of shape are in other words: ask for `real` where it matters.
"""
import contextlib
import copy
import io
import json
import logging
import math
import os
import resource
import signal
import sys
import tempfile
import warnings
from pathlib import Path

for key, value in {"YOLO_OFFLINE": "true", "YOLO_AUTOINSTALL": "false", "YOLO_VERBOSE": "true"}.items():
    os.environ.setdefault(key, value)
warnings.filterwarnings("ignore")
answers = os.fdopen(os.dup(1), "w")  # nothing else may write there
os.dup2(2, 1)

import torch
import torch.nn.functional as F
import torchvision
from torch.overrides import TorchFunctionMode
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._device import _device_constructors
from ultralytics.nn import tasks
from ultralytics.nn.modules import head as heads
from ultralytics.utils import torch_utils

torch.set_num_threads(1)
load_network = torchvision.models.get_model
torchvision.models.get_model = lambda name, **options: load_network(name, **{**options, "weights": None})  # no download
MOST_MEMORY = 6 << 30
MOST_SECONDS = 60


class TooMuch(BaseException):
    """The question takes too long."""


def too_long(*_):
    raise TooMuch(f"more than {MOST_SECONDS} s")


signal.signal(signal.SIGALRM, too_long)


class OnMeta(TorchFunctionMode):
    """New tensors have shapes only, except the strides that a model notes; what cannot change a shape is not asked of them."""

    made = _device_constructors()

    def __init__(self, new=True):
        super().__init__()
        self.new = new

    def __torch_function__(self, function, types, args=(), kwargs=None):
        kwargs = dict(kwargs or {})
        if function in self.made:
            strides = function is torch.tensor and sys._getframe(1).f_code.co_filename == tasks.__file__
            if self.new and kwargs.get("device") is None and not strides:
                kwargs["device"] = "meta"
        elif args and isinstance(args[0], torch.Tensor) and args[0].is_meta:
            if function is F.silu or function is F.batch_norm and keeps_shape(*args, **kwargs):
                return args[0]
            if function is torch.Tensor.add and not kwargs and same(*args):
                return args[0]
        return function(*args, **kwargs)


def keeps_shape(x, mean, variance, weight=None, bias=None, training=False, momentum=0.1, eps=1e-5):
    """Normalisation that is sure to work: as many channels as it has, and not the statistics of a single value."""
    return mean is not None and x.dim() > 1 and x.shape[1] == mean.numel() and not training


def same(a, b):
    return isinstance(b, torch.Tensor) and a.shape == b.shape and a.dtype == b.dtype and b.is_meta


class Products(TorchDispatchMode):
    """Counts the multiply-accumulates of every convolution and matrix product, wherever in the code it stands."""

    def __init__(self):
        super().__init__()
        self.macs = 0

    def __torch_dispatch__(self, function, types, args=(), kwargs=None):
        result = function(*args, **(kwargs or {}))
        name = function.__name__.split(".")[0]
        if name == "convolution":
            x, weight, transposed = args[0], args[1], args[6]
            self.macs += (x if transposed else result).numel() * weight[0].numel()
        elif name in PRODUCTS:
            a, b = args[PRODUCTS[name] : PRODUCTS[name] + 2]
            self.macs += a.numel() * (b.shape[-1] if b.dim() > 1 else 1)
        elif name.startswith("_scaled_dot_product"):
            q, k, v = args[:3]
            self.macs += q.numel() * k.shape[-2] + q.shape[:-1].numel() * k.shape[-2] * v.shape[-1]
        return result


# Where the two factors stand among the arguments.
PRODUCTS = {"mm": 0, "bmm": 0, "mv": 0, "dot": 0, "addmm": 1, "baddbmm": 1, "addmv": 1}


class RowReader(logging.Handler):
    """The parser prints a line for each row that it has made; its variables then say what the row is."""

    def __init__(self):
        super().__init__()
        self.rows = []

    def emit(self, record):
        frame = sys._getframe()
        while frame is not None and frame.f_code.co_name != "parse_model":
            frame = frame.f_back
        if frame is None:
            return
        seen = frame.f_locals
        made, index = seen.get("m_"), len(self.rows)
        if getattr(made, "i", None) != index or seen.get("i") != index:
            return
        sources = seen["f"] if isinstance(seen["f"], list) else [seen["f"]]
        written = (seen["d"]["backbone"] + seen["d"]["head"])[index]
        self.rows.append(
            {
                "index": index,
                "from": plain(sources),
                "repeats": plain(seen["n_"]),
                "module": plain(list(written)[2]),
                "args": plain(seen["args"]),
                "params": sum(p.numel() for p in made.parameters()),
            }
        )


def plain(value):
    """As JSON: infinities and foreign objects become text."""
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value if value is None or isinstance(value, (bool, int, float, str)) else str(value)


def shapes(value):
    if isinstance(value, torch.Tensor):
        return [[int(n) for n in value.shape[1:]]]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else ()
    return [shape for part in parts for shape in shapes(part)]


def read(question, folder):
    path = Path(folder) / question["name"]
    path.write_bytes(question["yaml"].encode("utf-8", "surrogatepass"))
    try:
        from ultralytics.utils import YAML

        config = YAML.load(path)
    except ImportError:
        from ultralytics.utils import yaml_load

        config = yaml_load(path)
    finally:
        path.unlink()
    config["scale"] = question["scale"]
    config["yaml_file"] = str(path)
    return config


def kind_of(config):
    """The class that reads such a file, and its task: what the last row's module says."""
    try:
        last = str(config["head"][-1][2])
    except Exception:
        last = ""
    if last == "RTDETRDecoder":
        return tasks.RTDETRDetectionModel, "detect"
    if last == "WorldDetect":
        return tasks.WorldModel, "detect"
    if last.startswith("YOLOE") and hasattr(tasks, "YOLOEModel"):
        return (tasks.YOLOESegModel, "segment") if "Segment" in last else (tasks.YOLOEModel, "detect")
    task = tasks.guess_model_task(config) or tasks.guess_model_task(config["yaml_file"]) or "detect"
    names = {"segment": "SegmentationModel", "pose": "PoseModel", "obb": "OBBModel", "classify": "ClassificationModel"}
    names |= {"semantic": "SemanticSegmentationModel", "depth": "DepthModel"}
    return getattr(tasks, names.get(task, ""), tasks.DetectionModel), task


def failure(error, stage):
    """Where it stopped: the parser's row, or the row that ran."""
    frames, trace = [], error.__traceback__
    while trace is not None:
        frames.append(trace.tb_frame)
        trace = trace.tb_next
    row = None
    for frame in frames:
        name = frame.f_code.co_name
        if name == "parse_model":
            stage, row = "parse", frame.f_locals.get("i")
            break
        if name in ("_predict_once", "predict") and hasattr(frame.f_locals.get("m"), "i"):
            row = frame.f_locals.get("head", frame.f_locals["m"]).i  # RT-DETR runs its head behind the loop
    return {"type": type(error).__name__, "message": str(error)[:400], "stage": stage, "row": row}


@contextlib.contextmanager
def as_before():
    """Building leaves marks on the classes; the next model must not see them."""
    classes = [c for c in vars(heads).values() if isinstance(c, type)]
    marks = {c: vars(c).get("legacy") for c in classes}
    activation, log = tasks.Conv.default_act, tasks.LOGGER
    handlers, level, propagate = log.handlers[:], log.level, log.propagate
    reader = RowReader()
    log.handlers, log.propagate = [reader], False
    log.setLevel(logging.INFO)
    try:
        yield reader
    finally:
        log.handlers, log.propagate = handlers, propagate
        log.setLevel(level)
        tasks.Conv.default_act = activation
        for c, mark in marks.items():
            if mark is not None:
                c.legacy = mark
            elif "legacy" in vars(c):
                del c.legacy


def run(model, rows, image):
    """Each row's output shapes, and the products of all."""
    seen, products = {}, Products()
    hooks = [m.register_forward_hook(lambda m, x, y: seen.__setitem__(m.i, shapes(y))) for m in model.model]
    torch.backends.mha.set_fastpath_enabled(False)
    error = None
    try:
        with torch.no_grad(), products:
            model(image)
    except Exception as e:
        error = e
    for hook in hooks:
        hook.remove()
    return {"outputs": [seen.get(row["index"]) for row in rows], "macs": products.macs}, error


def build(question, config, meta):
    answer, stage = {}, "build"
    info, tasks.BaseModel.info = tasks.BaseModel.info, lambda *args, **options: None  # counting is asked for below
    shadow = lambda **options: OnMeta(**options) if meta else contextlib.nullcontext()  # noqa: E731
    try:
        with as_before() as reader, contextlib.redirect_stdout(io.StringIO()):
            kind, answer["task"] = kind_of(config)
            ch = question["ch"]
            with shadow():
                model = kind(config, ch=ch, nc=question["nc"], verbose=True)
            answer["rows"] = reader.rows
        model.eval()
        if 'get("ch", ch)' in SOURCE:
            ch = model.yaml.get("ch", ch)
        elif '"channels"' in SOURCE:  # classification takes the file's; elsewhere the framework writes the caller's there
            ch = model.yaml.get("channels", ch)
        layers = [m for m in model.modules() if COUNTS_ALL or not m._modules]
        answer["totals"] = {
            "params": sum(p.numel() for p in model.parameters()),
            "gradients": sum(p.numel() for p in model.parameters() if p.requires_grad),
            "layers": len(layers),
            "stride": [float(s) for s in model.stride],
        }
        answer["sizes"], stage = [], "forward"
        for i, size in enumerate(question["sizes"]):
            printed = {}
            if question["printed"] and i == 0:
                with shadow(new=False):
                    printed["printed"] = float(torch_utils.get_flops(model, list(size)))
            with shadow():
                seen, error = run(model, answer["rows"], torch.zeros(1, ch, *size))
            if error and meta and not_on_meta(error):
                raise error
            answer["sizes"].append({**seen, **printed, "error": error and failure(error, stage)})
        return answer
    except Exception as error:
        if meta and not_on_meta(error):
            raise
        return {"error": failure(error, stage)}
    finally:
        tasks.BaseModel.info = info


def not_on_meta(error):
    return isinstance(error, NotImplementedError) or "meta" in str(error).lower()


SOURCE = Path(tasks.__file__).read_text(encoding="utf-8")
COUNTS_ALL = "m._modules" not in Path(torch_utils.__file__).read_text(encoding="utf-8")

resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))
with tempfile.TemporaryDirectory() as folder:
    for line in sys.stdin:
        question, answer = json.loads(line), None
        signal.alarm(MOST_SECONDS)
        try:
            config = read(question, folder)
            if not question["real"]:
                with contextlib.suppress(Exception):
                    answer = build(question, copy.deepcopy(config), True)
            answer = answer or build(question, config, False)
        except Exception as error:
            answer = {"error": failure(error, "yaml")}
        except TooMuch as error:
            answer = {"error": failure(error, "too much")}
        signal.alarm(0)
        print(json.dumps(answer), file=answers, flush=True)
