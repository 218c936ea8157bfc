"""A data set of eight drawn images: rectangles in two colours, a class each."""
import cv2
import numpy as np
import yaml

SIZE, IMAGES = 64, 8


def data_set(folder):
    draw = np.random.default_rng(1)
    for kind in ("images", "labels"):
        (folder / "data" / kind).mkdir(parents=True, exist_ok=True)
    for i in range(IMAGES):
        image = draw.integers(0, 60, (SIZE, SIZE, 3), dtype=np.uint8)
        kind, (x, y), (w, h) = i % 2, draw.integers(16, 48, 2), draw.integers(12, 28, 2)
        color = [(230, 40, 40), (40, 230, 40)][kind]
        cv2.rectangle(image, (int(x - w // 2), int(y - h // 2)), (int(x + w // 2), int(y + h // 2)), color, -1)
        cv2.imwrite(str(folder / f"data/images/{i}.png"), image)
        (folder / f"data/labels/{i}.txt").write_text(f"{kind} {x / SIZE} {y / SIZE} {w / SIZE} {h / SIZE}\n")
    names = {"path": str(folder / "data"), "train": "images", "val": "images", "names": ["red", "green"]}
    (folder / "data.yaml").write_text(yaml.safe_dump(names))
    return folder / "data.yaml"
