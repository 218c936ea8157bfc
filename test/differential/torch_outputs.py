"""What the installed ultralytics computes with weights that follow from their names (src/profiler/weights.ts makes the same ones).

usage: torch_outputs.py SCALE HEIGHT WIDTH FOLDER MODEL.yaml …
For each model and form (plain, fused) FOLDER/STEM.FORM.json has the shapes of every tensor of the evaluation output, flattened in
order, and FOLDER/STEM.FORM.bin their float32 values one after another.
"""
import json
import sys
from pathlib import Path

import numpy as np
import torch
import yaml
from named_weights import fill, tensors, uniform
from ultralytics.nn import tasks

CLASSES = {"cls": "ClassificationModel", "seg": "SegmentationModel", "pose": "PoseModel", "obb": "OBBModel"}


def build(path, scale):
    config = {**yaml.safe_load(Path(path).read_text(encoding="utf-8")), "scale": scale}
    task = next((kind for kind in CLASSES if f"-{kind}" in Path(path).stem), None)
    model = getattr(tasks, CLASSES.get(task, "DetectionModel"))(config, verbose=False).eval()
    fill(model)
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
