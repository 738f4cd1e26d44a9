"""A network of more channels that begins as a narrower one (Chen et al. 2016, Net2Net): `--from` with another `--shape`.

Channels that are new are copies of old ones, and what comes after divides what they say among them; a little noise tells the
copies apart.
"""

from pathlib import Path

import numpy as np
import torch
from torch import nn

from . import checkpoint
from .network import FaceDetector
from .refiner import FaceRefiner

NOISE = .03


def copies(before: int, after: int, random) -> np.ndarray:
    """For each of `after` channels, the one of `before` that it begins as."""
    if after < before:
        raise ValueError(f"{before} channels do not fit into {after}: a network can only begin as one that is nowhere wider")
    return np.concatenate([np.arange(before), random.integers(before, size=after - before)])


def filled(old: nn.Module, new: nn.Module, source: np.ndarray, random, last=None) -> np.ndarray:
    """Give `new`, a chain of layers, the weights of `old`, whose channels `source` says for what comes in; the answer says it
    for what goes out, which is `last` where that is given."""
    before, after = ([m for m in one.modules() if isinstance(m, (nn.Conv2d, nn.BatchNorm2d))] for one in (old, new))
    if len(before) != len(after):
        raise ValueError(f"a network of {len(before)} layers cannot become one of {len(after)}: only channels can be more")
    final = max(i for i, layer in enumerate(after) if isinstance(layer, nn.Conv2d))
    for i, (a, b) in enumerate(zip(before, after)):
        if isinstance(b, nn.BatchNorm2d):
            for name in ("weight", "bias", "running_mean", "running_var"):
                getattr(b, name).copy_(getattr(a, name)[source])
            continue
        weight = a.weight
        if b.groups == 1:
            shared = np.bincount(source, minlength=weight.shape[1])[source]
            weight = weight[:, source] / torch.from_numpy(shared).float()[None, :, None, None]
            source = last if i == final and last is not None else copies(a.out_channels, b.out_channels, random)
        weight = weight[source]
        b.weight.copy_(weight * (1 + NOISE * torch.from_numpy(random.standard_normal(weight.shape)).float()))
        if b.bias is not None:
            b.bias.copy_(a.bias[source])
    return source


@torch.no_grad()
def widen(network: nn.Module, start: Path, random: np.random.Generator) -> None:
    """Give `network`, a FaceRefiner or a FaceDetector, the averaged weights of a checkpoint whose network is nowhere wider."""
    old = checkpoint.averaged(start, type(network))
    grey = np.zeros(1, int)
    if isinstance(network, FaceRefiner):
        filled(old.head, network.head, filled(old.body, network.body, grey, random), random)
        return
    if not isinstance(network, FaceDetector):
        raise TypeError(f"{type(network).__name__} is not known here")
    source = filled(old.stem, network.stem, grey, random)
    # what the levels say is summed, so the same channels have to be copied in all of them
    neck = copies(old.neck[0][0].out_channels, network.neck[0][0].out_channels, random)
    for i in range(len(network.stages)):
        source = filled(old.stages[i], network.stages[i], source, random)
        filled(old.neck[i], network.neck[i], source, random, neck)
        filled(old.heads[i], network.heads[i], neck, random)
