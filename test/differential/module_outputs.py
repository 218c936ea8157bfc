"""What the installed ultralytics makes of small models, one for each example of the catalogue, with weights that follow from their names.

usage: module_outputs.py FOLDER
FOLDER/jobs.json is a list of {id, name, text, registered, args, row, ch, height, width}; `registered` is the text for a module that the
parser does not know, which gets the arguments as they stand. With `home`, the row gives way to
that Python module's class with `args`. For each, FOLDER/ID.json is {error} where the framework
refuses it, or {plain, fused}, each {error} or {state, outputs}: name and shape of every stored tensor of that row, and the shapes of
the tensors of the evaluation output, whose float32 values are in FOLDER/ID.FORM.bin one after another. `absent` says that the release
has no such module at all, `hidden` that its parser does not see it (it is registered here).
"""
import importlib
import json
import sys
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import torch
import yaml
from framework_model import build, run
from named_weights import fill
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


def answers(text, jobs, folder):
    """What one model answers to each job's image: a list of {plain, fused}."""
    try:
        model = build(yaml.safe_load(text), jobs[0]["ch"])
        if "home" in jobs[0]:
            replace(model, jobs[0])
    except Exception as error:
        return [{form: {"error": f"{type(error).__name__}: {error}"} for form in ("plain", "fused")}] * len(jobs)
    plain = [answer(model, job, "plain", folder) for job in jobs]
    try:
        model.fuse(verbose=False)
    except Exception as error:
        return [{"plain": before, "fused": {"error": f"{type(error).__name__}: {error}"}} for before in plain]
    return [{"plain": before, "fused": answer(model, job, "fused", folder)} for before, job in zip(plain, jobs)]


def replace(model, job):
    """Puts the class of a fork in the place of the row, whatever the fork's parser would make of it."""
    old = model.model[job["row"]]
    new = getattr(importlib.import_module(job["home"]), job["name"])(*job["args"]).eval()
    new.i, new.f, new.type = old.i, old.f, job["name"]
    for part in new.modules():
        if isinstance(part, torch.nn.BatchNorm2d):
            part.eps = 1e-3
    model.model[job["row"]] = new
    fill(model)


def answer(model, job, form, folder):
    result = {}
    try:
        row = model.model[job["row"]]
        result["state"] = {k: list(v.shape) for k, v in row.state_dict().items() if not k.endswith("num_batches_tracked")}
        result["outputs"] = run(model, job["ch"], job["height"], job["width"], folder / f"{job['id']}.{form}.bin")
    except Exception as error:
        result["error"] = f"{type(error).__name__}: {error}"
    return result


folder = Path(sys.argv[1])
if (folder / "yolo_architect_modules.py").exists():
    # Modules that the tool wrote itself are registered as their users do it.
    sys.path.insert(0, str(folder))
    importlib.import_module("yolo_architect_modules").register()
# More threads than one only wait for each other on models of this size.
torch.set_num_threads(1)
with torch.no_grad():
    same = itemgetter("name", "text", "registered", "ch", "args")
    for (name, text, registered, *_), group in groupby(json.loads((folder / "jobs.json").read_text()), same):
        jobs = list(group)
        found = {} if "home" in jobs[0] else prepare(name)
        made = [{}] * len(jobs) if "absent" in found else answers(registered if name in REGISTERED else text, jobs, folder)
        for job, forms in zip(jobs, made):
            (folder / f"{job['id']}.json").write_text(json.dumps({**found, **forms}))
