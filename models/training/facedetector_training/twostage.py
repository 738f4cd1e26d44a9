"""Both stages together, as the product asks them: places that the first proposes, each judged by the second."""

import cv2
import numpy as np
import torch

from .detect import SAME, decoded, prepared
from .geometry import overlap, share, side
from .refiner import SHARE, SIDE, crop

PROPOSAL, MOST = -1.8, 7
"""The least logit of the first stage that is looked at closer; and of a frame, the surest first, until so many of them turned
out to be no face. Faces do not count, so that in a group the last one is found too."""
FACE = 1.
"""A logit of the second stage from which on a find is a face where no calibration says so yet."""
MOST_FACES = 3
"""In all so many times `MOST` are looked at."""
AGAIN = -2.
"""A logit of the second stage from which on it looks again, at the square around its own answer."""
INSIDE = .7
"""What lies in a surer face with more than this share of its box is a part of it."""
LOOKS = ((1., True), (.8, False))
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


def until_so_many_are_none(finds, most: int, face: float) -> list[np.ndarray]:
    """The finds up to the one with which `most` of them had a logit below `face`; later ones are not asked for."""
    seen, none = [], 0
    for find in finds:
        seen.append(find)
        none += find[4] < face
        if none == most:
            break
    return seen


class TwoStages:
    """`found` answers like `detected`: candidates [n, 15] in the picture's pixels, the surest first, with the second's logits."""

    def __init__(self, detector, refiner, size, proposal=PROPOSAL, most=MOST, again=AGAIN, looks=LOOKS, face=FACE):
        self.detector, self.refiner, self.size, self.proposal, self.most = detector, refiner, size, proposal, most
        self.again, self.looks, self.face = again, looks, face

    def found(self, picture, least=-np.inf) -> np.ndarray:
        frame, scale = prepared(picture, self.size)
        places = decoded(self.detector.maps(frame), self.proposal)[:MOST_FACES * self.most]
        places[:, :4] /= scale
        boxes = until_so_many_are_none((judged(self.refiner, picture, box, self.again, self.looks) for box in places), self.most, self.face)
        boxes = sorted((b for b in boxes if b[4] > least), key=lambda b: -b[4])
        kept = []
        for box in boxes:
            if not kept or (overlap(box[None], np.stack(kept)).max() <= SAME and share(box[None], np.stack(kept)).max() <= INSIDE):
                kept.append(box)
        return np.stack(kept) if kept else np.empty((0, 15), np.float32)
