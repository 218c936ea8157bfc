"""What the installed ultralytics makes of small models, one for each example of the catalogue, with weights that follow from their names.

usage: module_outputs.py FOLDER
FOLDER/jobs.json is a list of {id, name, text, registered, row, ch, height, width}; `registered` is the text for a module that the
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
from framework_model import build, run
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


def answers(job, folder):
    config = yaml.safe_load(job["text"] if job["name"] not in REGISTERED else job["registered"])
    try:
        model = build(config, job["ch"])
    except Exception as error:
        return {form: {"error": f"{type(error).__name__}: {error}"} for form in ("plain", "fused")}
    return {"plain": answer(model, job, "plain", folder), "fused": answer(model, job, "fused", folder)}


def answer(model, job, form, folder):
    result = {}
    try:
        if form == "fused":
            model.fuse(verbose=False)
        row = model.model[job["row"]]
        result["state"] = {k: list(v.shape) for k, v in row.state_dict().items() if not k.endswith("num_batches_tracked")}
        result["outputs"] = run(model, job["ch"], job["height"], job["width"], folder / f"{job['id']}.{form}.bin")
    except Exception as error:
        result["error"] = f"{type(error).__name__}: {error}"
    return result


folder = Path(sys.argv[1])
# More threads than one only wait for each other on models of this size.
torch.set_num_threads(1)
with torch.no_grad():
    for job in json.loads((folder / "jobs.json").read_text()):
        result = prepare(job["name"])
        if "absent" not in result:
            result.update(answers(job, folder))
        (folder / f"{job['id']}.json").write_text(json.dumps(result))
