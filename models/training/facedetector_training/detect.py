"""From the network's maps to boxes: what the product does, in numpy."""

import cv2
import numpy as np
import torch

from .geometry import overlap
from .network import STRIDES

MOST = 200
"""Candidates of a picture that are looked at, the surest first."""
SAME = .35
"""Boxes that overlap by more (intersection over union) are one face; the surest stays."""


def decoded(maps, least: float) -> np.ndarray:
    """One picture's maps [15, h, w] to candidates [n, 15]: x, y, w, h, logit, landmarks, the surest first, one a face."""
    found = []
    for answers, stride in zip(maps, STRIDES):
        rows, columns = np.nonzero(answers[0] > least)
        if not len(rows):
            continue
        a = answers[:, rows, columns].T.astype(np.float32)
        middle = (np.stack([columns, rows], 1) + .5) * stride
        size = np.exp(np.clip(a[:, 3:5], -4, 5)) * stride
        corner = a[:, 1:3] * stride + middle - size / 2
        found.append(np.concatenate([corner, size, a[:, :1], a[:, 5:] * stride + np.tile(middle, 5)], 1))
    if not found:
        return np.empty((0, 15), np.float32)
    boxes = np.concatenate(found)
    boxes = boxes[np.argsort(-boxes[:, 4], kind="stable")][:MOST]
    kept = []
    while len(boxes):
        kept.append(boxes[0])
        boxes = boxes[overlap(boxes[:1], boxes)[0] <= SAME]
    return np.stack(kept)


def fitted(picture: np.ndarray, size: tuple[int, int]) -> tuple[np.ndarray, float, int, int]:
    """The picture shrunk or enlarged into a frame of (width, height), its scale, and the columns and rows it fills there."""
    height, width = picture.shape
    scale = min(size[0] / width, size[1] / height)
    columns, rows = min(size[0], round(width * scale)), min(size[1], round(height * scale))
    if (columns, rows) == (width, height):
        return picture, 1., columns, rows
    return cv2.resize(picture, (columns, rows), interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR), scale, columns, rows


def prepared(picture: np.ndarray, size: tuple[int, int]) -> tuple[np.ndarray, float]:
    """The network's input float32 [1, 1, h, w] for a frame of (width, height): fitted into its upper left corner,
    standardised over what the picture fills, the rest 0; and the scale it was brought to."""
    small, scale, columns, rows = fitted(picture, size)
    frame = np.zeros((1, 1, size[1], size[0]), np.float32)
    x = small.astype(np.float32)
    frame[0, 0, :rows, :columns] = (x - x.mean()) / (x.std() + 4)
    return frame, scale


class TorchDetector:
    """A network of torch behind the same call as the exported file's."""

    def __init__(self, network):
        self.network = network

    def maps(self, frame: np.ndarray) -> list[np.ndarray]:
        with torch.inference_mode():
            return [o[0].numpy() for o in self.network(torch.from_numpy(frame))]


class FileDetector:
    """The exported ONNX file in OpenCV's dnn, one input of any size that is a multiple of 32."""

    def __init__(self, path, outputs):
        self.network, self.outputs = cv2.dnn.readNetFromONNX(str(path)), outputs

    def maps(self, frame: np.ndarray) -> list[np.ndarray]:
        self.network.setInput(frame)
        return [o[0] for o in self.network.forward(self.outputs)]


def detected(detector, picture: np.ndarray, size: tuple[int, int], least: float) -> np.ndarray:
    """Candidates [n, 15] in the picture's own pixels."""
    frame, scale = prepared(picture, size)
    found = decoded(detector.maps(frame), least)
    found[:, :4] /= scale
    found[:, 5:] /= scale
    return found
