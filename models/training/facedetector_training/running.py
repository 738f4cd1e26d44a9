"""What both trainings share: their arguments, and a run that survives a stop."""

import argparse
import json
import math
import os
import signal
import time
from pathlib import Path

import cv2
import numpy as np
import torch

from . import checkpoint
from .widen import widen

LONGEST_STEP = 5.
"""Seconds; what a step takes beyond it was a pause."""


def arguments(text: str, batch: int, rate: float, decay: float, kind: str) -> argparse.ArgumentParser:
    """The parser of a training whose module says `text` of itself, and whose network is a `kind`."""
    p = argparse.ArgumentParser(description=text, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--photos", type=Path, required=True)
    p.add_argument("--cache", type=Path, required=True, help="folder for what was decoded or cut out once")
    p.add_argument("--run", type=Path, required=True, help="folder of the run's checkpoint")
    p.add_argument("--seconds", type=float, default=6000, help="of training; the rate falls along a cosine over them")
    p.add_argument("--from", dest="start", type=Path, help="a checkpoint whose weights and optimiser a new run begins with; "
                   "of a narrower --shape, the weights")
    p.add_argument("--shape", type=json.loads, default={}, help=f"channels of the network as JSON, see {kind}")
    p.add_argument("--batch", type=int, default=batch)
    p.add_argument("--rate", type=float, default=rate)
    p.add_argument("--decay", type=float, default=decay)
    p.add_argument("--average", type=float, default=.999, help="decay of the moving average of weights")
    p.add_argument("--every", type=float, default=300, help="seconds between checkpoints")
    p.add_argument("--threads", type=int, default=1, help="of the network; another makes the pictures")
    p.add_argument("--seed", type=int, default=1)
    return p


def follow(average, network, decay: float) -> None:
    with torch.no_grad():
        for old, new in zip(average.state_dict().values(), network.state_dict().values()):
            if old.is_floating_point():
                old.lerp_(new, 1 - decay)
            else:
                old.copy_(new)


class Run:
    """A network that learns, the moving average of its weights, and how far it has come: from the run's own checkpoint where
    there is one, else from the one that `--from` names, else from nothing."""

    def __init__(self, a, kind):
        a.run.mkdir(parents=True, exist_ok=True)
        (a.run / "pid").write_text(str(os.getpid()))
        torch.set_num_threads(a.threads)
        cv2.setNumThreads(1)
        torch.manual_seed(a.seed)
        self.a, self.path = a, a.run / "checkpoint.npz"
        self.network = kind(**a.shape).to(memory_format=torch.channels_last)
        self.average = kind(**a.shape).to(memory_format=torch.channels_last).eval().requires_grad_(False)
        self.average.load_state_dict(self.network.state_dict())
        self.optimiser = torch.optim.AdamW(self.network.parameters(), lr=a.rate, weight_decay=a.decay)
        self.progress = {"step": 0, "seconds": 0., "mined": 0., "shape": self.network.shape}
        self.hard = np.empty((0, 4), np.float32)
        """places where the network saw a face that is none, as `mine` finds them"""
        self.begin(kind)
        self.first, self.saved, self.last, self.parts, self.lost = self.progress["step"], time.time(), time.time(), np.zeros(3), 0
        self.network.train()
        self.asked = []
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.asked.append(True))

    def begin(self, kind):
        start = self.a.start
        if self.path.exists():
            self.hard, progress = checkpoint.restore(self.path, self.network, self.average, self.optimiser)
            self.progress |= progress
        elif start:
            if checkpoint.averaged(start, kind).shape == self.network.shape:
                self.hard, _ = checkpoint.restore(start, self.network, self.average, self.optimiser)
            else:
                widen(self.network, start, np.random.default_rng(self.a.seed))
                self.average.load_state_dict(self.network.state_dict())
                with np.load(start) as file:
                    self.hard = file["hard"]
            self.progress["before"] = checkpoint.steps_so_far(start)

    @property
    def parameters(self) -> int:
        return sum(p.numel() for p in self.network.parameters())

    @property
    def step(self) -> int:
        return self.progress["step"]

    @property
    def seconds(self) -> float:
        return self.progress["seconds"]

    def set_rate(self) -> float:
        """The next step's rate: it rises over the first 300 steps and falls along a cosine."""
        done = min(1., self.seconds / self.a.seconds)
        rate = self.a.rate * min(1., (self.step + 1) / 300) * (.01 + .99 * .5 * (1 + math.cos(math.pi * done)))
        for group in self.optimiser.param_groups:
            group["lr"] = rate
        return rate

    def learn(self, loss, parts) -> None:
        """A step down the loss; `parts` are its three, for `line`."""
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        norm = torch.nn.utils.clip_grad_norm_(self.network.parameters(), 5.)
        if torch.isfinite(norm):
            self.optimiser.step()
            follow(self.average, self.network, min(self.a.average, (self.step + 1) / (self.step + 10)))
        else:
            self.lost += 1
        self.parts = .99 * self.parts + .01 * np.array(parts)
        now = time.time()
        self.progress["seconds"] += min(now - self.last, LONGEST_STEP)
        self.last = now
        self.progress["step"] += 1

    def without_clock(self) -> None:
        """What went on until now was no training."""
        self.last = time.time()

    def line(self, rate: float) -> str:
        shown = self.parts / (1 - .99 ** (self.step - self.first))
        return (f"step {self.step} seconds {self.seconds:.0f} rate {rate:.5f} face {shown[0]:.4f} box {shown[1]:.4f} "
                f"marks {shown[2]:.4f} not finite {self.lost}")

    def has_ended(self) -> bool:
        """Whether the time is up or a stop was asked for; then, and every so often, the checkpoint is written."""
        ended = self.seconds >= self.a.seconds or bool(self.asked)
        if ended or time.time() - self.saved > self.a.every:
            checkpoint.save(self.path, self.network, self.average, self.optimiser, self.hard, self.progress)
            self.saved = time.time()
        return ended
