"""How many faces an exported detector finds and what else it takes for one: validation photographs and clips.

    python -m facedetector_training.evaluate --photos FOLDER --cache FOLDER --model models/face-detector [--clips FOLDER] [--size 384x288]

Single frames. `--stages 1` measures the first stage alone. A face counts when two detectors agree on it and its side (root of the box's area) is at
least 55 pixels in a frame of 640 x 480; thresholds are calibrated probabilities.
"""

import argparse
import json
import time
from pathlib import Path

import cv2
import numpy as np

from .clips import clips
from .data import load
from .detect import FileDetector, detected
from .geometry import overlap, side
from .match import same, scores
from .twostage import FileRefiner, TwoStages
from .views import dim, framed, placed, shrunk, turned

SMALLEST = 55.
THRESHOLDS = (.5, .7)
AS_IT_IS_AND_MIRRORED = [{"size": 1., "mirrored": False}, {"size": 1., "mirrored": True}]
"""The second stage's further looks where the manifest says of none."""


class Row:
    """Faces and finds of one kind of picture."""

    def __init__(self):
        self.true, self.worst = [], []

    def add(self, found, boxes, smallest=SMALLEST):
        true, false = scores(found, boxes, smallest)
        self.true += true
        self.worst.append(max(false, default=-np.inf))

    def recall(self, logit: float) -> float:
        return float(np.mean(np.array(self.true) > logit)) if self.true else float("nan")

    def with_a_find(self, logit: float) -> int:
        return int((np.array(self.worst) > logit).sum())


def photographs(look, photos: Path, cache: Path) -> dict[str, Row]:
    """Every view of the validation photographs; `look` takes a picture and gives its candidates."""
    people, faces, scenes = (load(photos, part, "validation", cache) for part in ("people", "faces", "scenes"))
    random, rows = np.random.default_rng(11), {}

    def row(name) -> Row:
        return rows.setdefault(name, Row())
    frames = [framed(people.picture(i), people.boxes[i]) for i in range(len(people))]
    for picture, boxes in frames:
        row("people").add(look(picture), boxes)
    near = [(p, b) for p, b in frames if (side(b[b[:, 4] >= 2]) >= SMALLEST).any()]
    news = [i for i in range(len(faces)) if len(faces.boxes[i]) == 1]
    for i in news:
        row("news faces, close").add(look(framed(faces.picture(i), faces.boxes[i])[0]), framed(faces.picture(i), faces.boxes[i])[1])
    backgrounds = [i for i in range(len(scenes)) if scenes.kinds[i] == "scene"]

    def in_a_room(i, pixels, degrees=0.):
        scene = scenes.picture(int(random.choice(backgrounds)))
        return placed(faces.picture(i), faces.boxes[i][0], scene, pixels, random, degrees)
    for i in news:
        picture, boxes = in_a_room(i, float(np.exp(random.uniform(np.log(SMALLEST + 1), np.log(240)))))
        row("news faces in rooms").add(look(picture), boxes)
    for degrees in (10, 20, 25, 30, 35, 40, 45):
        for k, (picture, boxes) in enumerate(near):
            view, box = turned(picture, boxes, degrees * (1 if k % 2 else -1))
            row(f"people turned {degrees}").add(look(view), box)
        for i in news[::4]:
            picture, boxes = in_a_room(i, 120., degrees * (1 if i % 2 else -1))
            row(f"news faces turned {degrees}").add(look(picture), boxes, 40.)
    for part in (4, 8, 16, 20):
        for picture, boxes in near:
            row(f"people, light 1/{part}").add(look(dim(picture, 1 / part, random)), boxes)
        for i in news[::4]:
            picture, boxes = in_a_room(i, 120.)
            row(f"news faces, light 1/{part}").add(look(dim(picture, 1 / part, random)), boxes)
    for pixels in (70, 55, 45, 35):
        for picture, boxes in near:
            scene = scenes.picture(int(random.choice(backgrounds)))
            view, box = shrunk(picture, boxes, pixels, scene)
            row(f"people shrunk to {pixels}").add(look(view), box[side(box) > pixels * .99], pixels * .99)
    for i in range(len(scenes)):
        picture, boxes = framed(scenes.picture(i), scenes.boxes[i])
        found = look(picture)
        row("scenes").add(found, boxes)
        row("scenes, finds of 44 pixels or more").add(found[side(found) >= 44], boxes)
        row(f"scenes: {scenes.kinds[i]}").add(found, boxes)
        row("scenes, light 1/8").add(look(dim(picture, 1 / 8, random)), boxes)
    return rows


def near_place(look, photos: Path, cache: Path, share=2.4) -> Row:
    """Faces looked for again near where they were: a square `share` times the side around a place that is off by a fifth."""
    people, random, row = load(photos, "people", "validation", cache), np.random.default_rng(3), Row()
    for i in range(len(people)):
        picture, boxes = framed(people.picture(i), people.boxes[i])
        for box in boxes[(boxes[:, 4] >= 2) & (side(boxes) >= SMALLEST)]:
            half = side(box) * share / 2 * np.exp(random.uniform(-.15, .15))
            x, y = box[:2] + box[2:4] / 2 + random.uniform(-.2, .2, 2) * side(box)
            left, top = int(max(0, x - half)), int(max(0, y - half))
            crop = picture[top:int(y + half), left:int(x + half)]
            found = look(crop)
            found[:, 0] += left
            found[:, 1] += top
            row.add(found, np.concatenate([box[None], boxes[boxes[:, 4] < 2]]))
    return row


def exactness(look, photos: Path, cache: Path) -> str:
    """How near boxes and landmarks are: news faces in rooms at 120 pixels, upright and turned."""
    faces, scenes = load(photos, "faces", "validation", cache), load(photos, "scenes", "validation", cache)
    random, out = np.random.default_rng(13), []
    for degrees in (0, 30):
        overlaps, errors, tilts = [], [], []
        for i in range(0, len(faces), 4):
            scene = scenes.picture(int(random.integers(len(scenes))))
            picture, boxes = placed(faces.picture(i), faces.boxes[i][0], scene, 120., random, degrees)
            found = look(picture)
            found = found[same(found, boxes[0])]
            if not len(found) or np.isnan(boxes[0, 5:]).any():
                continue
            overlaps.append(overlap(found[:1], boxes)[0, 0])
            off = (found[0, 5:] - boxes[0, 5:]).reshape(5, 2)
            errors.append(np.hypot(*off.T).mean() / side(boxes)[0])
            eyes = [np.degrees(np.arctan2(*(p[2:4] - p[:2])[::-1])) for p in (found[0, 5:], boxes[0, 5:])]
            tilts.append(abs((eyes[0] - eyes[1] + 180) % 360 - 180))
        out.append(f"turned {degrees}: overlap of boxes {np.mean(overlaps):.2f}, landmarks off by {100 * np.mean(errors):.1f} % of the side, "
                   f"the line of the eyes by {np.mean(tilts):.1f} degrees (90th percentile {np.percentile(tilts, 90):.1f})")
    return "; ".join(out)


def milliseconds(detector, size) -> float:
    """CPU milliseconds of one answer, the least of several rounds."""
    frame, best = np.random.default_rng(1).standard_normal((1, 1, size[1], size[0])).astype(np.float32), np.inf
    for _ in range(12):
        start = time.process_time()
        for _ in range(10):
            detector.maps(frame)
        best = min(best, (time.process_time() - start) / 10)
    return best * 1000


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--photos", type=Path, required=True)
    p.add_argument("--cache", type=Path, required=True)
    p.add_argument("--model", type=Path, required=True, help="the folder with face-detector.json")
    p.add_argument("--clips", type=Path, help="folder of clips with faces.json")
    p.add_argument("--stages", type=int, choices=(1, 2), default=2)
    p.add_argument("--size", help="width x height of the whole frame, the manifest's if left out")
    a = p.parse_args()
    cv2.setNumThreads(1)
    manifest = json.loads((a.model / "face-detector.json").read_text())
    size = tuple(int(v) for v in a.size.split("x")) if a.size else tuple(manifest["input"]["wholeFrame"])
    calibration = manifest["calibration"] if a.stages == 1 else manifest["refiner"]["calibration"]
    scale, offset = calibration["scale"], calibration["offset"]
    logits = [(np.log(t / (1 - t)) - offset) / scale for t in THRESHOLDS]
    detector = FileDetector(a.model / manifest["model"], manifest["outputs"]["names"])
    least = min(logits) - 1
    refiner = FileRefiner(a.model / manifest["refiner"]["model"])

    def at(size):
        """Looks at pictures fitted into a frame of this size."""
        if a.stages == 1:
            return lambda picture: detected(detector, picture, size, least)
        second = manifest["refiner"]
        looks = [(look["size"], look["mirrored"]) for look in second.get("againLooks", AS_IT_IS_AND_MIRRORED)]
        face = (np.log(second["threshold"] / (1 - second["threshold"])) - offset) / scale
        stages = TwoStages(detector, refiner, size, second["proposalLogit"], second["proposals"], second.get("againLogit", np.inf), looks, face)
        return lambda picture: stages.found(picture, least)

    print(f"{manifest['source']['steps']} and {manifest['refiner']['source']['steps']} steps, stages {a.stages}, frame {size[0]} x {size[1]}\n\n| what | faces | found at "
          + " | ".join(str(t) for t in THRESHOLDS) + " | pictures | with another find at "
          + " | ".join(str(t) for t in THRESHOLDS) + " |\n|" + "---|" * (3 + 2 * len(THRESHOLDS)))

    def show(name, row):
        recalls = " | ".join(f"{100 * row.recall(v):.1f} %" if row.true else "–" for v in logits)
        print(f"| {name} | {len(row.true)} | {recalls} | {len(row.worst)} | " + " | ".join(str(row.with_a_find(v)) for v in logits) + " |",
              flush=True)
    for name, row in photographs(at(size), a.photos, a.cache).items():
        show(name, row)
    for near in ((128, 128), (96, 96), (64, 64)):
        show(f"near the last place, {near[0]} x {near[1]}", near_place(at(near), a.photos, a.cache))
    if a.clips:
        for name, row in clips(a.clips, at(size), Row, logits).items():
            show(name, row)
    print("\n" + exactness(at(size), a.photos, a.cache))
    print("\nCPU ms: " + ", ".join(f"{w} x {h} {milliseconds(detector, (w, h)):.2f}"
                                   for w, h in (size, (320, 256), (256, 192), (128, 128), (96, 96), (64, 64))))


if __name__ == "__main__":
    main()
