"""A second stage of more channels that begins as a narrower one (Chen et al. 2016, Net2Net): `refine --from` with another `--shape`.

Channels that are new are copies of old ones, and what comes after divides what they say among them; a little noise tells the
copies apart.
"""

from pathlib import Path

import numpy as np
import torch
from torch import nn

from . import checkpoint
from .refiner import FaceRefiner

NOISE = .03


@torch.no_grad()
def widen(network: FaceRefiner, start: Path, random: np.random.Generator) -> None:
    """Give `network` the averaged weights of a checkpoint whose network is nowhere wider."""
    old, new = ([m for m in one.modules() if isinstance(m, (nn.Conv2d, nn.BatchNorm2d))]
                for one in (checkpoint.averaged(start, FaceRefiner), network))
    source = np.zeros(1, int)
    for before, layer in zip(old, new):
        if isinstance(layer, nn.BatchNorm2d):
            for name in ("weight", "bias", "running_mean", "running_var"):
                getattr(layer, name).copy_(getattr(before, name)[source])
            continue
        weight = before.weight
        if layer.groups == 1:
            shared = np.bincount(source, minlength=weight.shape[1])[source]
            weight = weight[:, source] / torch.from_numpy(shared).float()[None, :, None, None]
            more = layer.out_channels - before.out_channels
            if more < 0:
                raise ValueError(f"{start} holds a wider network: {before.out_channels} channels, {layer.out_channels} wanted")
            source = np.concatenate([np.arange(before.out_channels), random.integers(before.out_channels, size=more)])
        weight = weight[source]
        layer.weight.copy_(weight * (1 + NOISE * torch.from_numpy(random.standard_normal(weight.shape)).float()))
        if layer.bias is not None:
            layer.bias.copy_(before.bias[source])
