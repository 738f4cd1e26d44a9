"""News photographs with an expression label: cut out as the product cuts out a face whose landmarks it knows.

Their labels are coarse (nearly all neutral or happy) and one person's word; no picture is part of this repository.

Some persons are actors and students filmed in one sitting, whose stills were labelled by what they were asked to play:
much of what is called happy there shows no smile. No training uses stills any more, and figures are given without them too.
"""

import csv
from collections import Counter
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from .data import SIDE, Faces
from .labels import EMOTIONS, FERPLUS

CELL, COLUMNS = 160, 20
LANDMARKS = ("rx", "ry", "lx", "ly", "nx", "ny", "mrx", "mry", "mlx", "mly")
TAUGHT = {"neutral": "neutral", "happy": "happiness", "surprise": "surprise", "sad": "sadness", "angry": "anger",
          "disgust": "disgust", "fear": "fear"}
"""Labels that are learned from, in FER+'s words."""
CERTAINTY = {"neutral": .9, "happy": .9, "surprise": .8}
OTHERS = .7
"""How much of the votes a label is worth; the rest is spread over the other emotions. The labels that CERTAINTY leaves
out are those of very few persons."""
STILLS = 50
"""A person with more pictures than this was filmed; no person is in so many press photographs."""


def upright(picture: np.ndarray, box: np.ndarray, points: np.ndarray, size: int = SIDE) -> np.ndarray:
    """The crop the product's classifier is shown (`ClassifierCrop` has the constants and their reasons).

    `box` is x, y, width, height, `points` [5, 2] right eye, left eye, nose, right and left corner of the mouth."""
    side, (x, y), turn = float(box[2] * box[3]) ** .5, box[:2] + box[2:4] / 2, 0.
    eyes, mouth = points[:2].mean(0), points[3:].mean(0)
    down = mouth - eyes
    distance = float(np.hypot(*down))
    if np.isfinite(points).all() and .15 * side < distance < side:
        side = .707 * side + .862 * distance
        x, y = eyes + down / distance * .116 * side
        across, along = np.degrees(np.arctan2(*(points[1] - points[0])[::-1])), np.degrees(np.arctan2(-down[0], down[1]))
        if abs(across - along) < 25 and abs(across + along) / 2 >= 8:
            turn = (across + along) / 2
    large = 2 * size
    scale, cos, sin = large / side, np.cos(np.radians(turn)), np.sin(np.radians(turn))
    m = scale * np.array([[cos, sin], [-sin, cos]])
    m = np.column_stack([m, (large - 1) / 2 - m @ np.array([x - .5, y - .5])])
    return cv2.resize(cv2.warpAffine(picture, m, (large, large), borderMode=cv2.BORDER_REPLICATE), (size, size), interpolation=cv2.INTER_AREA)


def load_photographs(folder: Path, split: str, stills: bool = True) -> tuple[Faces, list[str]]:
    """The faces of "train" or "validation" and each one's label, "" where it has none; without `stills`, press photographs alone."""
    sheets, pixels, labels = {}, [], []
    with open(folder / "faces.csv", newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["split"] == split]
        often = Counter(row["person"] for row in rows)
        for row in rows:
            if often[row["person"]] > STILLS and not stills:
                continue
            name = f"{int(row['sheet']):02d}.webp"
            if name not in sheets:
                sheets[name] = np.asarray(Image.open(folder / "faces" / name).convert("L"))
            y, x = divmod(int(row["index"]), COLUMNS)
            points = np.array([float(row[k] or "nan") for k in LANDMARKS]).reshape(5, 2)
            box = np.array([float(row[k]) for k in ("x", "y", "w", "h")])
            pixels.append(upright(sheets[name][y * CELL:(y + 1) * CELL, x * CELL:(x + 1) * CELL], box, points))
            labels.append(row["emotion"])
    votes = np.zeros((len(labels), len(FERPLUS)), np.float32)
    fer = np.full(len(labels), -1)
    for i, label in enumerate(labels):
        if label in TAUGHT:
            certain = CERTAINTY.get(label, OTHERS)
            votes[i] = (1 - certain) / (len(FERPLUS) - 1)
            votes[i, FERPLUS.index(TAUGHT[label])] = certain
            fer[i] = EMOTIONS.index(label)
    return Faces(np.stack(pixels), fer, votes, votes.sum(1)), labels


def taught(faces: Faces) -> Faces:
    """Those with a label that is learned from."""
    rows = faces.fer2013 >= 0
    return Faces(faces.pixels[rows], faces.fer2013[rows], faces.votes[rows], faces.all_votes[rows])


def joined(one: Faces, other: Faces) -> Faces:
    return Faces(*(np.concatenate([getattr(f, k) for f in (one, other)]) for k in ("pixels", "fer2013", "votes", "all_votes")))


def as_taught(faces: Faces, smoothing: float = .1) -> np.ndarray:
    """What a teacher would say of them whose word the labels are: float32 [n, 15]."""
    seven = np.full((len(faces), len(EMOTIONS)), smoothing / len(EMOTIONS), np.float32)
    seven[np.arange(len(faces)), faces.fer2013] += 1 - smoothing
    return np.concatenate([seven, faces.distribution], 1)


def read_as(plus_logits: np.ndarray, labels: list[str], word: str) -> float:
    """The share of the photographs with this label that FER+'s head reads so; contempt left out, which the product has not."""
    rows = np.array([label == word for label in labels])
    kept = FERPLUS.index("contempt")
    return float((np.delete(plus_logits, kept, 1)[rows].argmax(1) == FERPLUS.index(TAUGHT[word])).mean())
