"""Both stages together, as the product asks them: places that the first proposes, each judged by the second."""

import cv2
import numpy as np
import torch

from .detect import SAME, decoded, prepared
from .geometry import overlap, side
from .refiner import SHARE, SIDE, crop

PROPOSAL, MOST = -1.5, 10
"""The least logit of the first stage that is looked at closer, and at most how many of a frame."""
AGAIN = -2.
"""A logit of the second stage from which on it looks again, at the square around its own answer."""
LOOKS = ((1., False), (.85, True), (.6, False))
"""How: the square in sides of the usual one, and whether mirrored."""


def standardised_crop(picture, box) -> np.ndarray:
    x = crop(picture, box).astype(np.float32)
    return ((x - x.mean()) / (x.std() + 4))[None, None]


class FileRefiner:
    """The exported file in OpenCV's dnn."""

    def __init__(self, path):
        self.network = cv2.dnn.readNetFromONNX(str(path))

    def answers(self, crops: np.ndarray) -> np.ndarray:
        self.network.setInput(crops)
        return self.network.forward()[0]


class TorchRefiner:
    def __init__(self, network):
        self.network = network

    def answers(self, crops: np.ndarray) -> np.ndarray:
        with torch.inference_mode():
            return self.network(torch.from_numpy(crops))[0].numpy()


def refined(refiner, picture, box) -> np.ndarray:
    """The second stage's find [15] (x, y, w, h, logit, landmarks) for a place, in the picture's pixels."""
    answer = refiner.answers(standardised_crop(picture, box))
    whole, middle = SHARE * float(side(box)), box[:2] + box[2:4] / 2
    size = np.exp(answer[3:5].clip(-4, 1)) * whole
    centre = middle + answer[1:3] * whole
    return np.concatenate([centre - size / 2, size, answer[:1], np.tile(middle, 5) + answer[5:] * whole]).astype(np.float32)


def mirrored(box, width: int) -> np.ndarray:
    """A find as it is in the mirrored picture."""
    out = box.copy()
    out[0] = width - box[0] - box[2]
    points = box[5:].reshape(5, 2)[[1, 0, 2, 4, 3]]
    points[:, 0] = width - points[:, 0]
    out[5:] = points.ravel()
    return out


def resized(box, size: float):
    """The box about its middle in `size` times its size."""
    out = box.copy()
    out[2:4] = box[2:4] * size
    out[:2] = box[:2] + (box[2:4] - out[2:4]) / 2
    return out


def looked_again(refiner, picture, first, size: float, mirror: bool) -> np.ndarray:
    """The second stage's find at a find of its own, in a square of `size` times the usual one, perhaps shown mirrored."""
    place, width = resized(first, size), picture.shape[1]
    if not mirror:
        return refined(refiner, picture, place)
    return mirrored(refined(refiner, np.ascontiguousarray(picture[:, ::-1]), mirrored(place, width)), width)


def judged(refiner, picture, box, again=AGAIN, looks=LOOKS) -> np.ndarray:
    """The second stage's find for a place; unless it is unlikely, the mean of what it says of its own answer at other sizes and
    mirrored: what is no face seldom looks like one in all of them."""
    first = refined(refiner, picture, box)
    if first[4] < again:
        return first
    return np.mean([looked_again(refiner, picture, first, size, mirror) for size, mirror in looks], 0)


class TwoStages:
    """`found` answers like `detected`: candidates [n, 15] in the picture's pixels, the surest first, with the second's logits."""

    def __init__(self, detector, refiner, size, proposal=PROPOSAL, most=MOST, again=AGAIN, looks=LOOKS):
        self.detector, self.refiner, self.size, self.proposal, self.most = detector, refiner, size, proposal, most
        self.again, self.looks = again, looks

    def found(self, picture, least=-np.inf) -> np.ndarray:
        frame, scale = prepared(picture, self.size)
        places = decoded(self.detector.maps(frame), self.proposal)[:self.most]
        places[:, :4] /= scale
        boxes = [judged(self.refiner, picture, box, self.again, self.looks) for box in places]
        boxes = sorted((b for b in boxes if b[4] > least), key=lambda b: -b[4])
        kept = []
        for box in boxes:
            if not kept or overlap(box[None], np.stack(kept)).max() <= SAME:
                kept.append(box)
        return np.stack(kept) if kept else np.empty((0, 15), np.float32)
