"""How a head leans, told by the network's liking for upright faces; its landmarks do not say.

    python -m facedetector_training.tilt --photos FOLDER --cache FOLDER --model models/face-detector

The place is looked at turned by seven angles; the mean of the angles, weighted by exp(3 x logit), is the one that makes the
face upright. Printed: how far that is from the line of the eyes, for validation news faces at 120 pixels in rooms.
"""

import argparse
import json
from pathlib import Path

import cv2
import numpy as np

from .data import load
from .detect import FileDetector, decoded, detected, prepared
from .geometry import side, similarity, warped
from .match import same
from .views import placed

ANGLES = np.array([-45., -30., -15., 0., 15., 30., 45.])
SHARPNESS = 3.


def tilt(detector, picture, box, size=128, share=2.6) -> float:
    """Degrees by which the face of a find leans: its eyes' line from the horizontal, clockwise as seen."""
    centre, scale, logits = box[:2] + box[2:4] / 2, size / (share * float(side(box))), []
    for degrees in ANGLES:
        crop = warped(picture, similarity(centre, scale, degrees, (size / 2, size / 2), False), (size, size))
        found = decoded(detector.maps(prepared(crop, (size, size))[0]), -6.)
        near = np.abs(found[:, :2] + found[:, 2:4] / 2 - size / 2).max(1, initial=0) < size * .15
        logits.append(found[near, 4].max(initial=-6.))
    weights = np.exp(SHARPNESS * (np.array(logits) - max(logits)))
    return float((weights * ANGLES).sum() / weights.sum())


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--photos", type=Path, required=True)
    p.add_argument("--cache", type=Path, required=True)
    p.add_argument("--model", type=Path, required=True, help="the folder with face-detector.json")
    a = p.parse_args()
    cv2.setNumThreads(1)
    manifest = json.loads((a.model / "face-detector.json").read_text())
    detector = FileDetector(a.model / manifest["model"], manifest["outputs"]["names"])
    faces, scenes = load(a.photos, "faces", "validation", a.cache), load(a.photos, "scenes", "validation", a.cache)
    random = np.random.default_rng(1)
    print("| turned by | faces | leaning, mean | left after turning back, mean | 90th percentile |\n|---|---|---|---|---|")
    for degrees in (0, 10, 20, 30, 40):
        leaning, left = [], []
        for k, i in enumerate(range(0, len(faces), 6)):
            if len(faces.boxes[i]) > 1 or np.isnan(faces.boxes[i][0, 5:]).any():
                continue
            scene = scenes.picture(int(random.integers(len(scenes))))
            picture, boxes = placed(faces.picture(i), faces.boxes[i][0], scene, 120., random, degrees * (1 if k % 2 else -1))
            found = detected(detector, picture, tuple(manifest["input"]["wholeFrame"]), -1.)
            found = found[same(found, boxes[0])]
            if not len(found):
                continue
            true = np.degrees(np.arctan2(boxes[0, 8] - boxes[0, 6], boxes[0, 7] - boxes[0, 5]))
            leaning.append(abs(true))
            left.append(abs(tilt(detector, picture, found[0]) - true))
        print(f"| {degrees} | {len(left)} | {np.mean(leaning):.1f}° | {np.mean(left):.1f}° | {np.percentile(left, 90):.1f}° |", flush=True)


if __name__ == "__main__":
    main()
