"""What the installed ultralytics computes with weights that follow from their names (src/profiler/weights.ts makes the same ones).

usage: torch_outputs.py HEIGHT WIDTH FOLDER MODEL.yaml …
For each model and form (plain, fused) FOLDER/STEM.FORM.json has the shapes of every tensor of the evaluation output, flattened in
order, and FOLDER/STEM.FORM.bin their float32 values one after another. Where the framework fails, FOLDER/STEM.FORM.json has its error.
"""
import json
import sys
from pathlib import Path

import torch
import yaml
from framework_model import build, run

height, width, folder, *paths = sys.argv[1:]
with torch.no_grad():
    for path in paths:
        model = None
        for form in ("plain", "fused"):
            out = f"{folder}/{Path(path).stem}.{form}"
            try:
                model = model or build(yaml.safe_load(Path(path).read_text(encoding="utf-8")))
                if form == "fused":
                    model.fuse(verbose=False)
                answer = run(model, 3, int(height), int(width), Path(out + ".bin"))
            except Exception as error:
                answer = f"{type(error).__name__}: {error}"
            Path(out + ".json").write_text(json.dumps(answer))
