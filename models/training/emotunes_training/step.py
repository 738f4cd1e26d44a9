"""One training step: faces, labels and random numbers live on the device, and a GPU replays it as one CUDA graph."""

import torch
from torch.nn import functional as F

from .augment import augment
from .data import Faces, standardise
from .network import EmotionNetwork


class Labels:
    """Both label sets, and what a teacher stored, as distributions on one device."""

    def __init__(self, faces: Faces, smoothing: float, teacher: torch.Tensor | None, device: str):
        fer = torch.from_numpy(faces.fer2013)
        self.fer = (F.one_hot(fer.clamp(min=0), 7).float() * (1 - smoothing) + smoothing / 7).to(device)
        self.known = (fer >= 0).float().to(device)
        self.plus = torch.from_numpy(faces.distribution).to(device)
        self.voted = (self.plus.sum(1) > 0).float()
        self.teacher = None if teacher is None else teacher.to(device)

    def of(self, rows: torch.Tensor) -> list:
        return [self.fer[rows], self.plus[rows], self.known[rows], self.voted[rows],
                None if self.teacher is None else self.teacher[rows]]


def losses(heads, fer, plus, known, voted, teacher, teacher_weight: float, plus_weight: float = 1.):
    """Cross-entropy against FER2013's labels and FER+'s vote distribution, and against a teacher where there is one."""
    log7, log8 = (F.log_softmax(h.float(), 1) for h in heads)
    loss = -((log7 * fer).sum(1) * known).sum() / known.sum() - plus_weight * ((log8 * plus).sum(1) * voted).sum() / voted.sum()
    if teacher is not None:
        taught = -(log7 * teacher[:, :7]).sum(1).mean() - plus_weight * (log8 * teacher[:, 7:]).sum(1).mean()
        loss = (loss + teacher_weight * taught) / (1 + teacher_weight)
    return loss


class Replay:
    """A step without arguments. On a GPU the first call takes four steps to warm up and records the step as a CUDA graph,
    later ones replay it: small networks otherwise wait for their launches."""

    def __init__(self, once, optimiser: torch.optim.Optimizer, device: str):
        self.once, self.optimiser, self.device, self.graph = once, optimiser, device, None

    def __call__(self) -> None:
        if self.device != "cuda":
            return self.once()
        if self.graph is None:
            self._record()
        self.graph.replay()

    def _record(self) -> None:
        stream = torch.cuda.Stream()
        stream.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(stream):
            for _ in range(4):
                self.once()
        torch.cuda.current_stream().wait_stream(stream)
        self.optimiser.zero_grad(set_to_none=True)
        self.graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(self.graph):
            self.once(clear=False)


class Step:
    """Augment, mix, forward, backward, AdamW, moving average of the weights.

    `live` are folded teacher networks that are asked about the very picture that the student sees, mixed pictures too
    (Beyer et al. 2022, "a good teacher is patient and consistent").
    """

    def __init__(self, network: EmotionNetwork, average: EmotionNetwork, pixels: torch.Tensor, labels: Labels, a,
                 random: torch.Generator | None, live=()):
        self.network, self.labels, self.a, self.random, self.live = network, labels, a, random, live
        self.pixels, self.device = pixels, pixels.device.type
        self.bf16 = a.precision == "bf16"
        on_gpu = self.device == "cuda"
        weights = [p for p in network.parameters() if p.dim() > 1]
        others = [p for p in network.parameters() if p.dim() <= 1]
        self.rate = torch.zeros((), device=pixels.device)
        self.optimiser = torch.optim.AdamW([{"params": weights, "weight_decay": a.decay}, {"params": others, "weight_decay": 0}],
                                           lr=self.rate if on_gpu else 0., capturable=on_gpu, fused=on_gpu or None)
        self.rows = torch.zeros(a.batch, dtype=torch.long, device=pixels.device)
        self.loss = torch.zeros((), device=pixels.device)
        self.shares = torch.distributions.Beta(a.mixup, a.mixup).sample((65536,)).to(pixels.device) if a.mixup else None
        pairs = [(k, n) for k, n in zip(average.state_dict().values(), network.state_dict().values()) if k.is_floating_point()]
        self.kept, self.now = [list(side) for side in zip(*pairs)]
        self.graphs = {}

    def run(self, rows: torch.Tensor, rate: float, side: int, crop: bool) -> None:
        self.rows.copy_(rows)
        if self.device == "cuda":
            self.rate.fill_(rate)
        else:
            for group in self.optimiser.param_groups:
                group["lr"] = rate
        if (side, crop) not in self.graphs:
            self.graphs[side, crop] = Replay(lambda clear=True: self._once(side, crop, clear), self.optimiser, self.device)
        self.graphs[side, crop]()

    def _once(self, side: int, crop: bool, clear: bool = True) -> None:
        a, n = self.a, len(self.rows)
        x = standardise(augment(self.pixels[self.rows].float()[:, None], self.random, side, a.strength, crop))
        batch = self.labels.of(self.rows)
        if self.shares is not None:
            draw = lambda high: torch.empty(n, device=x.device).uniform_(0, 1, generator=self.random).mul(high).long().clamp(max=high - 1)
            share, other = self.shares[draw(len(self.shares))], draw(n)
            mix = lambda v: share.reshape(-1, *[1] * (v.dim() - 1)) * v + (1 - share).reshape(-1, *[1] * (v.dim() - 1)) * v[other]
            x = mix(x)
            batch = [None if b is None else mix(b) if b.dim() > 1 else torch.minimum(b, b[other]) for b in batch]
        x = x.contiguous(memory_format=torch.channels_last)
        with torch.autocast(self.device, torch.bfloat16, enabled=self.bf16, cache_enabled=False):
            if self.live:
                with torch.no_grad():
                    said = [torch.cat([h.float().softmax(1) for h in t(x)], 1) for t in self.live]
                    batch[4] = torch.stack(said).mean(0)
            heads = self.network(x)
        loss = losses(heads, *batch, a.teacher_weight, a.plus_weight)
        if clear:
            self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 2., foreach=True)
        self.optimiser.step()
        with torch.no_grad():
            torch._foreach_lerp_(self.kept, self.now, 1 - a.average)
            self.loss.lerp_(loss.detach(), .01)
