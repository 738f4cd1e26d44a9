"""Labelled faces: lossless sheets of 40 x 30 grey 48 x 48 faces and a CSV that says what each one is."""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from .labels import EMOTIONS, FERPLUS

SIDE, COLUMNS = 48, 40


@dataclass
class Faces:
    pixels: np.ndarray
    """uint8 [n, 48, 48]"""
    fer2013: np.ndarray
    """int64 [n], -1 where the label is unknown"""
    votes: np.ndarray
    """float32 [n, 8], FER+ votes with votes of one dropped, not normalised"""
    all_votes: np.ndarray
    """float32 [n], votes left in all ten columns (unknown and not-a-face included)"""

    def __len__(self):
        return len(self.pixels)

    @property
    def distribution(self):
        """FER+ votes as a distribution, float32 [n, 8]; all zero where no vote is left."""
        total = self.votes.sum(1, keepdims=True)
        return np.divide(self.votes, total, out=np.zeros_like(self.votes), where=total > 0)

    @property
    def majority(self):
        """The FER+ emotion holding more than half of all votes left, -1 where none does (the usual protocol)."""
        best = self.votes.argmax(1)
        held = self.votes[np.arange(len(best)), best] > 0.5 * self.all_votes
        return np.where(held & (self.all_votes > 0), best, -1)


def load_faces(labels: Path) -> Faces:
    """Read every face a label CSV names; its sheets are found beside the CSV."""
    sheets, pixels, fer, votes, totals = {}, [], [], [], []
    with open(labels, newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            name = row["sheet"]
            if name not in sheets:
                sheets[name] = np.asarray(Image.open(labels.parent / name).convert("L"))
            y, x = divmod(int(row["index"]), COLUMNS)
            pixels.append(sheets[name][y * SIDE:(y + 1) * SIDE, x * SIDE:(x + 1) * SIDE])
            fer.append(EMOTIONS.index(row["fer2013"]) if row["fer2013"] else -1)
            counted = {k: (int(row[k]) if int(row[k]) > 1 else 0) for k in [*FERPLUS, "unknown", "not_a_face"]}
            votes.append([counted[k] for k in FERPLUS])
            totals.append(sum(counted.values()))
    return Faces(np.stack(pixels), np.array(fer), np.array(votes, np.float32), np.array(totals, np.float32))


def standardise(pixels):
    """Per-image zero mean and unit deviation: takes away exposure and contrast, which say nothing of the expression.

    Works on numpy arrays and torch tensors of shape [n, 1, 48, 48]; the manifest names it "standardise".
    """
    mean = pixels.mean((1, 2, 3), keepdims=True) if isinstance(pixels, np.ndarray) else pixels.mean((1, 2, 3), keepdim=True)
    centred = pixels - mean
    square = centred * centred
    deviation = (square.mean((1, 2, 3), keepdims=True) if isinstance(pixels, np.ndarray)
                 else square.mean((1, 2, 3), keepdim=True)) ** 0.5
    return centred / (deviation + 1e-3 * 255)
