"""Train the face detector on the CPU: resumable, for a given time.

    python -m facedetector_training.train --photos FOLDER --cache FOLDER --run FOLDER [--seconds 6000] [--from FILE.npz]

A checkpoint is written every five minutes and when asked to stop (SIGTERM, SIGINT); the same command goes on from it. Time spent stopped does not count. `--from`
begins a new run (and a new cosine) with the weights and the optimiser of a checkpoint, or with the weights of a narrower one.
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

from . import checkpoint
from .compose import HEIGHT, WIDTH, Sources, composed, shown
from .data import load
from .loss import loss_of
from .mine import mined
from .network import FaceDetector, standardised
from .widen import widen

LONGEST_STEP = 5.
"""Seconds; what a step takes beyond it was a pause."""


def arguments(given=None):
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--photos", type=Path, required=True)
    p.add_argument("--cache", type=Path, required=True, help="folder for the decoded photographs")
    p.add_argument("--run", type=Path, required=True)
    p.add_argument("--seconds", type=float, default=6000, help="of training; the rate falls along a cosine over them")
    p.add_argument("--from", dest="start", type=Path, help="a checkpoint whose weights and optimiser a new run begins with; "
                   "of a narrower --shape, the weights")
    p.add_argument("--shape", type=json.loads, default={}, help="channels of the network as JSON, see FaceDetector")
    p.add_argument("--batch", type=int, default=32)
    p.add_argument("--rate", type=float, default=3e-3)
    p.add_argument("--decay", type=float, default=.02)
    p.add_argument("--average", type=float, default=.999, help="decay of the moving average of weights")
    p.add_argument("--every", type=float, default=300, help="seconds between checkpoints")
    p.add_argument("--mine", type=float, default=300, help="seconds of training between looks for hard places, each in a third of the scenes")
    p.add_argument("--threads", type=int, default=1, help="of the network; another composes")
    p.add_argument("--seed", type=int, default=1)
    return p.parse_args(given)


class Pictures:
    """Batches from a pool of composed pictures, of which each is shown about three times, every time spoiled anew."""

    def __init__(self, sources: Sources, count: int, pool: int = 1500):
        self.sources, self.count, self.size, self.pool = sources, count, pool, []

    def batch(self, random) -> tuple[torch.Tensor, torch.Tensor]:
        """Standardised pictures [count, 1, HEIGHT, WIDTH] and their boxes [count, m, 15], agreed 0 where there is none."""
        old = self.count - self.count // 3 if len(self.pool) >= self.size else 0
        new = [composed(self.sources, random) for _ in range(self.count - old)]
        made = [shown(*picture, random, False) for picture in new]
        made += [shown(*self.pool[i], random, True) for i in random.integers(0, max(1, len(self.pool)), old)]
        self.pool = (self.pool + new)[-self.size:]
        pixels, rows = np.zeros((self.count, 1, HEIGHT, WIDTH), np.uint8), torch.tensor([len(picture) for picture, _ in made])
        boxes = np.zeros((self.count, max(1, max(len(b) for _, b in made)), 15), np.float32)
        for i, (picture, found) in enumerate(made):
            pixels[i, 0, :len(picture)] = picture
            boxes[i, :len(found)] = found
        return standardised(torch.from_numpy(pixels), rows), torch.from_numpy(boxes)


def batches(sources: Sources, count: int, seed: int, step: int):
    """Batches for ever, two ahead, composed in a thread beside the network's."""
    ready = queue.Queue(2)

    def work():
        number, pictures = step, Pictures(sources, count)
        while True:
            ready.put(pictures.batch(np.random.default_rng([seed, number])))
            number += 1
    threading.Thread(target=work, daemon=True).start()
    while True:
        yield ready.get()


def follow(average, network, decay: float) -> None:
    with torch.no_grad():
        for old, new in zip(average.state_dict().values(), network.state_dict().values()):
            if old.is_floating_point():
                old.lerp_(new, 1 - decay)
            else:
                old.copy_(new)


def train(a) -> None:
    a.run.mkdir(parents=True, exist_ok=True)
    (a.run / "pid").write_text(str(os.getpid()))
    torch.set_num_threads(a.threads)
    cv2.setNumThreads(1)
    torch.manual_seed(a.seed)
    sources = Sources(load(a.photos, "people", "train", a.cache), load(a.photos, "faces", "train", a.cache),
                      load(a.photos, "scenes", "train", a.cache), np.empty((0, 4), np.float32))
    network = FaceDetector(**a.shape).to(memory_format=torch.channels_last)
    average = FaceDetector(**a.shape).to(memory_format=torch.channels_last).eval().requires_grad_(False)
    average.load_state_dict(network.state_dict())
    optimiser = torch.optim.AdamW(network.parameters(), lr=a.rate, weight_decay=a.decay)
    path, progress = a.run / "checkpoint.npz", {"step": 0, "seconds": 0., "mined": 0., "shape": network.shape}
    if path.exists():
        sources.hard, progress = checkpoint.restore(path, network, average, optimiser)
    elif a.start:
        if checkpoint.averaged(a.start).shape == network.shape:
            sources.hard, _ = checkpoint.restore(a.start, network, average, optimiser)
        else:
            widen(network, a.start, np.random.default_rng(a.seed))
            average.load_state_dict(network.state_dict())
            with np.load(a.start) as file:
                sources.hard = file["hard"]
        progress["before"] = checkpoint.steps_so_far(a.start)
    print(f"{sum(p.numel() for p in network.parameters())} parameters, {len(sources.people)} pictures of people, "
          f"{len(sources.alone)} faces, {len(sources.scenes)} scenes, from step {progress['step']}", flush=True)

    asked = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: asked.append(True))
    network.train()
    first, saved, last, parts, lost = progress["step"], time.time(), time.time(), np.zeros(3), 0
    for x, boxes in batches(sources, a.batch, a.seed, first):
        step, done = progress["step"], min(1., progress["seconds"] / a.seconds)
        rate = a.rate * min(1., (step + 1) / 300) * (.01 + .99 * .5 * (1 + math.cos(math.pi * done)))
        for group in optimiser.param_groups:
            group["lr"] = rate
        loss, some = loss_of(network(x.contiguous(memory_format=torch.channels_last)), boxes)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        norm = torch.nn.utils.clip_grad_norm_(network.parameters(), 5.)
        if torch.isfinite(norm):
            optimiser.step()
            follow(average, network, min(a.average, (step + 1) / (step + 10)))
        else:
            lost += 1
        parts = .99 * parts + .01 * np.array(some)
        now = time.time()
        progress["seconds"] += min(now - last, LONGEST_STEP)
        last = now
        progress["step"] = step = step + 1
        if step % 100 == 0:
            shown = parts / (1 - .99 ** (step - first))
            print(f"step {step} seconds {progress['seconds']:.0f} rate {rate:.5f} face {shown[0]:.4f} box {shown[1]:.4f} "
                  f"marks {shown[2]:.4f} hard {len(sources.hard)} not finite {lost}", flush=True)
        if progress["seconds"] - progress["mined"] > a.mine and progress["seconds"] > .1 * a.seconds:
            look = int(progress["seconds"] / a.mine)
            places = mined(average, sources.scenes, range(look % 3, len(sources.scenes), 3), (.6, 1., 1.4)[look // 3 % 3])
            print(f"mined {len(places)}", flush=True)
            sources.hard = np.concatenate([places, sources.hard])[:4000]
            progress["mined"], last = progress["seconds"], time.time()
        ended = progress["seconds"] >= a.seconds or bool(asked)
        if ended or now - saved > a.every:
            checkpoint.save(path, network, average, optimiser, sources.hard, progress)
            saved = time.time()
        if ended:
            break


if __name__ == "__main__":
    train(arguments())
