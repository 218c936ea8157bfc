"""Weights that follow from their names, as src/profiler/weights.ts makes them, and the tensors of whatever a model returns."""
import re
from math import prod, sqrt

import numpy as np
import torch


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


def gain(name):
    if re.search(r"\.(attn|mlp|ma)\.", name):
        return 1
    return 3 if re.search(r"\.conv[12]\.", name) else 6


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
        values = (2 * u - 1) * sqrt(gain(name) / prod(shape[1:]))
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


def fill(model):
    """Gives every stored tensor the values of its name."""
    for name, tensor in [*model.named_parameters(), *model.named_buffers()]:
        if tensor.is_floating_point():
            tensor.detach().copy_(named(name, tuple(tensor.shape)))
