"""The detector: depthwise-separable convolutions at strides 4 to 32, sums from coarse to fine, 15 answers a cell and level."""

import torch
from torch import nn
from torch.nn import functional as F

STRIDES = (8, 16, 32)
ANSWERS = 15
"""A cell's: face (logit), middle x and y from the cell's middle, log width and height, five landmarks x, y; in strides."""


def joined(incoming, outgoing, kernel, stride=1, groups=1, padding=None):
    padding = kernel // 2 if padding is None else padding
    return [nn.Conv2d(incoming, outgoing, kernel, stride, padding, groups=groups, bias=False), nn.BatchNorm2d(outgoing)]


def separable(incoming, outgoing, stride=1):
    """3 x 3 a channel, then 1 x 1. No sums around it: in OpenCV's dnn one costs half as much as the convolutions it joins."""
    return nn.Sequential(*joined(incoming, incoming, 3, stride, incoming), nn.ReLU(inplace=True),
                         *joined(incoming, outgoing, 1), nn.ReLU(inplace=True))


class FaceDetector(nn.Module):
    """Standardised grey pictures [n, 1, h, w] (h and w multiples of 32) to three maps [n, 15, h / s, w / s], s 8, 16 and 32."""

    def __init__(self, stem=8, quarter=24, eighth=(32, 48, 48, 48), sixteenth=(64, 64, 64), last=(96, 96, 96), neck=48):
        super().__init__()
        self.shape = {"stem": stem, "quarter": quarter, "eighth": list(eighth), "sixteenth": list(sixteenth), "last": list(last), "neck": neck}
        self.stem = nn.Sequential(*joined(1, stem, 3, 2), nn.ReLU(inplace=True), separable(stem, quarter, 2))
        stages, before = [], quarter
        for widths in (eighth, sixteenth, last):
            blocks = [separable(a, b, 2 if i == 0 else 1) for i, (a, b) in enumerate(zip((before, *widths), widths))]
            stages.append(nn.Sequential(*blocks))
            before = widths[-1]
        self.stages = nn.ModuleList(stages)
        self.neck = nn.ModuleList(nn.Sequential(*joined(w[-1], neck, 1)) for w in (eighth, sixteenth, last))
        self.heads = nn.ModuleList(nn.Sequential(separable(neck, neck), nn.Conv2d(neck, ANSWERS, 1)) for _ in STRIDES)
        for head in self.heads:
            nn.init.normal_(head[1].weight, 0, .01)
            nn.init.zeros_(head[1].bias)
            head[1].bias.data[0] = -4.6
            head[1].bias.data[3:5] = .8

    def forward(self, x):
        x, levels = self.stem(x), []
        for stage in self.stages:
            x = stage(x)
            levels.append(x)
        sums, above = [], None
        for x, neck in zip(reversed(levels), reversed(self.neck)):
            x = neck(x)
            above = F.relu(x if above is None else x + F.interpolate(above, scale_factor=2., mode="nearest"))
            sums.append(above)
        return [head(x) for x, head in zip(reversed(sums), self.heads)]


def folded(network: nn.Module) -> nn.Module:
    """A copy with every normalisation folded into the convolution before it, for export and for speed."""
    from copy import deepcopy
    network = deepcopy(network).eval()

    def fold(module):
        for child in module.children():
            fold(child)
        if isinstance(module, nn.Sequential):
            layers, out = list(module), []
            for layer in layers:
                if isinstance(layer, nn.BatchNorm2d):
                    out[-1] = torch.nn.utils.fuse_conv_bn_eval(out[-1], layer)
                else:
                    out.append(layer)
            if len(out) < len(layers):
                for name in list(module._modules):
                    del module._modules[name]
                for i, layer in enumerate(out):
                    module.add_module(str(i), layer)
    fold(network)
    return network


def standardised(pixels, rows=None):
    """Pixels [n, 1, h, w] to (x - mean) / (deviation + 4) of each picture: most of what dim rooms need. `rows` [n] says how
    many rows of each are picture; the rest becomes 0."""
    n, _, h, w = pixels.shape
    x = pixels.float()
    if rows is None:
        mean = x.mean((1, 2, 3), keepdim=True)
        return (x - mean) / (x.var((1, 2, 3), keepdim=True, unbiased=False).sqrt() + 4)
    inside = (torch.arange(h)[None] < rows[:, None]).float()[:, None, :, None]
    count = (rows.float() * w).reshape(n, 1, 1, 1)
    mean = (x * inside).sum((1, 2, 3), keepdim=True) / count
    x = (x - mean) * inside
    return x / (((x * x).sum((1, 2, 3), keepdim=True) / count).sqrt() + 4)
