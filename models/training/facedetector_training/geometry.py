"""Turning, scaling and placing pictures together with the boxes and landmarks in them."""

import math

import cv2
import numpy as np


def similarity(centre, scale: float, degrees: float, to, mirror: bool) -> np.ndarray:
    """The 2 x 3 matrix that takes `centre` to `to`, scaled and turned; mirrored left to right first if asked."""
    cos, sin = scale * math.cos(math.radians(degrees)), scale * math.sin(math.radians(degrees))
    m = np.array([[cos, sin], [-sin, cos]])
    if mirror:
        m[:, 0] *= -1
    return np.column_stack([m, np.asarray(to) - m @ np.asarray(centre)]).astype(np.float32)


def warped(picture: np.ndarray, m: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """The picture under the matrix on a canvas of (width, height); pictures made much smaller are averaged, not sampled."""
    scale = math.hypot(m[0, 0], m[1, 0])
    if scale < .7:
        height, width = picture.shape
        small = max(1, round(width * scale * 1.2)), max(1, round(height * scale * 1.2))
        picture = cv2.resize(picture, small, interpolation=cv2.INTER_AREA)
        fx, fy = width / small[0], height / small[1]
        m = np.column_stack([m[:, 0] * fx, m[:, 1] * fy, m[:, 2] + m[:, :2] @ [(fx - 1) / 2, (fy - 1) / 2]]).astype(np.float32)
    return cv2.warpAffine(picture, m, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def moved(boxes: np.ndarray, m: np.ndarray, mirror: bool) -> np.ndarray:
    """Boxes [n, 15] under the matrix. A turned box is the upright one around the ellipse that fills it."""
    if not len(boxes):
        return boxes
    out = boxes.copy()
    scale = math.hypot(m[0, 0], m[1, 0])
    cos, sin = abs(m[0, 0]) / scale, abs(m[1, 0]) / scale
    centre = (boxes[:, :2] + boxes[:, 2:4] / 2) @ m[:, :2].T + m[:, 2]
    w, h = boxes[:, 2] * scale, boxes[:, 3] * scale
    out[:, 2], out[:, 3] = np.hypot(w * cos, h * sin), np.hypot(w * sin, h * cos)
    out[:, :2] = centre - out[:, 2:4] / 2
    points = boxes[:, 5:].reshape(-1, 5, 2) @ m[:, :2].T + m[:, 2]
    out[:, 5:] = (points[:, [1, 0, 2, 4, 3]] if mirror else points).reshape(-1, 10)
    return out


def side(boxes: np.ndarray) -> np.ndarray:
    """One length for a box's size: the root of its area."""
    return np.sqrt(np.maximum(boxes[..., 2] * boxes[..., 3], 0))


def visible(boxes: np.ndarray, width: float, height: float) -> np.ndarray:
    """The share of each box that lies on the canvas."""
    x = np.minimum(boxes[:, 0] + boxes[:, 2], width) - np.maximum(boxes[:, 0], 0)
    y = np.minimum(boxes[:, 1] + boxes[:, 3], height) - np.maximum(boxes[:, 1], 0)
    return np.maximum(x, 0) * np.maximum(y, 0) / np.maximum(boxes[:, 2] * boxes[:, 3], 1e-6)


def shared(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """The area of every box of `a` [n, 4+] that lies in every box of `b` [m, 4+]."""
    low = np.maximum(a[:, None, :2], b[None, :, :2])
    high = np.minimum(a[:, None, :2] + a[:, None, 2:4], b[None, :, :2] + b[None, :, 2:4])
    return np.prod(np.maximum(high - low, 0), 2)


def overlap(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Intersection over union of every box of `a` [n, 4+] with every box of `b` [m, 4+]."""
    inner = shared(a, b)
    return inner / np.maximum((a[:, 2] * a[:, 3])[:, None] + (b[:, 2] * b[:, 3])[None] - inner, 1e-6)


def share(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """How much of every box of `a` lies in every box of `b`, 0 to 1."""
    return shared(a, b) / np.maximum((a[:, 2] * a[:, 3])[:, None], 1e-6)
