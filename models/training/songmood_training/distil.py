"""One small network that knows what the vote knows.

The vote labels points between neighbouring training songs; a vote that has seen a song flatters it, so each point is
labelled by a vote fitted without the song the point starts from (cross-fitted distillation, Dao et al. 2021). The same
held-out votes give the temperature that calibrates the vote. Half of the network's loss comes from these points, half
from the songs' own labels. Nothing outside the training songs is looked at.
"""

from dataclasses import dataclass

import numpy as np

from .networks import Networks, Source, train
from .scale import PositionScale
from .vote import INNER, NOISE, fitted_temperature, inner_parts, sharpened, votes

POINTS, NEIGHBOURS, JITTER = 6000, 30, .15
HIDDEN = (32,)


@dataclass
class Lesson:
    """What one training fold teaches."""
    scale: PositionScale
    rows: np.ndarray
    labels: np.ndarray
    points: np.ndarray
    answers: np.ndarray
    temperature: float


def points_between(rows, seed):
    """Points on the way from a song to one of its neighbours, a little beside it; and the song each starts from."""
    random = np.random.default_rng(seed)
    near = ((rows[:, None] - rows[None]) ** 2).sum(2).argsort(1)[:, 1:NEIGHBOURS + 1]
    start = random.integers(len(rows), size=POINTS)
    end = near[start, random.integers(NEIGHBOURS, size=POINTS)]
    points = rows[start] + random.random((POINTS, 1)) * (rows[end] - rows[start])
    points += JITTER * random.standard_normal(points.shape)
    return np.clip(points, rows.min(0), rows.max(0)), start


def lessons(features, moods) -> list[Lesson]:
    """One lesson a training fold, from lists of raw features and moods."""
    scales = [PositionScale(f) for f in features]
    tables = [scale(f) for scale, f in zip(scales, features)]
    drawn = [points_between(table, seed) for seed, table in enumerate(tables)]
    parts = [inner_parts(m) for m in moods]
    kept, labels, questions, places = [], [], [], []
    for i, (table, mood, part, (points, start)) in enumerate(zip(tables, moods, parts, drawn)):
        for g in range(INNER):
            kept.append(table[part != g])
            labels.append(mood[part != g])
            questions.append(np.concatenate([table[part == g], points[part[start] == g]]))
            places.append((i, part == g, part[start] == g))
    on_songs = [np.zeros((len(table), 4)) for table in tables]
    on_points = [np.zeros((POINTS, 4)) for _ in tables]
    for answer, (i, songs, points) in zip(votes(kept, labels, questions), places):
        on_songs[i][songs], on_points[i][points] = answer[:songs.sum()], answer[songs.sum():]
    result = []
    for i, scale in enumerate(scales):
        temperature = fitted_temperature(on_songs[i], moods[i])
        result.append(Lesson(scale, tables[i], np.eye(4)[moods[i]], drawn[i][0],
                             sharpened(on_points[i], temperature), temperature))
    return result


def students(taught: list[Lesson], hidden=HIDDEN, from_labels=.5, steps=3000, rate=3e-3, seed=0) -> Networks:
    """One network a lesson. `from_labels` is the share of the loss that the songs' own labels have."""
    sources = []
    if from_labels < 1:
        sources.append(Source.stacked([t.points for t in taught], [t.answers for t in taught], weight=1 - from_labels))
    if from_labels > 0:
        sources.append(Source.stacked([t.rows for t in taught], [t.labels for t in taught], weight=from_labels, noise=NOISE))
    return train(sources, hidden, steps, rate, seed=seed)
