"""Real clips with the boxes on which other detectors agree: frame by frame, and what is confirmed by a second look."""

import csv
import json
from pathlib import Path

import cv2
import numpy as np

from .geometry import overlap


def frames(path: Path) -> tuple[list[np.ndarray], float]:
    """All frames of a clip, grey, and its length in seconds."""
    video, found = cv2.VideoCapture(str(path)), []
    rate = video.get(cv2.CAP_PROP_FPS)
    while True:
        there, frame = video.read()
        if not there:
            return found, len(found) / rate
        found.append(cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY))


def clips(folder: Path, look, row, logits, smallest=55.) -> dict:
    """Rows by group of clip, by clip where a face is missed or a thing found, and of finds that two looks in a row share."""
    with open(folder / "clips.csv", newline="", encoding="utf-8") as file:
        groups = {Path(r["file"]).stem: r["group"] for r in csv.DictReader(file)}
    rows, known = {}, json.loads((folder / "faces.json").read_text())
    for name, looks in known.items():
        pictures, length = frames(folder / f"{name}.mp4")
        before, last, own, twice = None, None, row(), row()
        for time, boxes in looks:
            k = min(int(time % length * len(pictures) / length), len(pictures) - 1)
            if k == last:
                continue
            last = k
            found = look(pictures[k])
            faces = np.array([[*b[:4], b[4], *[np.nan] * 10] for b in boxes], np.float32).reshape(-1, 15)
            # three of five detectors made the list; a find none of them shares may be a smaller face and is counted as another
            faces[:, 4] = 2
            own.add(found, faces, smallest)
            twice.add(confirmed(found, before), faces, smallest)
            before = found
        for key, part in ((f"clips: {groups.get(name, '?')}", own), ("clips, all", own), ("clips, all, two looks in a row", twice)):
            total = rows.setdefault(key, row())
            total.true += part.true
            total.worst += part.worst
        if (own.true and own.recall(logits[-1]) < .99) or own.with_a_find(logits[-1]):
            rows[f"clip {name}"] = own
    return rows


def confirmed(found, before):
    """Finds that the look before shares, with the weaker of the two logits; sizes within a factor of 1.5."""
    if before is None or not len(before) or not len(found):
        return found[:0]
    shared = overlap(found, before)
    ratio = found[:, None, 2] / before[None, :, 2]
    logit = np.where((shared > .3) & (ratio < 1.5) & (ratio > 1 / 1.5), before[None, :, 4], -np.inf).max(1)
    out = found.copy()
    out[:, 4] = np.minimum(out[:, 4], logit)
    return out
