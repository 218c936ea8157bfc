"""Prints what the installed ultralytics says about a model file at some scales: layers, parameters, gradients, GFLOPs, unfused and fused."""
import json
import sys

from ultralytics.nn.tasks import DetectionModel, yaml_model_load

answers = {}
for scale in sys.argv[2:]:
    config = yaml_model_load(sys.argv[1])
    config["scale"] = scale
    model = DetectionModel(config, verbose=False).eval()
    answers[scale] = {"unfused": model.info(verbose=True), "fused": model.fuse(verbose=False).info(verbose=True)}
print("ANSWER " + json.dumps(answers))
