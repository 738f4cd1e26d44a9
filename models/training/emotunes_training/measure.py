"""Figures of merit, the same as the product's own evaluation command reports."""

import numpy as np
import torch

from .data import Faces, standardise
from .labels import EMOTIONS

FOUR = [EMOTIONS.index(e) for e in ("angry", "happy", "sad", "neutral")]


@torch.no_grad()
def logits(network, faces: Faces, flip: bool = False, precise: bool = False, batch: int = 256):
    """Both heads' logits for every face, float32 numpy [n, 7] and [n, 8]; in bf16 unless `precise`."""
    network.eval()
    out, device = [[], []], next(network.parameters()).device
    for start in range(0, len(faces), batch):
        x = standardise(torch.from_numpy(faces.pixels[start:start + batch]).float()[:, None])
        x = x.to(device, memory_format=torch.channels_last)
        with torch.autocast(device.type, torch.bfloat16, enabled=not precise):
            heads = network(x)
            if flip:
                heads = [(a + b) / 2 for a, b in zip(heads, network(x.flip(3)))]
        for keep, head in zip(out, heads):
            keep.append(head.float().cpu().numpy())
    return [np.concatenate(o) for o in out]


def figures(fer_logits, plus_logits, faces: Faces) -> dict:
    """accuracy7, accuracy4 on FER2013's labels and FER+ accuracy by the strict majority."""
    known = faces.fer2013 >= 0
    four = np.isin(faces.fer2013, FOUR)
    best4 = np.array(FOUR)[fer_logits[:, FOUR].argmax(1)]
    held = faces.majority >= 0
    return {
        "accuracy7": float((fer_logits.argmax(1) == faces.fer2013)[known].mean()),
        "accuracy4": float((best4 == faces.fer2013)[four].mean()),
        "ferplus": float((plus_logits.argmax(1) == faces.majority)[held].mean()),
    }
