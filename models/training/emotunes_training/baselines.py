"""The two papers' networks, trained and measured on the same faces as ours.

    python -m emotunes_training.baselines --faces FOLDER --network A|B [--epochs 60] [--out FILE.json]

A (EmoTunes, NITK Surathkal): convolutions 64 3x3, 128 5x5, 512 3x3, 512 3x3, each with batch norm, ReLU, pooling and
dropout .25, dense 256 and 512, seven classes, Adam 1e-4, no augmentation. B (EchoEmotion, KEC 2024): 1,371,300
parameters, four classes, every class drawn as often, rotation 10 degrees, shifts and zoom .1, Adam 1e-4, batch 64, L2.
What a paper does not say (A: batch; B: how strong L2 is) is 64 and 1e-4 here.
"""

import argparse
import json
import math
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from .data import load_faces
from .measure import FOUR
from .step import Replay


def paper_a() -> nn.Sequential:
    def block(before, after, kernel):
        return [nn.Conv2d(before, after, kernel, padding=kernel // 2), nn.BatchNorm2d(after), nn.ReLU(), nn.MaxPool2d(2), nn.Dropout(.25)]

    def dense(before, after):
        return [nn.Linear(before, after), nn.BatchNorm1d(after), nn.ReLU(), nn.Dropout(.25)]

    return nn.Sequential(*block(1, 64, 3), *block(64, 128, 5), *block(128, 512, 3), *block(512, 512, 3), nn.Flatten(),
                         *dense(512 * 9, 256), *dense(256, 512), nn.Linear(512, 7))


def paper_b() -> nn.Sequential:
    def convolution(before, after):
        return [nn.Conv2d(before, after, 3, padding=1), nn.ReLU()]

    def separable(before, after):
        return [nn.Conv2d(before, before, 3, padding=1, groups=before, bias=False), nn.Conv2d(before, after, 1), nn.ReLU()]

    def end(channels):
        return [nn.BatchNorm2d(channels), nn.MaxPool2d(2), nn.Dropout(.25)]

    return nn.Sequential(*convolution(1, 32), *convolution(32, 64), *end(64), *convolution(64, 96), *convolution(96, 96), *end(96),
                         *separable(96, 128), *separable(128, 128), *end(128), nn.Flatten(),
                         nn.Linear(128 * 36, 256), nn.ReLU(), nn.BatchNorm1d(256), nn.Dropout(.5), nn.Linear(256, 4))


def shaken(x: torch.Tensor) -> torch.Tensor:
    """Paper B's augmentation of pixels in 0...1: rotation 10 degrees, shifts 0.1, zoom 0.1, nearest fill."""
    n = len(x)
    uniform = lambda size: torch.empty(n, device=x.device).uniform_(-size, size)
    angle, zoom = uniform(10) * math.pi / 180, 1 + uniform(.1)
    cos, sin = torch.cos(angle) * zoom, torch.sin(angle) * zoom
    theta = torch.stack([cos, -sin, uniform(.2), sin, cos, uniform(.2)], 1).reshape(n, 2, 3)
    return F.grid_sample(x, F.affine_grid(theta, list(x.shape), align_corners=False), padding_mode="border", align_corners=False)


def report(answers: np.ndarray, labels: np.ndarray, classes: int) -> dict:
    """Accuracy, and precision, recall and F1 averaged over the classes as paper B's table has them."""
    best = answers.argmax(1)
    hits = np.array([((best == c) & (labels == c)).sum() for c in range(classes)], float)
    precision = hits / np.maximum(1, np.array([(best == c).sum() for c in range(classes)]))
    recall = hits / np.array([(labels == c).sum() for c in range(classes)])
    f1 = 2 * precision * recall / np.maximum(1e-9, precision + recall)
    return {"accuracy": float((best == labels).mean()), "precision": float(precision.mean()), "recall": float(recall.mean()),
            "f1": float(f1.mean())}


def train(a) -> dict:
    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.manual_seed(a.seed)
    torch.backends.cudnn.benchmark = True
    faces, validation = load_faces(a.faces / "train.csv"), load_faces(a.faces / "validation.csv")
    wanted = np.array(FOUR if a.network == "B" else range(7))
    place = np.full(8, -1)
    place[wanted] = range(len(wanted))
    rows = np.flatnonzero(np.isin(faces.fer2013, wanted))
    labels = torch.from_numpy(place[faces.fer2013]).to(device)
    pixels = torch.from_numpy(faces.pixels).to(device)
    network = (paper_b() if a.network == "B" else paper_a()).to(device, memory_format=torch.channels_last)
    optimiser = torch.optim.Adam(network.parameters(), lr=1e-4, weight_decay=1e-4 if a.network == "B" else 0.,
                                 capturable=device == "cuda")
    now = torch.zeros(64, dtype=torch.long, device=device)

    def once(clear: bool = True):
        x = pixels[now].float()[:, None] / 255
        x = (shaken(x) if a.network == "B" else x).contiguous(memory_format=torch.channels_last)
        with torch.autocast(device, torch.bfloat16, cache_enabled=False):
            answers = network(x)
        loss = F.cross_entropy(answers.float(), labels[now])
        if clear:
            optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()

    @torch.no_grad()
    def measured() -> dict:
        network.eval()
        there = np.flatnonzero(np.isin(validation.fer2013, wanted))
        answers = [network((torch.from_numpy(validation.pixels[part]).float()[:, None] / 255).to(device)).cpu().numpy()
                   for part in np.array_split(there, 16)]
        network.train()
        return report(np.concatenate(answers), place[validation.fer2013[there]], len(wanted))

    step = Replay(once, optimiser, device)
    random, history, began = np.random.default_rng(a.seed), [], time.time()
    size = max(np.bincount(faces.fer2013[rows]))
    for epoch in range(a.epochs):
        if a.network == "B":
            order = np.concatenate([random.choice(np.flatnonzero(faces.fer2013 == c), 2 * size) for c in wanted])
            random.shuffle(order)
        else:
            order = random.permutation(rows)
        batches = torch.from_numpy(order[:len(order) // 64 * 64].reshape(-1, 64)).to(device)
        for batch in batches:
            now.copy_(batch)
            step()
        history.append(measured())
        if a.seconds and time.time() - began > a.seconds:
            break
    result = {"network": a.network, "parameters": sum(p.numel() for p in network.parameters()), "epochs": len(history),
              "seconds": round(time.time() - began, 1), "last": history[-1],
              "best": max(history, key=lambda r: r["accuracy"]), "history": [round(h["accuracy"], 4) for h in history]}
    if a.out:
        a.out.write_text(json.dumps(result, indent=2) + "\n")
    return result


def arguments(given=None):
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--faces", type=Path, required=True)
    p.add_argument("--network", choices=["A", "B"], required=True)
    p.add_argument("--epochs", type=int, default=60)
    p.add_argument("--seconds", type=float, default=0, help="end early after the epoch that passes this time")
    p.add_argument("--out", type=Path)
    p.add_argument("--seed", type=int, default=1)
    return p.parse_args(given)


if __name__ == "__main__":
    print(json.dumps(train(arguments()), indent=2))
