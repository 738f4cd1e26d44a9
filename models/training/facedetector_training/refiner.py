"""The second stage: one crop around a find to whether it is a face, its box and five landmarks."""

import torch
from torch import nn

from .geometry import similarity, warped
from .network import joined, separable

SIDE, SHARE = 64, 1.4
"""Pixels of the crop's side, and how many sides of the find's box (root of its area) it spans."""
ANSWERS = 15
"""Face (logit), middle x and y from the crop's middle, log width and height, five landmarks x, y; in sides of the crop."""


def plain(incoming, outgoing, stride=1):
    return [*joined(incoming, outgoing, 3, stride), nn.ReLU(inplace=True)]


class FaceRefiner(nn.Module):
    """Standardised grey crops [n, 1, 64, 64] to answers [n, 15]. Plain convolutions where the maps are large and the channels
    few: a depthwise one costs nearly as much time there."""

    def __init__(self, widths=(16, 32, 64, 96), last=128):
        super().__init__()
        self.shape = {"widths": list(widths), "last": last}
        a, b, c, d = widths
        self.body = nn.Sequential(
            *plain(1, a, 2), *plain(a, b, 2), *plain(b, b), *plain(b, c, 2), *separable(c, c), *separable(c, c),
            *separable(c, d, 2), *separable(d, d), *separable(d, d),
            *joined(d, d, (4, 4), 1, d, 0), nn.ReLU(inplace=True), *joined(d, last, 1), nn.ReLU(inplace=True))
        self.head = nn.Conv2d(last, ANSWERS, 1)
        nn.init.normal_(self.head.weight, 0, .01)
        nn.init.zeros_(self.head.bias)

    def forward(self, x):
        return self.head(self.body(x)).flatten(1)


def crop(picture, box, size=SIDE, share=SHARE):
    """The square around a box (x, y, w, h, …), `share` sides wide, as `size` pixels; beyond the picture its edge goes on."""
    side = float(box[2] * box[3]) ** .5
    middle = box[0] + box[2] / 2, box[1] + box[3] / 2
    return warped(picture, similarity(middle, size / (share * side), 0, ((size - 1) / 2, (size - 1) / 2), False), (size, size))
