"""Batched augmentation: what a webcam and a face detector do to a face, at a small part of a training step's cost."""

import math

import torch
from torch.nn import functional as F


def augment(
        x: torch.Tensor, random: torch.Generator | None, side: int = 48, strength: float = 1., crop: bool = False) -> torch.Tensor:
    """Pixels [n, 1, 48, 48] in 0...255 to [n, 1, side, side]: one affine warp, flip, blur (out of focus, in motion, from a
    small face), exposure, gamma, sensor noise, an erased box. A smaller side makes early epochs cheap, by shrinking the
    face or, with `crop`, by showing a part of it in its own size; strength 0 leaves the mirror image alone of it all.

    Everything happens on the device of `x`; `random` belongs to it too, None is that device's own generator."""
    n, device = len(x), x.device
    uniform = lambda low, high, *size: torch.empty(size or (n,), device=device).uniform_(low, high, generator=random)
    sometimes = lambda chance, value: torch.where(uniform(0, 1) < chance, value, torch.zeros_like(value)).reshape(-1, 1, 1, 1)
    k = strength
    angle = k * uniform(-18, 18) * math.pi / 180
    scale = torch.exp(k * uniform(-.16, .16))
    stretch = torch.exp(k * uniform(-.06, .06))
    flip = 1 - 2 * (uniform(0, 1) < .5).float()
    shift = k * uniform(-.16, .16, n, 2)
    cos, sin = torch.cos(angle), torch.sin(angle)
    theta = torch.stack([cos * scale * stretch * flip, -sin * scale, shift[:, 0],
                         sin * scale * flip, cos * scale / stretch, shift[:, 1]], 1).reshape(n, 2, 3)
    if crop:
        part = side / 48
        place = theta[:, :, 2] / 2 + uniform(part - 1, 1 - part, n, 2)
        theta = torch.cat([theta[:, :, :2] * part, place[:, :, None]], 2)
    x = F.grid_sample(x, F.affine_grid(theta, (n, 1, side, side), align_corners=False), padding_mode="border", align_corners=False)

    soft = F.avg_pool2d(F.pad(x, (1, 1, 1, 1), mode="replicate"), 3, 1)
    x = x + (soft - x) * sometimes(.3 * k, uniform(0, 1))
    moved = F.avg_pool2d(F.pad(x, (2, 2, 0, 0), mode="replicate"), (1, 5), 1)
    x = x + (moved - x) * sometimes(.1 * k, uniform(.5, 1))
    small = F.interpolate(F.avg_pool2d(x, 2), scale_factor=2, mode="bilinear", align_corners=False)
    x = x + (small - x) * sometimes(.1 * k, uniform(.5, 1))

    x = (x / 255).clamp(0, 1) ** torch.exp(k * uniform(-.35, .35)).reshape(-1, 1, 1, 1)
    shade = torch.linspace(-1, 1, side, device=device).reshape(1, 1, 1, side) * k * uniform(-.15, .15).reshape(-1, 1, 1, 1)
    x = x * torch.exp(k * uniform(-.35, .35)).reshape(-1, 1, 1, 1) * (1 + shade)
    x = x + torch.empty_like(x).normal_(generator=random) * sometimes(.5 * k, uniform(0, .06))

    grid = torch.arange(side, device=device) * (48 / side)
    half, centre = uniform(3, 10, n, 2), uniform(0, 48, n, 2)
    inside = ((grid - centre[:, :1]).abs() < half[:, :1])[:, :, None] & ((grid - centre[:, 1:]).abs() < half[:, 1:])[:, None, :]
    inside = inside & (uniform(0, 1) < .5 * k)[:, None, None]
    return torch.where(inside[:, None], x.mean((2, 3), keepdim=True), x).clamp(0, 1) * 255
