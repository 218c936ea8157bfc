"""Trains models with dynamic convolutions in an unmodified ultralytics, by way of the Python module that the tool wrote.

usage: dynamic_training.py FOLDER ordinary MODEL.yaml… | dynamic_training.py FOLDER WEIGHTS CASE.yaml…
`ordinary` trains the models as they are and writes MODEL.weights beside each. Otherwise FOLDER holds yolo_architect_modules.py, and for CASE
yolo11n-… the original yolo11n.yaml, and WEIGHTS yolo11n.weights; a data set of eight drawn images and all runs go to FOLDER. Prints one line `CASE {…}` a file: rows and
parameters as built, what one epoch without and one with mixed precision did, and how far the reloaded, the exported and
the inflated model are from the one in memory.
"""
import contextlib
import json
import sys
from copy import deepcopy
from pathlib import Path

import numpy as np
import torch
import ultralytics.engine.trainer as trainer_file

folder = Path(sys.argv[1])
sys.path.insert(0, str(folder))
from dynamic_data import SIZE, data_set  # noqa: E402
from ultralytics import YOLO  # noqa: E402


def rows(model):
    """Module, parameters and output shape of every row at SIZE × SIZE."""
    shapes, hooks = {}, []
    for row in model.model[:-1]:
        hooks.append(row.register_forward_hook(lambda m, _, y: shapes.__setitem__(m.i, list(y.shape[1:]))))
    with torch.no_grad():
        model.eval()(torch.zeros(2, 3, SIZE, SIZE))
    for hook in hooks:
        hook.remove()
    return [[m.type.split(".")[-1], sum(p.numel() for p in m.parameters()), shapes.get(m.i)] for m in model.model]


SETTINGS = {"imgsz": SIZE, "workers": 0, "amp": False, "device": "cpu", "plots": False, "val": False, "deterministic": True, "verbose": False}
SETTINGS.update(warmup_epochs=0, optimizer="Adam", lrf=1.0, batch=4, nbs=4, exist_ok=True, project=str(folder / "runs"))
# One image is the same in every epoch, so that losses can be compared.
SETTINGS.update(mosaic=0, fliplr=0, scale=0, translate=0, hsv_h=0, hsv_s=0, hsv_v=0, erasing=0)


def train(path, data, amp, weights):
    """One epoch of the framework's own trainer from ordinary weights: the loss over all images before and after it, the tensors of our
    modules that stay as they were, and kernels whose experts stay equal. On a processor the framework turns mixed precision off,
    so its context is put back."""
    losses, before, model = [], {}, YOLO(path)
    yolo_architect_modules.load_pretrained(model, weights)

    def ours(network):
        for name, part in network.named_modules():
            if type(part).__module__ == "yolo_architect_modules":
                yield from ((f"{name}.{key}", tensor) for key, tensor in part.named_parameters())

    def whole(trainer):
        images = trainer.train_loader.dataset
        batch = trainer.preprocess_batch(images.collate_fn([images[i] for i in range(len(images))]))
        with torch.no_grad(), trainer_file.autocast(amp):
            losses.append(float(deepcopy(trainer.model).train()(batch)[0].sum()))

    def start(trainer):
        before.update({name: tensor.detach().clone() for name, tensor in ours(trainer.model)})
        whole(trainer)

    def end(trainer):
        now = dict(ours(trainer.model))
        before["still"] = [name for name, tensor in now.items() if torch.equal(before[name], tensor)]
        experts = {name: tensor for name, tensor in now.items() if name.endswith("cond_conv.weight")}
        before["equal"] = [name for name, tensor in experts.items() if torch.allclose(tensor[0], tensor[1], atol=1e-7)]
        whole(trainer)

    model.add_callback("on_train_start", start)
    model.add_callback("on_train_epoch_end", end)
    autocast = trainer_file.autocast
    if amp:
        trainer_file.autocast = lambda *_, **__: torch.autocast("cpu", dtype=torch.bfloat16)
    try:
        model.train(**SETTINGS, data=str(data), epochs=1, lr0=1e-4, name=f"{path.stem}-{amp}")
    finally:
        trainer_file.autocast = autocast
    return {"losses": losses, "still": before["still"], "equal": before["equal"]}, Path(model.trainer.last)


def ordinary(path, data):
    """Weights of a model with ordinary convolutions, past the first steps: in them the loss rises, because targets are found by what is predicted."""
    model = YOLO(path)
    model.train(**SETTINGS, data=str(data), epochs=12, lr0=1e-3, name=path.stem)
    torch.save(YOLO(model.trainer.last).model.float().state_dict(), path.with_suffix(".weights"))


def randomise(model, seed):
    """Statistics and scales as after training: fresh ones hide what fusing and exporting get wrong."""
    generator = torch.Generator().manual_seed(seed)
    for m in model.modules():
        if isinstance(m, torch.nn.BatchNorm2d):
            for tensor, low, high in ((m.running_mean, -0.2, 0.2), (m.running_var, 0.5, 1.5), (m.weight.data, 0.5, 1.5), (m.bias.data, -0.2, 0.2)):
                tensor.copy_(torch.rand(tensor.shape, generator=generator) * (high - low) + low)
    return model


def distance(actual, expected):
    """Greatest difference, in parts of the greatest value."""
    return float(np.abs(np.asarray(actual) - np.asarray(expected)).max() / max(1e-12, np.abs(np.asarray(expected)).max()))


def predictions(model, image):
    with torch.no_grad():
        return model.float().eval()(image)[0].numpy()


def exported(model, image):
    """ONNX as the framework writes it, run by onnxruntime, against PyTorch on the same weights."""
    import onnx
    import onnxruntime

    with contextlib.redirect_stdout(sys.stderr):
        file = model.export(format="onnx", imgsz=SIZE, simplify=False)
    graph = onnx.load(file)
    session = onnxruntime.InferenceSession(file, providers=["CPUExecutionProvider"])
    output = session.run(None, {session.get_inputs()[0].name: image.numpy()})[0]
    kinds = {node.op_type for node in graph.graph.node}
    return {"opset": graph.opset_import[0].version, "kinds": sorted(kinds)}, output


def case(path, data, weights):
    model = YOLO(path).model
    result = {"parameters": sum(p.numel() for p in model.parameters()), "rows": rows(model)}
    torch.manual_seed(2)
    randomise(model, 4)
    images = torch.rand(3, 3, SIZE, SIZE)
    together, alone = predictions(model, images), np.concatenate([predictions(model, image[None]) for image in images])
    result["batch"] = distance(together, alone)
    fused = deepcopy(model).fuse(verbose=False)
    result["fused"] = distance(predictions(fused, images), together)
    with contextlib.redirect_stdout(sys.stderr):
        result["trained"], last = train(path, data, False, weights)
        result["trainedMixed"], _ = train(path, data, True, weights)
        loaded = YOLO(last)
        result["validated"] = float(loaded.val(data=str(data), imgsz=SIZE, device="cpu", plots=False, workers=0, project=str(folder / "runs"), verbose=False).box.map)
    result["names"] = [cls for cls in yolo_architect_modules.MODULES if any(type(m).__name__ == cls for m in loaded.model.modules())]
    randomise(loaded.model.float(), 5)
    expected = predictions(deepcopy(loaded.model).fuse(verbose=False), images[:1])
    result["onnx"], output = exported(loaded, images[:1])
    result["onnx"]["distance"] = distance(output, expected)
    with contextlib.redirect_stdout(sys.stderr):
        script = torch.jit.load(loaded.export(format="torchscript", imgsz=SIZE))
    output = script(images[:1])
    result["torchscript"] = distance((output if isinstance(output, torch.Tensor) else output[0]).numpy(), expected)
    return result


def inflated(path, original):
    """A checkpoint with ordinary convolutions in a model with dynamic ones: the output before training, and what of it was found."""
    plain = YOLO(original)
    randomise(plain.model, 3)
    torch.save({"model": plain.model}, folder / "plain.pt")
    model = YOLO(path)
    with contextlib.redirect_stdout(sys.stderr):
        report = yolo_architect_modules.load_pretrained(model, folder / "plain.pt")
    image = torch.rand(2, 3, SIZE, SIZE)
    return {"distance": distance(predictions(model.model, image), predictions(plain.model, image)), "found": report["tensors"], "of": report["of"], "missing": report["missing"]}


data = data_set(folder)
files = list(map(Path, sys.argv[3:]))
if sys.argv[2] == "ordinary":
    for file in files:
        with contextlib.redirect_stdout(sys.stderr):
            ordinary(file, data)
    sys.exit()
import yolo_architect_modules  # noqa: E402

names = yolo_architect_modules.register()
assert yolo_architect_modules.register() == names, "registering twice changes nothing"
for file in files:
    scale = file.stem.split("-")[0]
    answer = case(file, data, Path(sys.argv[2]) / f"{scale}.weights")
    answer["inflated"] = inflated(file, folder / f"{scale}.yaml")
    print("CASE", json.dumps({"file": file.name, **answer}), flush=True)
