"""What the second stage learns from: crops of faces, of parts of faces and of everything the first stage takes for one.

    python -m facedetector_training.crops --photos FOLDER --faces FOLDER --cache FOLDER --model models/face-detector
"""

import argparse
import json
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from .compose import Sources, background, decoy_at, face_side, faces as composed_faces, place, pasted, shoulders
from .data import load, rows_of
from .detect import FileDetector, detected
from .geometry import moved, overlap, side, similarity
from .match import same
from .refiner import SHARE, SIDE, crop

STORED = 96
"""Pixels of a stored crop: as much more than the network sees as turning and shifting it needs."""
KINDS = ("people", "found", "news", "posed", "scene", "beside", "anywhere", "part", "decoy")
"""Faces: in photographs of people, the same as the first stage finds them, news faces in scenes, posed 48-pixel ones (no box).
Not faces: finds in scenes, finds beside people, any place, parts of faces, pieces of scenes pasted as faces are."""
FIRST_WITHOUT_FACE = KINDS.index("scene")
LEAST = -2.


@dataclass
class Crops:
    pixels: np.ndarray
    """uint8 [n, 96, 96]"""
    kinds: np.ndarray
    """int8 [n], an index of KINDS"""
    boxes: np.ndarray
    """float32 [n, 15]: x, y, w, h in the crop's pixels (NaN where unknown), agreed, landmarks"""


class Gathered:
    def __init__(self):
        self.pixels, self.kinds, self.boxes = [], [], []

    def add(self, kind, picture, around, true=None):
        """A crop around a box; `true` is the face's own box in the picture."""
        scale = SIDE / (SHARE * float(side(around)))
        m = similarity(around[:2] + around[2:4] / 2, scale, 0, ((STORED - 1) / 2,) * 2, False)
        self.pixels.append(crop(picture, around, STORED, SHARE * STORED / SIDE))
        self.kinds.append(KINDS.index(kind))
        self.boxes.append(np.full(15, np.nan, np.float32) if true is None else moved(true[None], m, False)[0])


def shaken(box, random, shift=.12, scale=.14):
    """A box as a detector might have drawn it."""
    size = float(side(box))
    middle = box[:2] + box[2:4] / 2 + random.normal(0, shift, 2).clip(-.3, .3) * size
    size = box[2:4] * np.exp(random.normal(0, scale))
    return np.concatenate([middle - size / 2, size, box[4:]])


def square(middle, size):
    return np.array([middle[0] - size / 2, middle[1] - size / 2, size, size], np.float32)


def shown_at(picture, boxes, scale):
    h, w = picture.shape
    return (cv2.resize(picture, (round(w * scale), round(h * scale)), interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR),
            moved(boxes, np.array([[scale, 0, (scale - 1) / 2], [0, scale, (scale - 1) / 2]], np.float32), False))


def of_people(out, people, detector, random):
    for i in range(len(people)):
        picture, boxes = people.picture(i), people.boxes[i]
        for box in boxes[(boxes[:, 4] >= 2) & (side(boxes) >= 13)]:
            for _ in range(2):
                out.add("people", picture, shaken(box, random), box)
            away = square(box[:2] + box[2:4] / 2 + random.uniform(-1, 1, 2) * side(box), side(box) * np.exp(random.uniform(-1.3, 1.3)))
            if overlap(away[None], boxes).max() < .18:
                out.add("part", picture, away)
        size = np.exp(random.uniform(np.log(16), np.log(120)))
        other = square(random.uniform([0, 0], picture.shape[::-1]), size)
        if not len(boxes) or overlap(other[None], boxes).max() < .02:
            out.add("anywhere", picture, other)
        for scale in (.8, 1.2):
            small, true = shown_at(picture, boxes, scale)
            found = detected(detector, small, (384, 288), LEAST)[:24]
            for box in found[side(found) >= 13]:
                mine = [b for b in true if same(box[None], b)[0]]
                sure = [b for b in mine if b[4] >= 2]
                if sure:
                    if overlap(box[None], sure[0][None])[0, 0] > .4:
                        out.add("found", small, box, sure[0])
                elif not mine and (not len(true) or overlap(box[None], true).max() < .1) and not within_doubt(box, true):
                    out.add("beside", small, box)


def within_doubt(box, boxes):
    middle = box[:2] + box[2:4] / 2
    return any(b[4] < 2 and (middle >= b[:2]).all() and (middle <= b[:2] + b[2:4]).all() for b in boxes)


def of_scenes(out, scenes, detector, random):
    for i in range(len(scenes)):
        picture = scenes.picture(i)
        for scale in (.7, 1.1, 1.7):
            small, _ = shown_at(picture, np.empty((0, 15), np.float32), scale)
            found = detected(detector, small, (384, 288), LEAST)
            for box in found[side(found) >= 13][:8]:
                out.add("scene", small, box)
        for _ in range(4):
            out.add("anywhere", picture, square(random.uniform([0, 0], picture.shape[::-1]), np.exp(random.uniform(np.log(14), np.log(200)))))


def of_compositions(out, sources, posed, random, news, small, decoys, width=320, height=240):
    for _ in range(news):
        canvas, boxes = composed_faces(sources, random, width, height)
        for box in boxes[side(boxes) >= 15]:
            out.add("news", canvas, shaken(box, random), box)
    for i in random.choice(len(posed), small, replace=small > len(posed)):
        canvas = background(sources, random, width, height)
        if random.random() < .3:
            # an even wall
            canvas = cv2.resize(random.uniform(40, 220, (4, 5)).astype(np.uint8), (width, height), interpolation=cv2.INTER_CUBIC)
        # a posed picture spans about 1.2 of the box's sides
        size, box = face_side(random, 200), np.array([4, 4, 38, 42], np.float32)
        m = similarity((23.5, 24.5), max(size, 16.) / 40, random.normal(0, 6), place(random, width, height, size, .4), random.random() < .5)
        if random.random() < .5:
            shoulders(canvas, sources, box, m, random)
        mask, form = np.zeros((48, 48), np.float32), random.random()
        if form < .4:
            # a whole picture whose edge fades
            ramp = np.clip(np.minimum(np.arange(48), np.arange(47, -1, -1)) / random.uniform(2, 9), 0, 1).astype(np.float32)
            mask = np.minimum.outer(ramp, ramp)
        elif form < .75:
            cv2.ellipse(mask, (24, 24), (int(random.integers(17, 23)), int(random.integers(20, 24))), 0, 0, 360, 1., -1)
            mask = cv2.blur(mask, (5, 5))
        else:
            mask[1:-1, 1:-1] = 1
            mask = cv2.blur(mask, (3, 3))
        pasted(canvas, posed[i], mask, m, random)
        placed = moved(np.concatenate([box, np.full(11, np.nan)])[None].astype(np.float32), m, False)[0]
        upright = square(placed[:2] + placed[2:4] / 2, 40 * np.hypot(m[0, 0], m[1, 0]))
        out.add("posed", canvas, shaken(upright, random))
    for _ in range(decoys):
        canvas = background(sources, random, width, height)
        middle, size = decoy_at(canvas, sources, random)
        if size >= 14:
            out.add("decoy", canvas, shaken(square(middle, size * .85), random))


def posed_faces(folder: Path) -> np.ndarray:
    """The 48-pixel faces of the emotion model's training part that its raters saw as faces: uint8 [n, 48, 48]."""
    sheets, found = {}, []
    for row in rows_of(folder / "train.csv"):
        if int(row["not_a_face"]) > 1:
            continue
        if row["sheet"] not in sheets:
            sheets[row["sheet"]] = np.asarray(Image.open(folder / row["sheet"]).convert("L"))
        y, x = divmod(int(row["index"]), 40)
        found.append(sheets[row["sheet"]][y * 48:y * 48 + 48, x * 48:x * 48 + 48])
    return np.stack(found)


def gathered(photos: Path, faces: Path, cache: Path, model: Path) -> Crops:
    """All crops, made at the first call and kept in the cache."""
    path = cache / "crops.npz"
    if not path.exists():
        random, out = np.random.default_rng(21), Gathered()
        manifest = json.loads((model / "face-detector.json").read_text())
        detector = FileDetector(model / manifest["model"], manifest["outputs"]["names"])
        people, news, scenes = (load(photos, part, "train", cache) for part in ("people", "faces", "scenes"))
        of_people(out, people, detector, random)
        print("people", len(out.kinds), flush=True)
        of_scenes(out, scenes, detector, random)
        print("scenes", len(out.kinds), flush=True)
        of_compositions(out, Sources(people, news, scenes, np.empty((0, 4), np.float32)), posed_faces(faces), random, 9000, 9000, 7000)
        part = path.with_suffix(".part.npz")
        np.savez(part, pixels=np.stack(out.pixels), kinds=np.array(out.kinds, np.int8), boxes=np.stack(out.boxes), share=SHARE)
        part.replace(path)
    with np.load(path) as file:
        if "share" not in file or file["share"] != SHARE:
            raise SystemExit(f"{path}: not cut for squares of {SHARE} sides of a face: delete it, and it is made anew")
        return Crops(file["pixels"], file["kinds"], file["boxes"])


if __name__ == "__main__":
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--photos", type=Path, required=True)
    p.add_argument("--faces", type=Path, required=True)
    p.add_argument("--cache", type=Path, required=True)
    p.add_argument("--model", type=Path, required=True)
    a = p.parse_args()
    cv2.setNumThreads(1)
    kinds = gathered(a.photos, a.faces, a.cache, a.model).kinds
    print({name: int((kinds == i).sum()) for i, name in enumerate(KINDS)})
