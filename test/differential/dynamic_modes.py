"""usage: dynamic_modes.py FOLDER

Runs every class of FOLDER/yolo_architect_modules.py that stands in rows: with strictly deterministic algorithms, compiled, traced and as ONNX, each
against the module as it is. Prints one line `MODE {…}` a class; distances are in parts of the greatest value, `null` what this PyTorch lacks.
"""
import json
import sys
import warnings
from pathlib import Path

import torch

warnings.filterwarnings("ignore")
folder = Path(sys.argv[1])
sys.path.insert(0, str(folder))
import yolo_architect_modules  # noqa: E402

yolo_architect_modules.register()


def distance(actual, expected):
    return float((actual - expected).detach().abs().max() / expected.detach().abs().max())


def made(name, cls):
    """With weights as after training: fresh normalisation and offsets hide what goes wrong."""
    torch.manual_seed(1)
    module = cls(16, 24, 3, 2) if cls.parsed_as.__name__ == "Conv" else cls(16, 24, 2)
    for key, tensor in [*module.named_parameters(), *module.named_buffers()]:
        if "running_var" in key or key.endswith("bn.weight"):
            tensor.data.uniform_(0.5, 1.5)
        elif "offset" in key or "routing" in key:
            tensor.data.uniform_(-0.2, 0.2)
    return module


def gradients(module, x):
    module.zero_grad()
    y = module(x)
    (y * torch.linspace(-1, 1, y.numel()).view_as(y)).sum().backward()
    return [p.grad.clone() for p in module.parameters()]


def deterministic(module, x):
    """Whether two passes give the same bits; an operation without a deterministic form raises."""
    torch.use_deterministic_algorithms(True)
    try:
        return all(torch.equal(a, b) for a, b in zip(gradients(module.train(), x), gradients(module, x)))
    finally:
        torch.use_deterministic_algorithms(False)


def compiled(module, batches):
    """One graph without breaks."""
    if not hasattr(torch, "compile"):
        return None
    torch._dynamo.reset()
    fast = torch.compile(module, backend="aot_eager", fullgraph=True)
    return max(distance(fast(x), module(x)) for x in batches)


def as_onnx(module, x):
    import onnxruntime

    file = str(folder / "module.onnx")
    torch.onnx.export(module, (x,), file, opset_version=16 if torch.__version__.startswith("1.") else 18)
    session = onnxruntime.InferenceSession(file, providers=["CPUExecutionProvider"])
    return distance(torch.from_numpy(session.run(None, {session.get_inputs()[0].name: x.numpy()})[0]), module(x))


for name, cls in yolo_architect_modules.MODULES.items():
    module = made(name, cls)
    one, three = torch.rand(1, 16, 12, 20), torch.rand(3, 16, 12, 20)
    answer = {"name": name, "torch": torch.__version__, "deterministic": deterministic(module, three)}
    module.eval()
    with torch.no_grad():
        answer["compiled"] = compiled(module, (three, one))
        traced = torch.jit.trace(module, one)
        other = torch.rand(1, 16, 12, 20)
        answer["traced"] = distance(traced(other), module(other))
        answer["onnx"] = as_onnx(module, one)
    print("MODE", json.dumps(answer), flush=True)
