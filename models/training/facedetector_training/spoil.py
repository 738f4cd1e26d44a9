"""What a cheap camera, a dim room and things before a face do to a picture. Every function takes and gives uint8."""

import cv2
import numpy as np

NOISE = np.random.default_rng(7).standard_normal(1 << 20).astype(np.float32)
"""Drawn once: a fresh draw for every picture would cost more than all the rest here."""


def noise(random: np.random.Generator, shape) -> np.ndarray:
    size = shape[0] * shape[1]
    start = random.integers(0, len(NOISE) - size)
    return NOISE[start:start + size].reshape(shape)


def dimmed(picture, light: float, sensor: float, random):
    """The picture at a share of its light: shot and sensor noise, then whole grey levels as a camera gives them."""
    x = picture.astype(np.float32) * light
    x += noise(random, x.shape) * np.sqrt(sensor ** 2 + .12 * x)
    return np.clip(np.rint(x), 0, 255).astype(np.uint8)


def exposed(picture, random):
    """Gamma, contrast and a level of black that differ."""
    levels = np.linspace(0, 1, 256) ** np.exp(random.uniform(-.5, .5))
    gain, black = random.uniform(.55, 1.3), random.uniform(-20, 40)
    return cv2.LUT(picture, np.clip(levels * 255 * gain + black, 0, 255).astype(np.uint8))


def lit_from_a_side(picture, random):
    """One side bright, the other down to a quarter; the direction is any."""
    height, width = picture.shape
    angle, depth = random.uniform(0, 2 * np.pi), random.uniform(.3, 1.2)
    x = np.linspace(-1, 1, width, dtype=np.float32) * np.float32(np.cos(angle))
    y = np.linspace(-1, 1, height, dtype=np.float32) * np.float32(np.sin(angle))
    steep, middle = random.uniform(1, 5), random.uniform(-.4, .4)
    light = 1 - depth * .75 / (1 + np.exp(steep * 2 * (x[None] + y[:, None] - middle)))
    return np.clip(picture * light * random.uniform(.9, 1.3), 0, 255).astype(np.uint8)


def moved(picture, random, most=7):
    """Motion blur along any direction."""
    length = random.uniform(2, most)
    angle, size = random.uniform(0, np.pi), int(length) | 1
    kernel = np.zeros((size, size), np.float32)
    middle = size // 2
    dx, dy = np.cos(angle) * middle, np.sin(angle) * middle
    cv2.line(kernel, (round(middle - dx), round(middle - dy)), (round(middle + dx), round(middle + dy)), 1)
    return cv2.filter2D(picture, -1, kernel / max(kernel.sum(), 1e-6))


def blocky(picture, random):
    quality = int(random.integers(12, 61))
    _, coded = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return cv2.imdecode(coded, cv2.IMREAD_GRAYSCALE)


def enlarged(picture, random):
    """As from a camera of fewer pixels."""
    height, width = picture.shape
    factor = random.uniform(.4, .8)
    small = cv2.resize(picture, (round(width * factor), round(height * factor)), interpolation=cv2.INTER_AREA)
    return cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR)


def spoiled(picture, random: np.random.Generator):
    """The whole chain, each part sometimes."""
    chance = random.random(8)
    if chance[0] < .5:
        picture = exposed(picture, random)
    if chance[1] < .2:
        picture = lit_from_a_side(picture, random)
    if chance[2] < .08:
        picture = enlarged(picture, random)
    if chance[3] < .15:
        picture = cv2.GaussianBlur(picture, (0, 0), random.uniform(.5, 1.6))
    if chance[4] < .12:
        picture = moved(picture, random)
    if chance[5] < .28:
        picture = dimmed(picture, float(np.exp(random.uniform(np.log(.05), 0))), random.uniform(.5, 2.), random)
    elif chance[6] < .35:
        picture = dimmed(picture, 1., random.uniform(1, 12), random)
    if chance[7] < .25:
        picture = blocky(picture, random)
    return picture


def covered(picture, box, random):
    """A mask, glasses or a bar over the eyes, a microphone or a hand before the face of the box (x, y, w, h, …)."""
    x, y, w, h = (float(v) for v in box[:4])
    grey = float(random.uniform(0, 255))
    at = lambda u, v: (round(x + u * w), round(y + v * h))
    thick = lambda share: max(1, round(share * w))
    kind = random.random()
    if kind < .3:
        top = random.uniform(.5, .68)
        corners = np.array([at(.05, top), at(.5, top - .08), at(.95, top), at(.85, .98), at(.5, 1.05), at(.15, .98)], np.int32)
        cv2.fillConvexPoly(picture, corners, grey, cv2.LINE_AA)
    elif kind < .5:
        level = random.uniform(.33, .45)
        cv2.line(picture, at(-.05, level), at(1.05, level + random.uniform(-.05, .05)), grey, thick(random.uniform(.08, .22)), cv2.LINE_AA)
    elif kind < .72:
        u, v = random.uniform(.2, .8), random.uniform(.65, 1.)
        cv2.line(picture, at(u, v), at(u + random.uniform(-.4, .4), v + .9), grey, thick(random.uniform(.08, .18)), cv2.LINE_AA)
        cv2.circle(picture, at(u, v), thick(random.uniform(.08, .2)), min(255., grey * random.uniform(.5, 1.5)), -1, cv2.LINE_AA)
    else:
        u, v, turn = random.uniform(0, 1), random.uniform(.45, 1.), random.uniform(-.5, .5)
        cv2.ellipse(picture, at(u, v), (thick(.28), thick(.22)), np.degrees(turn), 0, 360, grey, -1, cv2.LINE_AA)
        for finger in range(4):
            start = u - .2 + .13 * finger
            cv2.line(picture, at(start, v), at(start + turn * .4, v - random.uniform(.25, .4)), max(0., grey * (.85 + .1 * (finger % 2))),
                     thick(.09), cv2.LINE_AA)
    return picture
