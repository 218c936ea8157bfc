"""What the installed ultralytics computes with weights that follow from their names (src/profiler/weights.ts makes the same ones).

usage: torch_outputs.py SCALE HEIGHT WIDTH FOLDER MODEL.yaml …
For each model and form (plain, fused) FOLDER/STEM.FORM.json has the shapes of every tensor of the evaluation output, flattened in
order, and FOLDER/STEM.FORM.bin their float32 values one after another.
"""
import json
import sys
from math import prod, sqrt
from pathlib import Path

import numpy as np
import torch
import yaml
from ultralytics.nn import tasks

CLASSES = {"cls": "ClassificationModel", "seg": "SegmentationModel", "pose": "PoseModel", "obb": "OBBModel"}


def uniform(name, count):
    """Numbers in [0, 1): mulberry32 seeded with the FNV-1a hash of the name."""
    seed = 0x811C9DC5
    for byte in name.encode():
        seed = (seed ^ byte) * 0x01000193 & 0xFFFFFFFF
    with np.errstate(over="ignore"):
        state = np.uint32(seed) + np.arange(1, count + 1, dtype=np.uint32) * np.uint32(0x6D2B79F5)
        t = (state ^ state >> np.uint32(15)) * (state | np.uint32(1))
        t ^= t + (t ^ t >> np.uint32(7)) * (t | np.uint32(61))
        return ((t ^ t >> np.uint32(14)) / 4294967296).astype(np.float32).astype(np.float64)


def named(name, shape):
    u = uniform(name, prod(shape))
    leaf = name.rsplit(".", 1)[-1]
    if name.endswith("dfl.conv.weight"):
        values = np.arange(len(u))
    elif leaf == "running_var":
        values = u + 0.5
    elif leaf in ("running_mean", "bias"):
        values = 0.2 * u - 0.1
    elif len(shape) < 2:
        values = 0.7 * u + 0.65
    else:
        values = (2 * u - 1) * sqrt(6 / prod(shape[1:]))
    return torch.from_numpy(values.astype(np.float32)).reshape(shape)


def tensors(value):
    if isinstance(value, torch.Tensor):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from tensors(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from tensors(item)


def build(path, scale):
    config = {**yaml.safe_load(Path(path).read_text(encoding="utf-8")), "scale": scale}
    task = next((kind for kind in CLASSES if f"-{kind}" in Path(path).stem), None)
    model = getattr(tasks, CLASSES.get(task, "DetectionModel"))(config, verbose=False).eval()
    for name, tensor in [*model.named_parameters(), *model.named_buffers()]:
        if tensor.is_floating_point() and tensor.dim():
            tensor.copy_(named(name, tuple(tensor.shape)))
    return model


scale, height, width, folder, *paths = sys.argv[1:]
image = uniform("images", 3 * int(height) * int(width)).astype(np.float32).reshape(1, 3, int(height), int(width))
with torch.no_grad():
    for path in paths:
        for form in ("plain", "fused"):
            model = build(path, scale)
            if form == "fused":
                model.fuse(verbose=False)
            results = list(tensors(model(torch.from_numpy(image))))
            out = f"{folder}/{Path(path).stem}.{form}"
            Path(out + ".json").write_text(json.dumps([list(t.shape) for t in results]))
            Path(out + ".bin").write_bytes(b"".join(t.contiguous().float().numpy().tobytes() for t in results))
