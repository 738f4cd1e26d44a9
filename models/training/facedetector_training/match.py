"""Which finds are which faces."""

import numpy as np


def same(found: np.ndarray, face: np.ndarray) -> np.ndarray:
    """Whether each find [n, 4+] is the face: the middle of one lies in the other, the widths within a factor of 2.2."""
    if not len(found):
        return np.zeros(0, bool)
    middle, own = found[:, :2] + found[:, 2:4] / 2, face[:2] + face[2:4] / 2
    there = ((middle >= face[:2]) & (middle <= face[:2] + face[2:4])).all(1)
    here = ((own >= found[:, :2]) & (own <= found[:, :2] + found[:, 2:4])).all(1)
    ratio = found[:, 2] / face[2]
    return (there | here) & (ratio < 2.2) & (ratio > 1 / 2.2)


def scores(found: np.ndarray, boxes: np.ndarray, smallest: float) -> tuple[list[float], list[float]]:
    """The best logit of each face at least `smallest` on a side (-inf where nothing was found), and the logits of the finds
    that are no face at all, doubtful and small ones counted as faces here."""
    true = [float(found[same(found, b), 4].max(initial=-np.inf)) for b in boxes if b[4] >= 2 and (b[2] * b[3]) ** .5 >= smallest]
    taken = np.zeros(len(found), bool)
    for b in boxes:
        taken |= same(found, b)
        if b[4] < 2:
            # a region to ignore: whatever has its middle there
            middle = found[:, :2] + found[:, 2:4] / 2
            taken |= ((middle >= b[:2]) & (middle <= b[:2] + b[2:4])).all(1)
    return true, [float(v) for v in found[~taken, 4]]
