"""The vote that teaches: models of several kinds, equal votes. They read positions (see scale.py)."""

import numpy as np
from sklearn.calibration import CalibratedClassifierCV
from sklearn.ensemble import ExtraTreesClassifier, HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import PolynomialFeatures
from sklearn.svm import SVC

from .networks import Source, train

INNER = 5
NOISE = .5


def quadratic():
    return make_pipeline(PolynomialFeatures(2, include_bias=False), LogisticRegression(C=.03, max_iter=500))


def kernel():
    return CalibratedClassifierCV(SVC(C=2, gamma=.05), ensemble=False, cv=5)


def trees():
    return ExtraTreesClassifier(150, min_samples_leaf=3, max_features=4, random_state=0)


def boosting():
    return HistGradientBoostingClassifier(max_iter=70, learning_rate=.06, max_leaf_nodes=8, min_samples_leaf=10,
                                          l2_regularization=1, random_state=0)


# Support vectors stay out: with any calibration that scikit-learn still offers they make the vote worse.
KINDS = [quadratic, trees, boosting]


def noisy_networks(tables, moods, copies, seed=0, **settings):
    """Small networks on positions with much noise; networks i * copies … belong to table i."""
    source = Source.stacked(tables, [np.eye(4)[m] for m in moods], copies, noise=NOISE)
    return train([source], seed=seed, **settings)


def averaged(networks, table, copies, rows):
    return np.mean([networks.probabilities(table * copies + c, rows) for c in range(copies)], 0)


def votes(tables, moods, questions, copies=4):
    """For each table: fit every kind on it, and answer its questions; [n, 4] a table."""
    networks = noisy_networks(tables, moods, copies, steps=1000)
    answers = []
    for i, (table, labels, asked) in enumerate(zip(tables, moods, questions)):
        each = [averaged(networks, i, copies, asked)]
        each += [kind().fit(table, labels).predict_proba(asked) for kind in KINDS]
        answers.append(np.mean(each, 0))
    return answers


def sharpened(probabilities, temperature):
    raised = probabilities ** (1 / temperature)
    return raised / raised.sum(1, keepdims=True)


def log_loss(probabilities, moods):
    return float(-np.log(np.clip(probabilities[np.arange(len(moods)), moods], 1e-12, 1)).mean())


def fitted_temperature(probabilities, moods):
    """The temperature with the least log-loss."""
    return float(min(np.exp(np.linspace(np.log(.4), np.log(1.6), 101)),
                     key=lambda t: log_loss(sharpened(probabilities, t), moods)))


def inner_parts(moods):
    """Which of five parts each song of a training fold belongs to."""
    part = np.zeros(len(moods), int)
    for g, (_, held) in enumerate(StratifiedKFold(INNER, shuffle=True, random_state=0).split(moods, moods)):
        part[held] = g
    return part
