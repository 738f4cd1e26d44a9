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


def mood_section(probabilities, head: dict, faces: Faces, fitted: Path | None, earlier: Path) -> dict:
    """The constants fitted by `emotunes-evaluate fit`, else those of the manifest that is replaced, else a first guess."""
    if fitted:
        return json.loads(fitted.read_text())["mood"]
    scores = emotion_scores(probabilities, head)
    kept = json.loads(earlier.read_text()).get("mood") if earlier.exists() else None
    section = dict(kept or first_guess(scores))
    section["restingLogScores"] = resting_log_scores(scores, faces)
    return section
