"""Builds a model with the installed ultralytics, gives it weights that follow from their names, and writes down what it returns."""
from named_weights import fill, named, tensors, uniform

import torch
import torchvision
from ultralytics.nn import tasks

CLASSES = {
    "Classify": "ClassificationModel",
    "Segment": "SegmentationModel",
    "Segment26": "SegmentationModel",
    "Pose": "PoseModel",
    "Pose26": "PoseModel",
    "OBB": "OBBModel",
    "OBB26": "OBBModel",
    "RTDETRDecoder": "RTDETRDetectionModel",
    "SemanticSegment": "SemanticSegmentationModel",
    "Depth": "DepthModel",
    "WorldDetect": "WorldModel",
    "YOLOEDetect": "YOLOEModel",
    "YOLOESegment": "YOLOESegModel",
    "YOLOESegment26": "YOLOESegModel",
}


pretrained = torchvision.models.get_model
# Weights would be fetched, and are replaced anyway.
torchvision.models.get_model = lambda name, **options: pretrained(name, **{**options, "weights": None})


def build(config, ch=3):
    """The model of a file's contents at its first scale, with the class that its last row asks for."""
    if config.get("scales"):
        config = {**config, "scale": next(iter(config["scales"]))}
    head = (config["head"] or config["backbone"])[-1][2]
    model = getattr(tasks, CLASSES.get(head, "DetectionModel"))(config, ch=ch, verbose=False).eval()
    fill(model)
    if head == "WorldDetect":
        model.txt_feats = named("txt_feats", tuple(model.txt_feats.shape[-2:]))[None]
    elif head.startswith("YOLOE"):
        # Without a vocabulary the framework takes zeros, which would hide every difference of the class branch.
        model.pe = named(f"model.{len(model.model) - 1}.pe", (1, 80, 512))
    return model


def run(model, ch, height, width, file):
    """Writes the float32 values of every tensor of the evaluation output one after another; returns the tensors' shapes."""
    image = torch.from_numpy(uniform("images", ch * height * width)).float().reshape(1, ch, height, width)
    results = list(tensors(model(image)))
    file.write_bytes(b"".join(t.contiguous().float().numpy().tobytes() for t in results))
    return [list(t.shape) for t in results]
