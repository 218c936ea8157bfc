"""usage: dynamic_processes.py FOLDER data | distributed MODEL.yaml

`data` writes a data set into FOLDER. `distributed` prints `FILE …`: the file that the framework writes for the processes of
distributed training, with one processor in the place of several devices.
"""
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
    settings.update(plots=False, pretrained=False, project=str(folder / "runs"), name="distributed")
    print("FILE", dist.generate_ddp_file(DetectionTrainer(overrides=settings)))
