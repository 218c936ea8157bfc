"""Prints what the installed ultralytics says about model files at one scale each: layers, parameters, gradients, GFLOPs, unfused and fused."""
import json
import sys

from ultralytics.nn.tasks import DetectionModel, yaml_model_load

for file in sys.argv[2:]:
    try:
        config = yaml_model_load(file)
        config["scale"] = sys.argv[1]
        model = DetectionModel(config, verbose=False).eval()
        answer = {"unfused": model.info(verbose=True), "fused": model.fuse(verbose=False).info(verbose=True)}
    except Exception as error:
        answer = {"error": type(error).__name__}
    print("ANSWER " + json.dumps(answer))
