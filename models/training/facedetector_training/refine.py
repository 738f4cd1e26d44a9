"""Train the second stage on the CPU: resumable, for a given time.

    python -m facedetector_training.refine --photos FOLDER --faces FOLDER --cache FOLDER --model FOLDER --run FOLDER [--seconds 6000]

A checkpoint is written every five minutes and when asked to stop (SIGTERM, SIGINT); the same command goes on from it. Time
spent stopped does not count. `--from` begins a new run with the weights and the optimiser of a checkpoint.
"""

import argparse
import json
import math
import os
import queue
import signal
import threading
import time
from pathlib import Path

import cv2
import numpy as np
import torch
from torch.nn import functional as F

from . import checkpoint
from .compose import angle
from .crops import FIRST_WITHOUT_FACE, KINDS, STORED, Crops, gathered
from .geometry import moved, similarity
from .network import standardised
from .refiner import SHARE, SIDE, FaceRefiner
from .spoil import covered, spoiled
from .train import LONGEST_STEP, follow
from .widen import widen

SHARES = {"people": .19, "found": .16, "news": .1, "posed": .1, "scene": .24, "beside": .16, "anywhere": .02, "part": .05, "decoy": .03}
"""How much of a batch is of each kind."""


def arguments(given=None):
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("photos", "faces", "cache", "model", "run"):
        p.add_argument(f"--{name}", type=Path, required=True)
    p.add_argument("--seconds", type=float, default=6000, help="of training; the rate falls along a cosine over them")
    p.add_argument("--from", dest="start", type=Path, help="a checkpoint whose weights and optimiser a new run begins with; "
                   "of a narrower --shape, the weights")
    p.add_argument("--shape", type=json.loads, default={}, help="widths and last of the network as JSON, see FaceRefiner")
    p.add_argument("--batch", type=int, default=128)
    p.add_argument("--rate", type=float, default=2e-3)
    p.add_argument("--decay", type=float, default=.05)
    p.add_argument("--average", type=float, default=.999, help="decay of the moving average of weights")
    p.add_argument("--every", type=float, default=300, help="seconds between checkpoints")
    p.add_argument("--threads", type=int, default=1)
    p.add_argument("--seed", type=int, default=1)
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
    a.run.mkdir(parents=True, exist_ok=True)
    (a.run / "pid").write_text(str(os.getpid()))
    torch.set_num_threads(a.threads)
    cv2.setNumThreads(1)
    torch.manual_seed(a.seed)
    drawn = Drawn(gathered(a.photos, a.faces, a.cache, a.model))
    network = FaceRefiner(**a.shape).to(memory_format=torch.channels_last)
    average = FaceRefiner(**a.shape).to(memory_format=torch.channels_last).eval().requires_grad_(False)
    average.load_state_dict(network.state_dict())
    optimiser = torch.optim.AdamW(network.parameters(), lr=a.rate, weight_decay=a.decay)
    path, progress = a.run / "checkpoint.npz", {"step": 0, "seconds": 0., "shape": network.shape}
    none = np.empty((0, 4), np.float32)
    if path.exists():
        _, progress = checkpoint.restore(path, network, average, optimiser)
    elif a.start:
        before = checkpoint.averaged(a.start, FaceRefiner).shape
        if before == network.shape:
            checkpoint.restore(a.start, network, average, optimiser)
        else:
            widen(network, a.start, np.random.default_rng(a.seed))
            average.load_state_dict(network.state_dict())
        progress["before"] = checkpoint.steps_so_far(a.start)
    print(f"{sum(p.numel() for p in network.parameters())} parameters, {len(drawn.crops.kinds)} crops, from step {progress['step']}", flush=True)

    asked = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: asked.append(True))
    network.train()
    first, saved, last, parts, lost = progress["step"], time.time(), time.time(), np.zeros(3), 0
    for rows, x, face, boxes in batches(drawn, a.batch, a.seed, first):
        step, done = progress["step"], min(1., progress["seconds"] / a.seconds)
        rate = a.rate * min(1., (step + 1) / 300) * (.01 + .99 * .5 * (1 + math.cos(math.pi * done)))
        for group in optimiser.param_groups:
            group["lr"] = rate
        loss, each, some = loss_of(network(x.contiguous(memory_format=torch.channels_last)), face, boxes)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        norm = torch.nn.utils.clip_grad_norm_(network.parameters(), 5.)
        if torch.isfinite(norm):
            optimiser.step()
            follow(average, network, min(a.average, (step + 1) / (step + 10)))
        else:
            lost += 1
        drawn.hard[rows] = .7 * drawn.hard[rows] + .3 * each.numpy().clip(0, 3)
        parts = .99 * parts + .01 * np.array(some)
        now = time.time()
        progress["seconds"] += min(now - last, LONGEST_STEP)
        last = now
        progress["step"] = step = step + 1
        if step % 100 == 0:
            drawn.sums()
            shown = parts / (1 - .99 ** (step - first))
            print(f"step {step} seconds {progress['seconds']:.0f} rate {rate:.5f} face {shown[0]:.4f} box {shown[1]:.4f} marks {shown[2]:.4f} not finite {lost} "
                  + " ".join(f"{k} {drawn.hard[r].mean():.3f}" for k, r in zip(KINDS, drawn.of_kind)), flush=True)
        ended = progress["seconds"] >= a.seconds or bool(asked)
        if ended or now - saved > a.every:
            checkpoint.save(path, network, average, optimiser, none, progress)
            saved = time.time()
        if ended:
            break


if __name__ == "__main__":
    train(arguments())
