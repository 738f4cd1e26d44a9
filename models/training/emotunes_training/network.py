"""The emotion network: a plain chain of 3 x 3 convolutions at run time, with Dirac-parametrised weights in training.

A residual network's shortcut is folded into the weights (Zagoruyko & Komodakis 2017, DiracNets): W = diag(a) I +
diag(b) W', so that training sees a shortcut and the exported file holds nothing but convolution and ReLU, which is
what a small CPU runtime does fastest.
"""

from dataclasses import asdict, dataclass, field

import torch
from torch import nn
from torch.nn import functional as F

from .labels import EMOTIONS, FERPLUS


@dataclass
class Shape:
    """Layout of a network: each stage is (channels, convolutions, how it halves the picture: "", "stride" or "pool")."""

    stem: int = 32
    stages: list = field(default_factory=lambda: [(32, 1, ""), (64, 2, "pool"), (128, 2, "pool"), (256, 2, "pool")])
    dropout: float = 0.4
    squeeze: bool = False
    """Squeeze-and-excitation after every stage (Hu et al. 2018)."""

    def as_dict(self):
        return asdict(self)


class DiracConvolution(nn.Module):
    """3 x 3 convolution, batch norm, ReLU, with the identity folded into the kernel where shapes allow it."""

    def __init__(self, before: int, after: int, stride: int = 1):
        super().__init__()
        self.stride = stride
        self.weight = nn.Parameter(torch.empty(after, before, 3, 3))
        nn.init.kaiming_normal_(self.weight, nonlinearity="relu")
        self.scale = nn.Parameter(torch.ones(after)) if before == after and stride == 1 else None
        if self.scale is not None:
            identity = torch.zeros_like(self.weight)
            identity[range(after), range(after), 1, 1] = 1
            self.register_buffer("identity", identity, persistent=False)
        self.norm = nn.BatchNorm2d(after)

    def kernel(self):
        if self.scale is None:
            return self.weight
        return self.weight + self.identity * self.scale.reshape(-1, 1, 1, 1)

    def forward(self, x):
        return F.relu(self.norm(F.conv2d(x, self.kernel(), stride=self.stride, padding=1)))

    def folded(self) -> nn.Module:
        """The same function as one convolution with bias and a ReLU, for export."""
        plain = nn.Conv2d(self.weight.shape[1], self.weight.shape[0], 3, self.stride, 1)
        gain = self.norm.weight / torch.sqrt(self.norm.running_var + self.norm.eps)
        plain.weight.data = self.kernel().detach() * gain.detach().reshape(-1, 1, 1, 1)
        plain.bias.data = (self.norm.bias - self.norm.running_mean * gain).detach()
        return nn.Sequential(plain, nn.ReLU())


class Squeeze(nn.Module):
    def __init__(self, channels: int, ratio: int = 8):
        super().__init__()
        self.down, self.up = nn.Linear(channels, channels // ratio), nn.Linear(channels // ratio, channels)

    def forward(self, x):
        weight = torch.sigmoid(self.up(F.relu(self.down(x.mean((2, 3))))))
        return x * weight[:, :, None, None]


class EmotionNetwork(nn.Module):
    """Grey faces [n, 1, 48, 48], standardised, to logits of FER2013's seven classes and FER+'s eight."""

    def __init__(self, shape: Shape = Shape()):
        super().__init__()
        self.shape = shape
        layers, channels = [DiracConvolution(1, shape.stem)], shape.stem
        for width, count, halving in shape.stages:
            if halving == "pool":
                layers.append(nn.MaxPool2d(2))
            for i in range(count):
                layers.append(DiracConvolution(channels, width, 2 if halving == "stride" and i == 0 else 1))
                channels = width
            if shape.squeeze:
                layers.append(Squeeze(channels))
        self.body = nn.Sequential(*layers)
        self.dropout = nn.Dropout(shape.dropout)
        self.fer2013 = nn.Linear(channels, len(EMOTIONS))
        self.ferplus = nn.Linear(channels, len(FERPLUS))

    def forward(self, x):
        x = self.dropout(self.body(x).mean((2, 3)))
        return self.fer2013(x), self.ferplus(x)

    def folded(self) -> "EmotionNetwork":
        """A copy ready for export: batch norm and shortcuts folded into plain convolutions."""
        copy = EmotionNetwork(self.shape)
        copy.load_state_dict(self.state_dict())
        copy.body = nn.Sequential(*[m.folded() if isinstance(m, DiracConvolution) else m for m in copy.body])
        return copy.eval()

    def multiply_adds(self) -> int:
        """Multiply-adds of one 48 x 48 face, counted by walking the layers."""
        side, total = 48, self.fer2013.weight.numel() + self.ferplus.weight.numel()
        for layer in self.body:
            if isinstance(layer, nn.MaxPool2d):
                side //= 2
            elif isinstance(layer, DiracConvolution):
                side //= layer.stride
                total += layer.weight.numel() * side * side
        return total
