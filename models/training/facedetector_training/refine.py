"""Train the second stage on the CPU: resumable, for a given time.

    python -m facedetector_training.refine --photos FOLDER --faces FOLDER --cache FOLDER --model FOLDER --run FOLDER [--seconds 6000]

A checkpoint is written every five minutes and when asked to stop (SIGTERM, SIGINT); the same command goes on from it. Time
spent stopped does not count. `--from` begins a new run with the weights and the optimiser of a checkpoint.
"""

import queue
import threading
from pathlib import Path

import cv2
import numpy as np
import torch
from torch.nn import functional as F

from . import running
from .compose import angle
from .crops import FIRST_WITHOUT_FACE, KINDS, STORED, Crops, gathered
from .geometry import moved, similarity
from .network import standardised
from .refiner import SHARE, SIDE, FaceRefiner
from .spoil import covered, spoiled

SHARES = {"people": .19, "found": .16, "news": .1, "posed": .1, "scene": .24, "beside": .16, "anywhere": .02, "part": .05, "decoy": .03}
"""How much of a batch is of each kind."""


def arguments(given=None):
    p = running.arguments(__doc__, batch=128, rate=2e-3, decay=.05, kind="FaceRefiner")
    for name in ("faces", "model"):
        p.add_argument(f"--{name}", type=Path, required=True)
    return p.parse_args(given)


def cut(pixels, box, is_face: bool, random):
    """What the network sees of a stored crop: turned, mirrored, shifted, cut at a frame's edge, of few pixels, spoiled."""
    mirror = random.random() < .5
    shift = random.normal(0, .06, 2) * SIDE / SHARE
    if is_face:
        scale, degrees = np.exp(random.normal(0, .17)), angle(random)
    else:
        # what is no face is none at any angle and size
        scale = np.exp(random.normal(.1, .25))
        degrees = random.uniform(-180, 180) if random.random() < .3 else angle(random)
    m = similarity(((STORED - 1) / 2,) * 2, scale, degrees, (SIDE - 1) / 2 + shift, mirror)
    box = moved(box[None], m, mirror)[0]
    if random.random() < .12:
        edge = int(STORED * random.uniform(.2, .42))
        pixels = pixels.copy()
        kind = random.integers(4)
        if kind == 0:
            pixels[:, :edge] = pixels[:, edge:edge + 1]
        elif kind == 1:
            pixels[:, -edge:] = pixels[:, -edge - 1:-edge]
        elif kind == 2:
            pixels[:edge] = pixels[edge]
        else:
            pixels[-edge:] = pixels[-edge - 1]
    picture = cv2.warpAffine(pixels, m, (SIDE, SIDE), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    if is_face and random.random() < .1:
        covered(picture, box if np.isfinite(box[0]) else np.array([9, 6, 47, 52.]), random)
    if random.random() < .3:
        less = round(SIDE * random.uniform(.3, .85))
        picture = cv2.resize(cv2.resize(picture, (less, less), interpolation=cv2.INTER_AREA), (SIDE, SIDE), interpolation=cv2.INTER_LINEAR)
    return spoiled(picture, random), box


class Drawn:
    """Batches drawn kind by kind; of one kind, those that the network gets wrong more often than others."""

    def __init__(self, crops: Crops):
        self.crops, self.shares = crops, np.array([SHARES[k] for k in KINDS])
        self.of_kind = [np.nonzero(crops.kinds == i)[0] for i in range(len(KINDS))]
        self.hard = np.full(len(crops.kinds), .5, np.float32)
        self.sums()

    def sums(self):
        weights = [.1 + self.hard[rows] for rows in self.of_kind]
        self.steps = [np.cumsum(w / w.sum()) for w in weights]

    def batch(self, count, random):
        kinds = random.choice(len(KINDS), count, p=self.shares / self.shares.sum())
        rows = np.array([self.of_kind[k][min(int(np.searchsorted(self.steps[k], random.random())), len(self.of_kind[k]) - 1)] for k in kinds])
        pictures, boxes = np.empty((count, 1, SIDE, SIDE), np.uint8), np.empty((count, 15), np.float32)
        for i, row in enumerate(rows):
            pictures[i, 0], boxes[i] = cut(self.crops.pixels[row], self.crops.boxes[row], kinds[i] < FIRST_WITHOUT_FACE, random)
        return rows, standardised(torch.from_numpy(pictures)), torch.from_numpy((kinds < FIRST_WITHOUT_FACE).astype(np.float32)), torch.from_numpy(boxes)


def batches(drawn: Drawn, count: int, seed: int, step: int):
    ready = queue.Queue(3)

    def work():
        number = step
        while True:
            ready.put(drawn.batch(count, np.random.default_rng([seed, number])))
            number += 1
    threading.Thread(target=work, daemon=True).start()
    while True:
        yield ready.get()


def wanted(boxes):
    """Boxes and landmarks in crop pixels to the network's units; and the side each has, in the same."""
    middle = (boxes[:, :2] + boxes[:, 2:4] / 2 - (SIDE - 1) / 2) / SIDE
    return torch.cat([middle, (boxes[:, 2:4] / SIDE).log(), (boxes[:, 5:] - (SIDE - 1) / 2) / SIDE], 1), (boxes[:, 2] * boxes[:, 3]).sqrt()[:, None] / SIDE


def loss_of(answers, face, boxes):
    each = F.binary_cross_entropy_with_logits(answers[:, 0], face * .98 + .01, reduction="none")
    true, side = wanted(boxes)
    known = true[:, 0].isfinite() & (face > 0)
    marked = known & true[:, 4].isfinite()
    # a not-a-number that is left out afterwards still makes the gradient one
    true, side = true.nan_to_num(), side.nan_to_num(1.)
    off = (answers[:, 1:3] - true[:, :2]) / side
    box = F.smooth_l1_loss(torch.cat([off, answers[:, 3:5] - true[:, 2:4]], 1)[known], torch.zeros(1).expand(int(known.sum()), 4), beta=.05)
    points = ((answers[:, 5:] - true[:, 4:]) / side)[marked]
    marks = F.smooth_l1_loss(points, torch.zeros(1).expand_as(points), beta=.05)
    return each.mean() + 2 * box + 4 * marks, each.detach(), (float(each.mean()), float(box), float(marks))


def train(a) -> None:
    run = running.Run(a, FaceRefiner)
    drawn = Drawn(gathered(a.photos, a.faces, a.cache, a.model))
    print(f"{run.parameters} parameters, {len(drawn.crops.kinds)} crops, from step {run.step}", flush=True)
    for rows, x, face, boxes in batches(drawn, a.batch, a.seed, run.step):
        rate = run.set_rate()
        loss, each, parts = loss_of(run.network(x.contiguous(memory_format=torch.channels_last)), face, boxes)
        run.learn(loss, parts)
        drawn.hard[rows] = .7 * drawn.hard[rows] + .3 * each.numpy().clip(0, 3)
        if run.step % 100 == 0:
            drawn.sums()
            print(f"{run.line(rate)} " + " ".join(f"{k} {drawn.hard[r].mean():.3f}" for k, r in zip(KINDS, drawn.of_kind)), flush=True)
        if run.has_ended():
            break


if __name__ == "__main__":
    train(arguments())
