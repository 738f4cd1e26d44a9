"""Print the table of everything tried, out of fold, on the protocol's folds.

    python -m songmood_training.table --songs data_moods.csv [--seeds 5] [--first-seed 0] [--shipped]

Takes some five minutes on one core. Every scaler, teacher and temperature is fitted inside its training fold.
"""

import argparse
import time
from pathlib import Path

import numpy as np
import torch
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.ensemble import RandomForestClassifier
from sklearn.gaussian_process import GaussianProcessClassifier
from sklearn.gaussian_process.kernels import RBF, ConstantKernel
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MinMaxScaler, StandardScaler

from .answer import answer
from .data import Songs
from .distil import lessons, students
from .measure import assembled, calibration_error, fold_deviation, hits, interval, losses
from .networks import train_as_paper
from .scale import PositionScale
from .vote import averaged, boosting, kernel, noisy_networks, quadratic, sharpened, trees, votes


class Protocol:
    """The songs, the folds, and both ways of showing features to a model."""

    def __init__(self, songs: Songs, seeds):
        self.songs, self.folds = songs, songs.folds(seeds)
        self.raw = [songs.features[train] for _, train, _ in self.folds]
        self.moods = [songs.moods[train] for _, train, _ in self.folds]
        self.scales = [PositionScale(raw) for raw in self.raw]
        self.rows = [scale(raw) for scale, raw in zip(self.scales, self.raw)]
        self.held = [scale(songs.features[held]) for scale, (_, _, held) in zip(self.scales, self.folds)]

    def assembled(self, answers):
        return assembled(self.songs, self.folds, answers)

    def fitted(self, make, raw=False):
        """A scikit-learn model on positions, or with a scaler of its own on the features as they are."""
        answers = []
        for i, (_, _, held) in enumerate(self.folds):
            model = make().fit(self.raw[i] if raw else self.rows[i], self.moods[i])
            answers.append(model.predict_proba(self.songs.features[held] if raw else self.held[i]))
        return self.assembled(answers)

    def paper(self):
        scalers = [MinMaxScaler().fit(raw) for raw in self.raw]
        networks = train_as_paper([s.transform(raw) for s, raw in zip(scalers, self.raw)], self.moods)
        return self.assembled([networks.probabilities(i, scalers[i].transform(self.songs.features[held]))
                               for i, (_, _, held) in enumerate(self.folds)])

    def networks(self, copies):
        networks = noisy_networks(self.rows, self.moods, copies)
        return self.assembled([averaged(networks, i, copies, self.held[i]) for i in range(len(self.folds))])

    def vote(self, taught):
        """As it teaches: with the temperature that its own held-out answers gave."""
        answers = votes(self.rows, self.moods, self.held)
        return self.assembled([sharpened(a, lesson.temperature) for a, lesson in zip(answers, taught)])

    def answered(self, taught, networks, features):
        """What each fold's student says to its held-out songs, `features` being what it is shown of all songs."""
        return self.assembled([answer(lesson.scale, networks, i, features[held])
                               for i, (lesson, (_, _, held)) in enumerate(zip(taught, self.folds))])

    def student(self, taught, **settings):
        return self.answered(taught, students(taught, **settings), self.songs.features)


def shipped(protocol: Protocol):
    """The paper's network and ours alone."""
    yield "paper A's network: 10 → 8 → 4, min-max", protocol.paper()
    yield "**student 10 → 32 → 4, vote and labels (shipped)**", protocol.student(lessons(protocol.raw, protocol.moods))


def candidates(protocol: Protocol):
    """(name, out-of-fold predictions) one after the other."""
    def logistic():
        return LogisticRegression(max_iter=1000)
    p = protocol
    yield "paper A's network: 10 → 8 → 4, min-max", p.paper()
    yield "logistic regression, standardised", p.fitted(lambda: make_pipeline(StandardScaler(), logistic()), raw=True)
    yield "logistic regression, positions", p.fitted(logistic)
    yield "linear discriminant, positions", p.fitted(LinearDiscriminantAnalysis)
    yield "25 nearest neighbours, positions", p.fitted(lambda: KNeighborsClassifier(25, weights="distance"))
    yield "random forest", p.fitted(lambda: RandomForestClassifier(200, min_samples_leaf=3, max_features=3, random_state=0))
    yield "extremely randomised trees", p.fitted(trees)
    yield "histogram boosting", p.fitted(boosting)
    yield "Gaussian process, positions", p.fitted(
        lambda: GaussianProcessClassifier(ConstantKernel(9.) * RBF(4.), optimizer=None))
    yield "quadratic logistic regression, positions", p.fitted(quadratic)
    yield "support vectors (RBF), positions", p.fitted(kernel)
    yield "one network 10 → 32 → 4, positions, noise", p.networks(1)
    yield "eight of them averaged", p.networks(8)
    taught = lessons(p.raw, p.moods)
    yield "the vote: four networks, quadratic, trees, boosting", p.vote(taught)
    yield "student 10 → 32 → 4, taught by the vote alone", p.student(taught, from_labels=0.)
    yield "student 10 → 64 → 4, vote and labels", p.student(taught, hidden=(64,))
    yield "student 10 → 32 → 16 → 4, vote and labels", p.student(taught, hidden=(32, 16))
    yield "**student 10 → 32 → 4, vote and labels (shipped)**", p.student(taught)


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("--songs", type=Path, required=True)
    a.add_argument("--seeds", type=int, default=5)
    a.add_argument("--first-seed", type=int, default=0)
    a.add_argument("--shipped", action="store_true", help="only the paper's network and the shipped one")
    a = a.parse_args()
    torch.set_num_threads(1)
    songs = Songs.load(a.songs)
    protocol = Protocol(songs, range(a.first_seed, a.first_seed + a.seeds))
    print("| model | accuracy | 95 % interval | deviation over folds | log-loss | calibration error | above the paper's |")
    print("|---|---|---|---|---|---|---|")
    paper, began = None, time.process_time()
    for name, predictions in (shipped if a.shipped else candidates)(protocol):
        right, moods = hits(predictions, songs.moods), songs.moods
        paper = right if paper is None else paper
        low, high = interval(right)
        above = ("–" if right is paper else
                 f"{100 * (right - paper).mean():+.1f} ({', '.join(f'{100 * v:+.1f}' for v in interval(right - paper))})")
        print(f"| {name} | {100 * right.mean():.2f} % | {100 * low:.1f} – {100 * high:.1f} "
              f"| {100 * fold_deviation(predictions, moods, protocol.folds):.1f} | {losses(predictions, moods).mean():.4f} "
              f"| {100 * calibration_error(predictions, moods):.1f} % | {above} |", flush=True)
    print(f"\n{time.process_time() - began:.0f} s of CPU, {len(protocol.folds)} folds of {len(songs)} songs")


if __name__ == "__main__":
    main()
