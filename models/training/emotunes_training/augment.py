"""Batched augmentation: what a webcam and a face detector do to a face, at a small part of a training step's cost."""

import math

import torch
from torch.nn import functional as F


def augment(
        x: torch.Tensor, random: torch.Generator, side: int = 48, strength: float = 1., crop: bool = False) -> torch.Tensor:
    """Pixels [n, 1, 48, 48] in 0...255 to [n, 1, side, side]: one affine warp, flip, blur, exposure, gamma, sensor
    noise, an erased box. A smaller side makes early epochs cheap, by shrinking the face or, with `crop`, by showing a
    part of it in its own size; strength 0 leaves the mirror image alone of it all."""
    n = len(x)
    uniform = lambda low, high, *size: torch.empty(size or (n,)).uniform_(low, high, generator=random)
    k = strength
    angle = k * uniform(-18, 18) * math.pi / 180
    scale = torch.exp(k * uniform(-.16, .16))
    stretch = torch.exp(k * uniform(-.06, .06))
    flip = torch.where(uniform(0, 1) < .5, -1., 1.)
    theta = torch.zeros(n, 2, 3)
    theta[:, 0, 0], theta[:, 0, 1] = torch.cos(angle) * scale * stretch * flip, -torch.sin(angle) * scale
    theta[:, 1, 0], theta[:, 1, 1] = torch.sin(angle) * scale * flip, torch.cos(angle) * scale / stretch
    theta[:, :, 2] = k * uniform(-.16, .16, n, 2)
    if crop:
        part = side / 48
        theta[:, :, :2] *= part
        theta[:, :, 2] = theta[:, :, 2] / 2 + uniform(part - 1, 1 - part, n, 2)
    x = F.grid_sample(x, F.affine_grid(theta, (n, 1, side, side), align_corners=False), padding_mode="border", align_corners=False)

    soft = F.avg_pool2d(F.pad(x, (1, 1, 1, 1), mode="replicate"), 3, 1)
    strength = torch.where(uniform(0, 1) < .3 * k, uniform(0, 1), torch.zeros(n)).reshape(-1, 1, 1, 1)
    x = x + (soft - x) * strength

    x = (x / 255).clamp(0, 1) ** torch.exp(k * uniform(-.35, .35)).reshape(-1, 1, 1, 1)
    shade = torch.linspace(-1, 1, side).reshape(1, 1, 1, side) * k * uniform(-.15, .15).reshape(-1, 1, 1, 1)
    x = x * torch.exp(k * uniform(-.35, .35)).reshape(-1, 1, 1, 1) * (1 + shade)
    noise = torch.where(uniform(0, 1) < .5 * k, uniform(0, .06), torch.zeros(n)).reshape(-1, 1, 1, 1)
    x = x + torch.empty_like(x).normal_(generator=random) * noise

    grid = torch.arange(side) * (48 / side)
    half, centre = uniform(3, 10, n, 2), uniform(0, 48, n, 2)
    inside = ((grid - centre[:, :1]).abs() < half[:, :1])[:, :, None] & ((grid - centre[:, 1:]).abs() < half[:, 1:])[:, None, :]
    inside &= (uniform(0, 1) < .5 * k)[:, None, None]
    return torch.where(inside[:, None], x.mean((2, 3), keepdim=True), x).clamp(0, 1) * 255
