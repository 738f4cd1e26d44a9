"""Training pictures composed from photographs of people, faces and scenes."""

from dataclasses import dataclass

import cv2
import numpy as np

from .data import Photos
from .geometry import moved, side, similarity, visible, warped
from .spoil import covered, spoiled

WIDTH, HEIGHT = 224, 192
"""Of a training picture. A whole frame is 384 x 288 when the network runs, so a face has the size it has there."""
SMALLEST = 9.
"""Sides below this are neither face nor background."""


@dataclass
class Sources:
    people: Photos
    faces: Photos
    scenes: Photos
    hard: np.ndarray
    """float32 [n, 4]: scene, middle x, y and side of a place where the network saw a face, as `mine` finds them"""
    draw: np.ndarray = None
    """the chance of every scene as a picture without a face"""

    def __post_init__(self):
        weight = np.array([{"scene": 1., "print": 1.3, "hard": 3., "animal": 1.7, "cartoon": 2.5}[k] for k in self.scenes.kinds])
        self.draw = np.cumsum(weight / weight.sum())
        self.alone = np.array([i for i, b in enumerate(self.faces.boxes) if len(b) == 1])
        self.peopled = np.array([i for i, b in enumerate(self.people.boxes) if (b[:, 4] >= 2).any()])

    def scene(self, random) -> int:
        return min(int(np.searchsorted(self.draw, random.random())), len(self.draw) - 1)


def angle(random) -> float:
    """Degrees of turn: mostly a little, three in ten anything to 45, a few to 70."""
    kind = random.random()
    if kind < .67:
        return float(random.normal(0, 12))
    return float(random.uniform(-45, 45) if kind < .96 else random.uniform(-70, 70))


def face_side(random, largest: float) -> float:
    """Pixels: half are as small as faces across a room, half anything up to the largest."""
    low, high = (10.5, 34.) if random.random() < .5 else (22., largest)
    return float(np.exp(random.uniform(np.log(low), np.log(max(high, low + 1)))))


def place(random, width, height, size, spread=.36):
    """Where a face's middle goes: anywhere, sometimes at the very edge; large ones stay near the middle, or too little of them
    would be seen."""
    spread = (spread + .18 if random.random() < .15 else spread) * np.clip(1.25 - size / 230, .2, 1)
    return np.array([width, height]) * (.5 + random.uniform(-spread, spread, 2))


def laid(canvas, picture, m):
    """The picture on the canvas where it reaches; its edge lies under whatever the matrix says."""
    size = canvas.shape[1], canvas.shape[0]
    height, width = picture.shape
    corners = np.array([[0, 0], [width - 1, 0], [width - 1, height - 1], [0, height - 1]], np.float32) @ m[:, :2].T + m[:, 2]
    mask = np.zeros(canvas.shape, np.uint8)
    cv2.fillConvexPoly(mask, np.rint(corners).astype(np.int32), 255)
    cv2.copyTo(warped(picture, m, size), mask, canvas)
    return mask


def background(sources: Sources, random, width, height):
    """A part of a scene that fills the canvas."""
    picture = sources.scenes.picture(sources.scene(random))
    h, w = picture.shape
    share = random.uniform(.4, 1)
    scale = max(width / (w * share), height / (h * share))
    cw, ch = min(w, max(8, int(width / scale))), min(h, max(8, int(height / scale)))
    x, y = random.integers(0, w - cw + 1), random.integers(0, h - ch + 1)
    part = cv2.resize(picture[y:y + ch, x:x + cw], (width, height), interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    return part[:, ::-1].copy() if random.random() < .5 else part


def people(sources: Sources, random, width, height):
    """A picture of people, turned and scaled by one of the faces in it, on another background."""
    i = int(random.choice(sources.peopled))
    picture, boxes = sources.people.picture(i), sources.people.boxes[i]
    agreed = boxes[boxes[:, 4] >= 2]
    one = agreed[random.integers(len(agreed))]
    size = face_side(random, 1.35 * min(width, height))
    scale = np.clip(size / side(one), .12, 3.5)
    mirror = random.random() < .5
    to = place(random, width, height, size)
    m = similarity(one[:2] + one[2:4] / 2, scale, angle(random), to, mirror)
    canvas = background(sources, random, width, height)
    laid(canvas, picture, m)
    return canvas, moved(boxes, m, mirror)


def soft_mask(shape, box, random):
    """How much of a pasted face's picture shows: an ellipse around the box, or most of the picture, with a soft edge."""
    h, w = shape
    mask = np.zeros(shape, np.float32)
    cx, cy = box[0] + box[2] / 2, box[1] + box[3] / 2
    edge = int(random.integers(3, 13))
    if random.random() < .7:
        axes = (min(box[2] * random.uniform(.52, .68), w / 2 - edge), min(box[3] * random.uniform(.5, .62), h / 2 - edge / 2))
        cv2.ellipse(mask, (round(min(max(cx, axes[0]), w - axes[0])), round(min(max(cy, axes[1]), h - axes[1]))),
                    (round(axes[0]), round(axes[1])), 0, 0, 360, 1., -1)
    else:
        cv2.rectangle(mask, (edge, edge), (w - edge, h - edge), 1., -1)
    return cv2.blur(mask, (2 * edge + 1, 2 * edge + 1))


def pasted(canvas, picture, mask, m, random):
    """A piece laid over the canvas through a soft mask, its brightness drawn towards what is there."""
    size = canvas.shape[1], canvas.shape[0]
    alpha = cv2.warpAffine(mask, m, size, flags=cv2.INTER_LINEAR)
    x, y, w, h = cv2.boundingRect((alpha > .01).astype(np.uint8))
    if w < 3 or h < 3:
        return
    m = m.copy()
    m[:, 2] -= x, y
    piece = warped(picture, m, (w, h)).astype(np.float32)
    alpha, under = alpha[y:y + h, x:x + w], canvas[y:y + h, x:x + w]
    towards = (under.mean() - piece.mean()) * random.uniform(-.2, .8)
    piece = (piece - 128) * random.uniform(.7, 1.2) + 128 + towards
    canvas[y:y + h, x:x + w] = np.clip(under + (piece - under) * alpha, 0, 255).astype(np.uint8)


def shoulders(canvas, sources, box, m, random):
    """A body below a pasted face: a part of a scene in the form of shoulders."""
    cx, cy = box[0] + box[2] / 2, box[1] + box[3]
    patch = sources.scenes.picture(sources.scene(random))
    mask = np.zeros(canvas.shape, np.uint8)
    to = lambda u, v: tuple(int(round(c)) for c in m[:, :2] @ [cx + u * box[2], cy + v * box[3]] + m[:, 2])
    wide, low = random.uniform(.8, 1.3), random.uniform(.1, .3)
    outline = [to(-.28, -.15), to(.28, -.15), to(.32, low * .6), to(wide, low + .15), to(wide * 1.15, 2.5), to(-wide * 1.15, 2.5),
               to(-wide, low + .15), to(-.32, low * .6)]
    cv2.fillPoly(mask, [np.array(outline, np.int32)], 255)
    body = cv2.resize(patch[:patch.shape[0] // 2, :patch.shape[1] // 2], (canvas.shape[1], canvas.shape[0]), interpolation=cv2.INTER_LINEAR)
    flat = random.uniform(.1, 1)
    body = np.clip(body * flat + random.uniform(0, 220) * (1 - flat), 0, 255).astype(np.uint8)
    cv2.copyTo(body, mask, canvas)


def faces(sources: Sources, random, width, height):
    """A scene with one to three faces pasted into it, and sometimes a piece of another scene pasted the same way."""
    canvas = background(sources, random, width, height)
    found = []
    if random.random() < .35:
        decoy(canvas, sources, random)
    for _ in range(1 + int(random.random() < .35) + int(random.random() < .15)):
        i = int(random.choice(sources.alone))
        picture, box = sources.faces.picture(i), sources.faces.boxes[i][0]
        size = face_side(random, 1.35 * min(width, height))
        mirror = random.random() < .5
        to = place(random, width, height, size, .42)
        m = similarity(box[:2] + box[2:4] / 2, size / side(box), angle(random), to, mirror)
        placed = moved(box[None], m, mirror)
        if any(touching(placed, other) for other in found):
            continue
        if random.random() < .5:
            shoulders(canvas, sources, box, m, random)
        pasted(canvas, picture, soft_mask(picture.shape, box, random), m, random)
        found.append(placed)
    return canvas, np.concatenate(found)


def touching(a, b) -> bool:
    gap = np.abs(a[0, :2] + a[0, 2:4] / 2 - b[0, :2] - b[0, 2:4] / 2)
    return bool((gap < (a[0, 2:4] + b[0, 2:4]) * .55).all())


def decoy(canvas, sources, random):
    """A piece of a scene pasted as a face is, so that the soft edge alone says nothing."""
    decoy_at(canvas, sources, random)


def decoy_at(canvas, sources, random):
    """A decoy, and where it is: its middle and the larger of its sides."""
    patch = sources.scenes.picture(sources.scene(random))
    h, w = patch.shape
    half = random.uniform(.15, .45) * min(w, h)
    centre = random.uniform([half, half], [w - half, h - half])
    box = [centre[0] - half * .8, centre[1] - half, half * 1.6, half * 2]
    size = face_side(random, .7 * min(canvas.shape))
    to = np.array([canvas.shape[1], canvas.shape[0]]) * random.uniform(.1, .9, 2)
    m = similarity(centre, size / (2 * half), angle(random), to, False)
    if random.random() < .3:
        shoulders(canvas, sources, box, m, random)
    pasted(canvas, patch, soft_mask(patch.shape, box, random), m, random)
    return to, size


def empty(sources: Sources, random, width, height):
    """A scene without a face; half of them centred, at any size, on a place where the network saw one."""
    canvas = background(sources, random, width, height)
    if len(sources.hard) and random.random() < .5:
        i, x, y, size = sources.hard[random.integers(len(sources.hard))]
        scale = np.clip(face_side(random, .8 * min(width, height)) / size, .3, 3.)
        spread = .35
    else:
        i = sources.scene(random)
        h, w = sources.scenes.picture(int(i)).shape
        x, y, scale, spread = w / 2, h / 2, float(np.exp(random.uniform(np.log(.5), np.log(2.)))), .3
    to = np.array([width, height]) * (.5 + random.uniform(-spread, spread, 2))
    laid(canvas, sources.scenes.picture(int(i)), similarity((x, y), scale, angle(random), to, random.random() < .5))
    return canvas, np.empty((0, 15), np.float32)


def composed(sources: Sources, random: np.random.Generator):
    """One picture, clean: uint8 [rows, WIDTH] and its boxes [n, 15] (agreed 1: ignore). One in ten has fewer rows than HEIGHT,
    as a frame of another form has; the band below is 0 once standardised."""
    rows = HEIGHT if random.random() < .9 else HEIGHT - int(random.integers(4, 33))
    kind = random.random()
    if kind < .22:
        canvas, parts = np.empty((rows, WIDTH), np.uint8), []
        columns, split = WIDTH // 2, rows // 2
        for x, y, w, h in [(0, 0, columns, split), (columns, 0, columns, split), (0, split, columns, rows - split),
                           (columns, split, columns, rows - split)]:
            tile, boxes = one_of(random.random(), .55, .25)(sources, random, w, h)
            canvas[y:y + h, x:x + w] = tile
            boxes = judged(boxes, w, h)
            boxes[:, [0, 5, 7, 9, 11, 13]] += x
            boxes[:, [1, 6, 8, 10, 12, 14]] += y
            parts.append(boxes)
        return canvas, np.concatenate(parts)
    canvas, boxes = one_of(random.random(), .44, .33)(sources, random, WIDTH, rows)
    return canvas, judged(boxes, WIDTH, rows)


def one_of(value: float, of_people: float, of_faces: float):
    return people if value < of_people else faces if value < of_people + of_faces else empty


def shown(canvas, boxes, random: np.random.Generator, again: bool):
    """The picture as a cheap camera sees it, faces covered now and then; `again` moves and mirrors it first, which is much
    cheaper than to compose another."""
    rows = canvas.shape[0]
    if again:
        mirror = random.random() < .5
        dx, dy = (int(v) for v in random.integers(-12, 13, 2))
        wide = cv2.copyMakeBorder(canvas, 12, 12, 12, 12, cv2.BORDER_REPLICATE)
        canvas = wide[12 - dy:12 - dy + rows, 12 - dx:12 - dx + WIDTH]
        m = np.array([[1, 0, dx], [0, 1, dy]], np.float32)
        if mirror:
            canvas = canvas[:, ::-1]
            m = np.array([[-1, 0, WIDTH - 1 - dx], [0, 1, dy]], np.float32)
        boxes = judged(moved(boxes, m, mirror), WIDTH, rows)
    canvas = canvas.copy()
    for box in boxes[boxes[:, 4] >= 2]:
        if random.random() < .12:
            covered(canvas, box, random)
    return spoiled(canvas, random), boxes


def judged(boxes, width, height):
    """Boxes on the canvas; those half out of it or too small count as agreed 1, those hardly on it go."""
    boxes = boxes.copy()
    shown = visible(boxes, width, height)
    boxes[(shown < .5) | (side(boxes) < SMALLEST), 4] = 1
    return boxes[shown > .08]
