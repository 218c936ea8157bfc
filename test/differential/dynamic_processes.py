"""usage: dynamic_processes.py FOLDER data | distributed MODEL.yaml | handover MODEL.yaml

`data` writes a data set into FOLDER. `distributed` prints `FILE …`: the file that the framework writes for the processes of
distributed training, with one processor in the place of several devices. `handover` stays alive as the framework's own process does, runs such
a file with a learning rate of zero, and prints `MOVED …`: how far the weights that were trained are from those that were loaded here.
"""
import subprocess
import sys
from pathlib import Path

from dynamic_data import data_set

folder, job = Path(sys.argv[1]), sys.argv[2]
if job == "data":
    data_set(folder)
else:
    sys.path.insert(0, str(folder))
    import yolo_architect_modules

    yolo_architect_modules.register()
    from ultralytics.models.yolo.detect import DetectionTrainer
    from ultralytics.utils import dist

    settings = {"model": sys.argv[3], "data": str(folder / "data.yaml"), "epochs": 1, "imgsz": 64, "batch": 4, "workers": 0, "device": "cpu"}
    settings.update(plots=False, project=str(folder / "runs"), name=job)
    if job == "distributed":
        print("FILE", dist.generate_ddp_file(DetectionTrainer(overrides={**settings, "pretrained": False})))
        sys.exit()
    import torch
    from ultralytics import YOLO

    ordinary = folder / "ordinary.pt"
    torch.save({"model": YOLO("yolo11n.yaml").model}, ordinary)
    model = YOLO(sys.argv[3])
    yolo_architect_modules.load_pretrained(model, ordinary)
    # What `model.train()` does before it starts the processes.
    settings.update(lr0=0.0, warmup_epochs=0, optimizer="SGD", val=False)
    trainer = DetectionTrainer(overrides=settings)
    trainer.model = trainer.get_model(weights=model.ckpt["model"], cfg=model.model.yaml)
    loaded = {name: tensor.clone() for name, tensor in trainer.model.named_parameters() if "model.23" not in name}
    subprocess.run([sys.executable, dist.generate_ddp_file(trainer)], check=True, stdout=sys.stderr)
    trained = YOLO(folder / "runs" / job / "weights/last.pt").model.float().state_dict()
    # Checkpoints are in half precision.
    print("MOVED", max(float((trained[name] - tensor).abs().max() / tensor.abs().max().clamp(min=1e-3)) for name, tensor in loaded.items()))
