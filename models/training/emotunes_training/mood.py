"""The manifest's section "mood": the constants by which the product tells a mood from a network's scores."""

import json
from pathlib import Path

import numpy as np

from .data import Faces
from .labels import EMOTIONS, FERPLUS

LEAST = 1e-4
"""Scores below this say nothing more; the product takes logarithms of nothing lower."""
FERPLUS_NEUTRAL = FERPLUS.index("neutral")


def emotion_scores(probabilities, head: dict) -> dict:
    """The product's seven scores, float [n] each: labels that stand for no emotion are left out and the rest sums to one."""
    columns = {e: np.zeros(len(probabilities)) for e in sorted(EMOTIONS)}
    for label, column in zip(head["labels"], probabilities.T):
        if label in head["emotions"]:
            columns[head["emotions"][label]] = columns[head["emotions"][label]] + column
    total = sum(columns.values())
    return {e: c / total for e, c in columns.items()}


def resting_log_scores(scores: dict, faces: Faces) -> dict:
    """The median log scores of the faces that both label sets call neutral."""
    neutral = (faces.fer2013 == EMOTIONS.index("neutral")) & (faces.majority == FERPLUS_NEUTRAL)
    return {e: round(float(np.median(np.log(np.maximum(c[neutral], LEAST)))) + 0., 2) for e, c in scores.items()}


def first_guess(scores: dict) -> dict:
    """What can be said without a stream: the network's own expectation is the mean of its scores (Saerens et al. 2002)."""
    return {
        "priorCorrection": {e: round(-float(np.log(np.maximum(c.mean(), LEAST))), 2) for e, c in scores.items()},
        "temperature": 1.5, "outlierShare": .3, "transitionPrior": {e: round(1 / len(scores), 6) for e in scores},
        "expectedDwellFactor": 1.5,
    }


def carried(mood: dict, before: dict, head: dict, added: dict) -> dict:
    """The constants for the same network calibrated anew: what the offsets and the temperature of the scores add to the log
    scores is taken out of them again, so that the filter sees what it saw.

    `before` and `head` are the head's description then and now, `added` by label what its offsets grew by."""
    temperature = mood["temperature"] * before["temperature"] / head["temperature"]
    prior = {emotion: mood["priorCorrection"][emotion] - added[label] / head["temperature"] / temperature
             for label, emotion in head["emotions"].items()}
    return mood | {"temperature": round(temperature, 4), "priorCorrection": {e: round(prior[e], 3) for e in sorted(prior)}}


def mood_section(probabilities, head: dict, faces: Faces, fitted: Path | None, earlier: dict, added: dict | None = None) -> dict:
    """The constants fitted by `emotunes-evaluate fit`, else those of the earlier manifest, else a first guess.

    With `added` the earlier manifest is the same network's, and its constants are carried over."""
    if fitted:
        return json.loads(fitted.read_text())["mood"]
    scores = emotion_scores(probabilities, head)
    kept = earlier.get("mood")
    if kept and added:
        name = next(name for name, one in earlier["heads"].items() if one["labels"] == head["labels"])
        kept = carried(kept, earlier["heads"][name], head, added)
    section = dict(kept or first_guess(scores))
    section["restingLogScores"] = resting_log_scores(scores, faces)
    return section
