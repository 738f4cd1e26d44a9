"""Photographs with face boxes: sheets decoded once into a cache of arrays, boxes and landmarks beside them.

    python -m facedetector_training.data --photos FOLDER --cache FOLDER
"""

import argparse
import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from .sources import may_train

LANDMARKS = ["rx", "ry", "lx", "ly", "nx", "ny", "mrx", "mry", "mlx", "mly"]
CELLS = {"faces": (160, 160, 20), "people": (320, 240, 10), "scenes": (320, 240, 10)}
"""Width and height of a sheet's cell, and the cells in a row."""


@dataclass
class Photos:
    pixels: np.ndarray
    """uint8 [n, height, width], memory-mapped; what lies beyond a picture's own size is black"""
    sizes: np.ndarray
    """int [n, 2], width and height of each picture"""
    boxes: list[np.ndarray]
    """float32 [m, 15] a picture: x, y, w, h, how many detectors agreed, five landmarks (NaN where there are none)"""
    kinds: list[str]
    names: list[str]
    """sheet/index"""
    sources: list[str]

    def __len__(self):
        return len(self.sizes)

    def picture(self, i: int) -> np.ndarray:
        """uint8 [height, width], without the cell's black rest."""
        width, height = self.sizes[i]
        return self.pixels[i, :height, :width]


def rows_of(path: Path) -> list[dict]:
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def box_of(row: dict) -> list[float]:
    return [*(float(row[k]) for k in "xywh"), float(row["agreed"]), *(float(row.get(k) or "nan") for k in LANDMARKS)]


def decoded(photos: Path, part: str, rows: list[dict], cache: Path) -> np.ndarray:
    """Every row's cell, in the order of the rows; decoded at the first call, mapped from the cache afterwards."""
    width, height, columns = CELLS[part]
    path = cache / f"{part}.npy"
    if not path.exists():
        cache.mkdir(parents=True, exist_ok=True)
        pixels, sheets = np.empty((len(rows), height, width), np.uint8), {}
        for i, row in enumerate(rows):
            if row["sheet"] not in sheets:
                sheets = {row["sheet"]: np.asarray(Image.open(photos / part / f"{int(row['sheet']):02d}.webp").convert("L"))}
            y, x = divmod(int(row["index"]), columns)
            pixels[i] = sheets[row["sheet"]][y * height:(y + 1) * height, x * width:(x + 1) * width]
        part_file = path.with_suffix(".part.npy")
        np.save(part_file, pixels)
        part_file.replace(path)
    return np.load(path, mmap_mode="r")


def load(photos: Path, part: str, split: str, cache: Path) -> Photos:
    """One part ("faces", "people" or "scenes") of one split. Of "train" only what may train what ships."""
    rows = rows_of(photos / f"{part}.csv")
    pixels = decoded(photos, part, rows, cache)
    others = {"people": "people_boxes.csv", "faces": "faces_other_boxes.csv"}.get(part)
    boxes = {}
    for row in rows_of(photos / others) if others else []:
        boxes.setdefault((row["sheet"], row["index"]), []).append(box_of(row))
    if part == "faces":
        for row in rows:
            boxes.setdefault((row["sheet"], row["index"]), []).insert(0, box_of(row))
    chosen = [i for i, row in enumerate(rows)
              if row["split"] == split and (split != "train" or may_train(row.get("source", "")))]
    width, height, _ = CELLS[part]
    rows = [rows[i] for i in chosen]
    return Photos(
        _Rows(pixels, chosen), np.array([[int(row.get("width", width)), int(row.get("height", height))] for row in rows]),
        [np.array(boxes.get((row["sheet"], row["index"]), []), np.float32).reshape(-1, 15) for row in rows],
        [row.get("kind", part) for row in rows], [f"{row['sheet']}/{row['index']}" for row in rows],
        [row.get("source", "muxspace/facial_expressions") for row in rows])


class _Rows:
    """Some rows of a mapped array without a copy of it."""

    def __init__(self, pixels, rows):
        self.pixels, self.rows = pixels, rows

    def __getitem__(self, key):
        row, *rest = key if isinstance(key, tuple) else (key,)
        return self.pixels[(self.rows[row], *rest)]


if __name__ == "__main__":
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--photos", type=Path, required=True)
    p.add_argument("--cache", type=Path, required=True)
    a = p.parse_args()
    for part in CELLS:
        for split in ("train", "validation"):
            print(part, split, len(load(a.photos, part, split, a.cache)))
