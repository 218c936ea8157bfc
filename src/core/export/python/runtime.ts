/** The parts of the generated Python module around its classes: how the framework comes to know them, and how weights get in. */

export const pythonHeader = `import atexit
import math
import os
import re
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Dict, Iterator, List, Tuple

import torch
import torch.nn as nn
import torch.nn.functional as F
from ultralytics.nn.modules import C2f, C3, Conv

Pair = Tuple[int, int]


def pair(value: Any) -> Pair:
    """One number for both directions, or two."""
    return (value, value) if isinstance(value, int) else tuple(value)


def same_padding(k: Any, p: Any, d: Any) -> Any:
    """Conv's own rule: half of the dilated kernel, rounded down."""
    if p is not None:
        return p
    return tuple((n * (m - 1) + 1) // 2 for m, n in zip(pair(k), pair(d)))
`;

/** The class of the classes: what makes the framework's parser treat them like its own. */
export const pythonMetaclass = `_in_parser = False


class _ParsedAs(type):
    """While the parser runs, a class of this kind is equal to the framework's class in whose place it stands, so that \`m in {…}\`
    gives it the same arguments: input channels in front, output channels scaled, repeats inside."""

    parsed_as: Any = None

    def __eq__(cls, other: object) -> bool:
        return cls is other or (_in_parser and cls.parsed_as is not None and other is cls.parsed_as)

    def __hash__(cls) -> int:
        return hash(cls.parsed_as) if _in_parser and cls.parsed_as is not None else type.__hash__(cls)
`;

export const pythonRegistration = `class RegistrationError(RuntimeError):
    """This module does not fit the installed ultralytics."""


def register() -> List[str]:
    """Makes the installed, unmodified ultralytics parse rows with the classes of this module. Calling it again changes nothing.

    Returns the names. Raises RegistrationError for a release that it was not written for.
    """
    import ultralytics
    from ultralytics.nn import tasks
    from ultralytics.utils import dist

    numbers = tuple(int(part) for part in re.findall(r"\\d+", ultralytics.__version__)[:3])
    if not (8, 3, 0) <= numbers < (8, 5, 0):
        raise RegistrationError(
            f"ultralytics {ultralytics.__version__} is not known to this file (8.3.x and 8.4.x are); generate it again with a newer YOLO Architect"
        )
    for name, cls in MODULES.items():
        known = getattr(tasks, name, None)
        if known is not None and not hasattr(known, "parsed_as"):
            raise RegistrationError(f"ultralytics {ultralytics.__version__} has a class {name} of its own: rename the one in the YAML")
        setattr(tasks, name, cls)
    if not hasattr(tasks.parse_model, "yolo_architect"):
        tasks.parse_model = _parsing(tasks.parse_model)
    if not hasattr(dist.generate_ddp_file, "yolo_architect"):
        dist.generate_ddp_file = _registering(dist.generate_ddp_file)
    return list(MODULES)


def _parsing(parse_model):
    """The framework's parser with what its sets cannot say: c3k at the larger scales, and the new class branch of the head."""

    def parse(d: Dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        with _as_known_classes(d):
            return parse_model(_with_forced_arguments(d), *args, **kwargs)

    parse.yolo_architect = True
    return parse


@contextmanager
def _as_known_classes(d: Dict[str, Any]) -> Iterator[None]:
    global _in_parser
    from ultralytics.nn.modules.head import Detect

    names = {row[2] for row in d["backbone"] + d["head"]}
    turns_off = bool(names & TURN_LEGACY_OFF)
    construct, legacy = Detect.__init__, getattr(Detect, "legacy", False)

    def without_legacy(self, *args, **kwargs):
        type(self).legacy = False
        construct(self, *args, **kwargs)

    before, _in_parser = _in_parser, True
    if turns_off:
        Detect.__init__ = without_legacy
    try:
        yield
    finally:
        _in_parser = before
        if turns_off:
            Detect.__init__ = construct
            Detect.legacy = legacy


def _with_forced_arguments(d: Dict[str, Any]) -> Dict[str, Any]:
    scales = d.get("scales") or {}
    scale = d.get("scale") or (next(iter(scales)) if scales else "")
    if scale not in ("m", "l", "x"):
        return d
    force = lambda row: [*row[:3], [row[3][0], True, *row[3][2:]]] if row[2] in FORCE_C3K and row[3] else row
    return {**d, "backbone": [force(row) for row in d["backbone"]], "head": [force(row) for row in d["head"]]}


def _registering(generate_ddp_file):
    """Distributed training starts Python anew from a written file: that file registers first, and starts with the weights that are here."""

    def generate(trainer: Any) -> str:
        if isinstance(trainer.model, nn.Module) and not isinstance(trainer.args.pretrained, (str, Path)):
            # Releases before 8.4 hand on the model's YAML only.
            descriptor, weights = tempfile.mkstemp(suffix=".pt")
            os.close(descriptor)
            torch.save({"model": trainer.model}, weights)
            atexit.register(lambda: os.path.exists(weights) and os.remove(weights))
            trainer.args.pretrained = weights
        file = generate_ddp_file(trainer)
        folder = str(Path(__file__).resolve().parent)
        first = f"import sys; sys.path.insert(0, {folder!r}); import {__name__} as _m; _m.register()\\n"
        text = Path(file).read_text(encoding="utf-8")
        # Such files end in a main block; what they import must be able to load our classes.
        Path(file).write_text(first + text, encoding="utf-8")
        return file

    generate.yolo_architect = True
    return generate
`;

export const pythonWeights = `def inflate(state: Dict[str, torch.Tensor], model: nn.Module, spread: float = 0.0) -> Dict[str, torch.Tensor]:
    """Weights of a model with ordinary convolutions, for \`model\` with dynamic ones in their place.

    The routing starts at zero, so every expert weighs ½; each expert is the kernel times 2 / E, and the output is what it was. A
    convolution alone takes the kernel only: the normalisation and activation that Conv has are not in it. Equal experts get equal
    gradients and would stay equal: \`spread\` adds noise that is zero in sum over them, in parts of the kernel's standard deviation.
    """
    inflated = dict(state)
    for name, module in model.named_modules():
        if type(module).__name__ == "OffsetDynamicConv":
            # Its offsets start at zero: the samples lie where the kernel looked, channel by channel.
            kernel, mixed = state.get(f"{name}.conv.weight"), module.conv.weight
            if kernel is not None and kernel.shape[2:] == module.kernel and kernel.numel() == mixed.numel():
                inflated[f"{name}.conv.weight"] = kernel.reshape(mixed.shape)
                inflated.update({f"{name}.offset.{k}": torch.zeros_like(v) for k, v in module.offset.state_dict().items()})
            continue
        if not isinstance(module, DynamicConv_Single):
            continue
        # DynamicConv holds it as \`conv\`; alone it stands where the whole Conv stood.
        kernel = state.get(f"{name}.weight", state.get(f"{name}.conv.weight"))
        if kernel is None or kernel.dim() != 4:
            continue
        cond, experts = module.cond_conv, module.cond_conv.weight.shape[0]
        if tuple(kernel.shape) != cond.shape:
            continue
        inflated.pop(f"{name}.weight", None)
        row = kernel.reshape(1, -1).to(cond.weight.dtype) * (2 / experts)
        noise = spread * row.std(unbiased=False) * torch.randn(experts, row.shape[1])
        inflated[f"{name}.cond_conv.weight"] = row.repeat(experts, 1) + noise - noise.mean(0)
        inflated[f"{name}.routing.weight"] = torch.zeros_like(module.routing.weight)
        inflated[f"{name}.routing.bias"] = torch.zeros_like(module.routing.bias)
    return inflated


def load_pretrained(model: Any, path: Any, spread: float = 0.05) -> Dict[str, Any]:
    """Loads a checkpoint into a model (\`YOLO(…)\` or its \`.model\`), inflating kernels where it has dynamic convolutions. Training of that
    \`YOLO(…)\` then starts with these weights. The experts of a kernel differ by \`spread\`, or they would stay equal; the output does not.

    Returns how many tensors and parameters matched, and the names that did not.
    """
    from ultralytics.engine.model import Model

    # \`YOLO(…)\` is a module too, and holds the network that checkpoints name.
    network = model.model if isinstance(model, Model) else model
    try:
        loaded = torch.load(path, map_location="cpu", weights_only=False)
    except TypeError:  # Before torch 1.13 had that argument.
        loaded = torch.load(path, map_location="cpu")
    source = loaded.get("ema") or loaded["model"] if isinstance(loaded, dict) and "model" in loaded else loaded
    state = source.float().state_dict() if isinstance(source, nn.Module) else source
    wanted = network.state_dict()
    found = {k: v for k, v in inflate(state, network, spread).items() if k in wanted and v.shape == wanted[k].shape}
    network.load_state_dict(found, strict=False)
    if isinstance(model, Model):
        # Without a checkpoint \`train()\` would build the network anew from its YAML.
        model.ckpt = {"model": network}
    missing = [name for name in wanted if name not in found]
    report = {
        "tensors": len(found),
        "of": len(wanted),
        "parameters": sum(v.numel() for k, v in found.items()),
        "missing": missing,
    }
    print(f"{report['tensors']} of {report['of']} tensors loaded from {path}; not found: {', '.join(missing[:5]) or 'none'}{' …' if len(missing) > 5 else ''}")
    return report

`;

export const pythonMain = `def install(folder: Any = None) -> Path:
    """Registers in every Python of this environment as soon as ultralytics is imported: for the \`yolo\` command and for processes that
    others start. Writes two files beside the installed packages; \`uninstall\` removes them."""
    import sysconfig

    site = Path(folder or sysconfig.get_paths()["purelib"])
    here = Path(__file__).resolve()
    (site / "yolo_architect_hook.py").write_text(_HOOK.format(folder=str(here.parent), name=here.stem), encoding="utf-8")
    (site / "yolo_architect.pth").write_text("import yolo_architect_hook\\n", encoding="utf-8")
    return site


def uninstall(folder: Any = None) -> None:
    import sysconfig

    site = Path(folder or sysconfig.get_paths()["purelib"])
    for name in ("yolo_architect_hook.py", "yolo_architect.pth"):
        if (site / name).exists():
            (site / name).unlink()


_HOOK = '''"""Registers YOLO Architect's modules when ultralytics.nn.tasks has been imported."""
import importlib.abc
import importlib.util
import sys


class _Finder(importlib.abc.MetaPathFinder):
    def find_spec(self, fullname, path=None, target=None):
        if fullname != "ultralytics.nn.tasks":
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(fullname)
        execute = spec.loader.exec_module

        def exec_module(module):
            execute(module)
            sys.path.append({folder!r})
            _later()

        spec.loader.exec_module = exec_module
        return spec


def _later():
    import ultralytics.utils.dist  # noqa: F401
    import {name}

    {name}.register()


sys.meta_path.insert(0, _Finder())
'''


if __name__ == "__main__":
    # \`python yolo_architect_modules.py install\`, \`… uninstall\`, or \`… yolo detect train model=… data=…\`
    words = sys.argv[1:]
    module = __import__(Path(__file__).stem)
    if words[:1] == ["install"]:
        print(f"registered for every Python of this environment: {module.install()}")
    elif words[:1] == ["uninstall"]:
        module.uninstall()
    elif words[:1] == ["yolo"]:
        module.register()
        from ultralytics.cfg import entrypoint

        # In place: the framework holds this list since it was imported.
        sys.argv[:] = words
        entrypoint()
    else:
        print(f"registered: {', '.join(module.register())}")
`;
