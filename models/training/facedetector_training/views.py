"""Validation photographs as a camera of 640 x 480 would show them: as they are, turned, dim, small."""

import cv2
import numpy as np

from .compose import pasted, soft_mask
from .geometry import moved, side, similarity, warped
from .spoil import dimmed

CAMERA = (640, 480)


def framed(picture, boxes):
    """A picture enlarged to what fits a camera's frame, without bands, and its boxes."""
    height, width = picture.shape
    scale = min(CAMERA[0] / width, CAMERA[1] / height)
    m = np.array([[scale, 0, (scale - 1) / 2], [0, scale, (scale - 1) / 2]], np.float32)
    size = round(width * scale), round(height * scale)
    return cv2.resize(picture, size, interpolation=cv2.INTER_LINEAR), moved(boxes, m, False)


def placed(picture, box, scene, pixels: float, random, degrees=0.):
    """A news photograph's face, `pixels` on a side, somewhere in a scene that fills a camera's frame."""
    canvas = warped(scene, similarity((scene.shape[1] / 2, scene.shape[0] / 2),
                    max(CAMERA[0] / scene.shape[1], CAMERA[1] / scene.shape[0]), 0, (320, 240), False), CAMERA)
    low = np.minimum(np.array([pixels, pixels]) * .7, [300, 220])
    to = random.uniform(low, np.array(CAMERA) - low)
    m = similarity(box[:2] + box[2:4] / 2, pixels / side(box), degrees, to, False)
    pasted(canvas, picture, soft_mask(picture.shape, box, random), m, random)
    return canvas, moved(box[None], m, False)


def turned(picture, boxes, degrees: float):
    """The frame turned about its largest agreed face, which goes to the middle; the edge is drawn out."""
    agreed = boxes[boxes[:, 4] >= 2]
    one = agreed[np.argmax(side(agreed))]
    m = similarity(one[:2] + one[2:4] / 2, 1., degrees, (320, 240), False)
    return cv2.warpAffine(picture, m, CAMERA, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=110), moved(one[None], m, False)


def shrunk(picture, boxes, pixels: float, scene):
    """The frame made smaller until its largest agreed face is `pixels` on a side, in the middle of a scene."""
    agreed = boxes[boxes[:, 4] >= 2]
    one = agreed[np.argmax(side(agreed))]
    scale = pixels / side(one)
    size = max(8, round(picture.shape[1] * scale)), max(8, round(picture.shape[0] * scale))
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    canvas = warped(scene, similarity((scene.shape[1] / 2, scene.shape[0] / 2),
                    max(CAMERA[0] / scene.shape[1], CAMERA[1] / scene.shape[0]), 0, (320, 240), False), CAMERA)
    x, y = (CAMERA[0] - size[0]) // 2, (CAMERA[1] - size[1]) // 2
    x, y, cut_x, cut_y = max(x, 0), max(y, 0), max(-x, 0), max(-y, 0)
    piece = small[cut_y:cut_y + CAMERA[1], cut_x:cut_x + CAMERA[0]]
    canvas[y:y + piece.shape[0], x:x + piece.shape[1]] = piece
    m = np.array([[scale, 0, x - cut_x], [0, scale, y - cut_y]], np.float32)
    return canvas, moved(boxes, m, False)


def dim(picture, light: float, random):
    """The frame at a share of its light with a webcam's noise of 1.5 levels beside the shot noise."""
    return dimmed(picture, light, 1.5, random)
