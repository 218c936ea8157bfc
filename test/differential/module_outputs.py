"""What the installed ultralytics makes of small models, one for each example of the catalogue, with weights that follow from their names.

usage: module_outputs.py FOLDER
FOLDER/jobs.json is a list of {id, name, text, registered, row, kind, ch, height, width}; `registered` is the text for a module that the
parser does not know, which gets the arguments as they stand. For each, FOLDER/ID.json is {error} where the framework
refuses it, or {plain, fused}, each {error} or {state, outputs}: name and shape of every stored tensor of that row, and the shapes of
the tensors of the evaluation output, whose float32 values are in FOLDER/ID.FORM.bin one after another. `absent` says that the release
has no such module at all, `hidden` that its parser does not see it (it is registered here).
"""
import importlib
import json
import sys
from pathlib import Path

import torch
import yaml
from named_weights import fill, named, tensors, uniform
from ultralytics.nn import tasks

HOMES = ["block", "conv", "head", "transformer", "activation"]


def find(name):
    """The class in the framework's other modules."""
    for home in HOMES:
        try:
            module = importlib.import_module(f"ultralytics.nn.modules.{home}")
        except ImportError:
            continue
        if hasattr(module, name):
            return getattr(module, name)
    return None


def prepare(name):
    """Registers a module that the parser does not see."""
    if "." in name or hasattr(tasks, name) and name not in REGISTERED:
        return {}
    found = find(name)
    if found is None:
        return {"absent": True}
    setattr(tasks, name, found)
    REGISTERED.add(name)
    return {"hidden": True}


REGISTERED = set()


def build(job):
    text = job["text"] if job["name"] not in REGISTERED else job["registered"]
    model = getattr(tasks, job["kind"])({**yaml.safe_load(text), "scale": "b"}, ch=job["ch"], verbose=False).eval()
    fill(model)
    if job["kind"] == "WorldModel":
        model.txt_feats = named("txt_feats", tuple(model.txt_feats.shape[-2:]))[None]
    return model


def run(job, form, folder):
    try:
        model = build(job)
        if form == "fused":
            model.fuse(verbose=False)
        state = {k: list(v.shape) for k, v in model.model[job["row"]].state_dict().items() if not k.endswith("num_batches_tracked")}
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}
    count = job["ch"] * job["height"] * job["width"]
    image = torch.from_numpy(uniform("images", count)).float().reshape(1, job["ch"], job["height"], job["width"])
    try:
        results = list(tensors(model(image)))
    except Exception as error:
        return {"state": state, "error": f"{type(error).__name__}: {error}"}
    (folder / f"{job['id']}.{form}.bin").write_bytes(b"".join(t.contiguous().float().numpy().tobytes() for t in results))
    params = sum(p.numel() for p in model.model[job["row"]].parameters())
    return {"state": state, "params": params, "outputs": [list(t.shape) for t in results]}


folder = Path(sys.argv[1])
with torch.no_grad():
    for job in json.loads((folder / "jobs.json").read_text()):
        result = prepare(job["name"])
        if "absent" not in result:
            result.update({form: run(job, form, folder) for form in ("plain", "fused")})
        (folder / f"{job['id']}.json").write_text(json.dumps(result))
