"""What a logit is worth: a scale and an offset, so that of the finds called 0.7 seven in ten are faces."""

from pathlib import Path

import numpy as np

from .data import load
from .match import scores
from .views import dim, framed, turned

LEAST = -3.


def logistic(values: np.ndarray, labels: np.ndarray, rounds=50) -> tuple[float, float]:
    """Scale and offset of the likeliest logistic curve, by Newton's steps."""
    x = np.stack([values, np.ones_like(values)], 1)
    w = np.array([1., 0.])
    for _ in range(rounds):
        p = 1 / (1 + np.exp(-x @ w))
        step = np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + 1e-6 * np.eye(2), x.T @ (labels - p))
        w += np.clip(step, -1, 1)
    return float(w[0]), float(w[1])


def fitted(found, photos: Path, cache: Path) -> tuple[float, float, str]:
    """`found` takes a picture and the least logit and gives candidates. Fitted on validation: people and scenes as they are, people turned by up to 40 degrees and down to an eighth of the light."""
    random = np.random.default_rng(5)
    people, scenes = load(photos, "people", "validation", cache), load(photos, "scenes", "validation", cache)
    good, bad = [], []

    def look(picture, boxes, only_faces=False):
        true, false = scores(found(picture, LEAST), boxes, 20.)
        good.extend(v for v in true if np.isfinite(v))
        bad.extend([] if only_faces else false)
    for i in range(len(people)):
        picture, boxes = framed(people.picture(i), people.boxes[i])
        look(picture, boxes)
        if (boxes[:, 4] >= 2).any():
            # turned or cut frames know only one of their faces, so that the others are no false finds
            look(*turned(picture, boxes, random.uniform(-40, 40)), only_faces=True)
            look(dim(picture, float(np.exp(random.uniform(np.log(1 / 8), 0))), random), boxes, only_faces=True)
    for i in range(len(scenes)):
        picture, boxes = framed(scenes.picture(i), scenes.boxes[i])
        look(picture, boxes)
        look(dim(picture, float(np.exp(random.uniform(np.log(1 / 8), 0))), random), boxes)
    values, labels = np.array(good + bad), np.array([1.] * len(good) + [0.] * len(bad))
    return *logistic(values, labels), f"{len(good)} faces and {len(bad)} other finds with a logit above {LEAST:g}"
