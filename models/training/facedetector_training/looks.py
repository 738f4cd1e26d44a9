"""What the second stage's further looks are worth: recall at the same number of scenes with a find, for several choices of them.

    python -m facedetector_training.looks --photos FOLDER --cache FOLDER --checkpoint FILE.npz --refiner FILE.npz
"""

import argparse
from pathlib import Path

import cv2
import numpy as np
import torch

from . import checkpoint
from .data import load
from .detect import TorchDetector, decoded, prepared
from .evaluate import SMALLEST
from .export import WHOLE
from .geometry import side
from .match import same
from .network import folded
from .refiner import FaceRefiner
from .twostage import AGAIN, FACE, MOST, MOST_FACES, PROPOSAL, TorchRefiner, looked_again, refined
from .views import dim, framed, placed, turned

TRIED = [(1., False), (1., True), (.8, False), (1.25, False), (.65, False)]
CHOICES = [((1., False), (1., True)), ((1., True), (.8, False)), ((1.25, False), (1., True), (.8, False)), ((1., True), (.8, False), (.65, False))]
SCENES = range(2, 9)
"""With a find: the recall is the mean over thresholds at which so many of them have one."""


def views(photos: Path, cache: Path):
    """Pictures with their boxes, each with the name of its kind."""
    people, faces, scenes = (load(photos, part, "validation", cache) for part in ("people", "faces", "scenes"))
    random, rooms = np.random.default_rng(11), [i for i in range(len(scenes)) if scenes.kinds[i] == "scene"]
    for i in range(len(people)):
        picture, boxes = framed(people.picture(i), people.boxes[i])
        yield "people", picture, boxes
        if ((boxes[:, 4] >= 2) & (side(boxes) >= SMALLEST)).any():
            yield "turned 30", *turned(picture, boxes, 30 * (1 if i % 2 else -1))
            yield "light 1/4", dim(picture, 1 / 4, random), boxes
    for i in range(0, len(faces), 3):
        scene, pixels = scenes.picture(int(random.choice(rooms))), float(np.exp(random.uniform(np.log(SMALLEST + 1), np.log(240))))
        yield "rooms", *placed(faces.picture(i), faces.boxes[i][0], scene, pixels, random, 0.)
    for i in range(len(scenes)):
        yield "scenes", *framed(scenes.picture(i), scenes.boxes[i])


def answers(detector, refiner, picture) -> np.ndarray:
    """What the second stage says of each proposal: [n, 1 + len(TRIED), 15], its first answer and one of each look at that."""
    frame, scale = prepared(picture, WHOLE)
    places = decoded(detector.maps(frame), PROPOSAL)[:MOST_FACES * MOST]
    places[:, :4] /= scale
    found = []
    for box in places:
        first = refined(refiner, picture, box)
        found.append([first] + [looked_again(refiner, picture, first, size, mirror) for size, mirror in TRIED])
    return np.array(found, np.float32).reshape(-1, 1 + len(TRIED), 15)


def told(pictures, choice) -> dict[str, float]:
    """Mean recall of every kind, and how many of the rooms have another find."""
    columns = [1 + TRIED.index(look) for look in choice]
    best, worst = {}, {}
    for kind, found, boxes in pictures:
        logits = np.where(found[:, 0, 4] < AGAIN, found[:, 0, 4], found[:, columns, 4].mean(1))
        # those after so many that are none are not looked at
        seen = np.cumsum(logits < FACE) - (logits < FACE) < MOST
        found, logits = found[seen], logits[seen]
        middles = found[:, 1:].mean(1)
        known = np.zeros(len(found), bool)
        for box in boxes:
            mine = same(middles, box)
            known |= mine
            if box[4] >= 2 and side(box) >= SMALLEST:
                best.setdefault(kind, []).append(logits[mine].max(initial=-np.inf))
        worst.setdefault(kind, []).append(logits[~known].max(initial=-np.inf))
    bars = np.sort(worst["scenes"])[::-1][list(SCENES)]
    return {kind: 100 * float(np.mean([np.mean(np.array(v) > bar) for bar in bars])) for kind, v in best.items()} | {
        "other finds in rooms": float(np.mean([(np.array(worst["rooms"]) > bar).sum() for bar in bars]))}


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("photos", "cache", "checkpoint", "refiner"):
        p.add_argument(f"--{name}", type=Path, required=True)
    a = p.parse_args()
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    detector = TorchDetector(folded(checkpoint.averaged(a.checkpoint)))
    refiner = TorchRefiner(folded(checkpoint.averaged(a.refiner, FaceRefiner)))
    pictures = [(kind, answers(detector, refiner, picture), boxes) for kind, picture, boxes in views(a.photos, a.cache)]
    for choice in CHOICES:
        words = ", ".join(f"{size:g}{' mirrored' if mirror else ''}" for size, mirror in choice)
        print(f"{words}: " + ", ".join(f"{name} {value:.1f}" for name, value in told(pictures, choice).items()), flush=True)


if __name__ == "__main__":
    main()
