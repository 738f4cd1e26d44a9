"""Train the sound-mood network, which knows of a song what can be measured on its file, measure it out of fold, export it.

    python -m songmood_training.sound --songs data_moods.csv --out ../sound-mood [--starter ../../config/starter-catalogue.csv]

Writes sound-mood.json (scale, weights, self-check, out-of-fold figures) and reference.json (what this framework answers to
made-up songs), and prints the table of what was tried.

No labelled sound was at hand: the network learns from the loudness and tempo that Spotify tells, and a file's own measure
differs from it. So every song is learnt many times, its loudness up to some decibels beside what is told and its tempo now
and then halved or doubled; and it is judged on songs changed in the same way, beside the songs as they are told.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import pandas as pd
import torch

from .data import MOODS, Songs
from .measure import assembled, calibration_error, figures, losses, reliability
from .networks import Source, train
from .scale import SPAN, PositionScale
from .train import checksum, rounded, rounded_figures

FEATURES = ["loudness", "tempo"]
HIDDEN = (8,)
# What a measure on a file may differ by from what is told: deviation in decibels; share of tempos halved, and doubled.
LOUDNESS_DEVIATION, OCTAVE_SHARE = 1.5, .1
COPIES = 16
# A missing value is tried at this many places of the training songs, and the answers averaged.
TRIALS = 8
# MoodEstimator.swift: the songs of the artist are drawn to the mean of all with this weight.
GENRE_WEIGHT, CATALOGUE_WEIGHT = 3., 5.


def as_measured(features, names, random):
    """The songs as a measure on their files may tell them."""
    changed = features.copy()
    if "loudness" in names:
        changed[:, names.index("loudness")] += LOUDNESS_DEVIATION * random.standard_normal(len(features))
    if "tempo" in names:
        draw, tempo = random.random(len(features)), names.index("tempo")
        slow, fast = changed[:, tempo] / 2, changed[:, tempo] * 2
        # A tempo detector answers within 45 to 200.
        changed[:, tempo] = np.where((draw < OCTAVE_SHARE) & (slow >= 45), slow, np.where(
            (draw > 1 - OCTAVE_SHARE) & (fast <= 200), fast, changed[:, tempo]))
    return changed


def answer(scale, networks, network, features):
    """The shipped forward pass: a value that is not finite is tried at eight places, all of them together."""
    positions, missing = scale(features), ~np.isfinite(features)
    trials = [networks.probabilities(network, np.where(missing, ((t + .5) / TRIALS - .5) * SPAN, positions))
              for t in range(TRIALS)]
    known = np.mean(trials, 0)
    return np.where(missing.all(1)[:, None], .25, known)


def fitted(tables, moods, names, hidden=HIDDEN, robust=True, steps=1500):
    """One network a training fold, and the scales."""
    random = np.random.default_rng(0)
    scales = [PositionScale(table) for table in tables]
    rows, targets = [], []
    for table, mood, scale in zip(tables, moods, scales):
        copies = [as_measured(table, names, random) if robust else table for _ in range(COPIES)]
        rows.append(scale(np.concatenate(copies)))
        targets.append(np.tile(np.eye(4)[mood], (COPIES, 1)))
    source = Source.stacked(rows, targets, noise=.1)
    return scales, train([source], hidden, steps, rate=5e-3)


def out_of_fold(songs, folds, features, names, **settings):
    """Answers on the songs as they are told, as a file's measure may tell them, and without a tempo."""
    scales, networks = fitted([features[t] for _, t, _ in folds], [songs.moods[t] for _, t, _ in folds], names, **settings)
    measured = as_measured(features, names, np.random.default_rng(1))
    silent = features.copy()
    if "tempo" in names:
        silent[:, names.index("tempo")] = np.nan
    return [assembled(songs, folds, [answer(scales[i], networks, i, table[held]) for i, (_, _, held) in enumerate(folds)])
            for table in (features, measured, silent)]


def by_group(songs, folds, groups, weight=GENRE_WEIGHT):
    """What the other songs of a group say, as the program guesses: the mean of their moods, drawn to the mean of all."""
    answers = []
    for _, train_rows, held in folds:
        one_hot = np.eye(4)[songs.moods[train_rows]]
        base = (one_hot.sum(0) + .25 * CATALOGUE_WEIGHT) / (len(train_rows) + CATALOGUE_WEIGHT)
        place = {}
        for group, row in zip(groups[train_rows], one_hot):
            place.setdefault(group, []).append(row)
        answers.append(np.array([
            (np.sum(place[g], 0) + base * weight) / (len(place[g]) + weight) if g and g in place else np.full(4, .25)
            for g in groups[held]]))
    return assembled(songs, folds, answers)


def joined(*answers):
    """By Bayes' rule, as of independent witnesses; four moods alike beforehand."""
    product = np.prod(answers, 0)
    return product / product.sum(-1, keepdims=True)


def genres_of(artists, starter):
    """The genre that the starter list has for an artist; empty where it has none."""
    table = pd.read_csv(starter)
    known = {a.split(";")[0].strip().lower(): g for a, g in zip(table["artist"], table["genre"])}
    return np.array([known.get(a.lower(), "") for a in artists])


def line(name, predictions, songs, folds):
    f = figures(predictions, songs.moods, folds)
    low, high = f["accuracyInterval"]
    print(f"{name:44} {100 * f['accuracy']:.1f} % ({100 * low:.1f}–{100 * high:.1f})  log-loss {f['logLoss']:.3f}  "
          f"calibration error {100 * f['calibrationError']:.1f} %")


def table(songs, raw, folds, starter):
    year = pd.to_numeric(raw["release_date"].str[:4]).to_numpy(float)
    told = {"loudness": raw["loudness"].to_numpy(float), "tempo": raw["tempo"].to_numpy(float),
            "length": raw["length"].to_numpy(float), "year": year}
    artists = raw["artist"].str.strip().to_numpy()
    artist = by_group(songs, folds, artists)
    for names in (["loudness"], ["tempo"], ["loudness", "tempo"], ["loudness", "tempo", "length"],
                  ["loudness", "tempo", "year"], ["loudness", "tempo", "length", "year"]):
        features = np.stack([told[n] for n in names], 1)
        plain, measured, _ = out_of_fold(songs, folds, features, names)
        line(" + ".join(names), plain, songs, folds)
        line("  as a file's measure may tell them", measured, songs, folds)
    plain, measured, silent = out_of_fold(songs, folds, np.stack([told[n] for n in FEATURES], 1), FEATURES, robust=False)
    line("loudness + tempo, learnt as they are told", plain, songs, folds)
    line("  as a file's measure may tell them", measured, songs, folds)
    plain, measured, silent = out_of_fold(songs, folds, np.stack([told[n] for n in FEATURES], 1), FEATURES)
    line("loudness alone is known", silent, songs, folds)
    line("artist alone", artist, songs, folds)
    known = (artist.max(2) > .26).mean()
    print(f"  another song of the artist is among the training songs for {100 * known:.0f} % of the songs")
    line("loudness + tempo, joined with artist", joined(plain, artist), songs, folds)
    line("  as a file's measure may tell them", joined(measured, artist), songs, folds)
    if starter:
        groups = genres_of(artists, starter)
        genre = by_group(songs, folds, groups, CATALOGUE_WEIGHT)
        print(f"  the starter list has a genre for the artist of {100 * (groups != '').mean():.0f} % of the songs")
        line("loudness + tempo, joined with genre", joined(plain, genre), songs, folds)
        line("loudness + tempo, joined with both", joined(plain, artist, genre), songs, folds)
    print("median year by mood:", {m: int(np.median(year[songs.moods == i])) for i, m in enumerate(MOODS)})
    return measured


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("--songs", type=Path, required=True)
    a.add_argument("--out", type=Path, required=True)
    a.add_argument("--starter", type=Path)
    a = a.parse_args()
    torch.set_num_threads(1)
    songs, raw = Songs.load(a.songs), pd.read_csv(a.songs)
    folds = songs.folds(range(5))
    measured = table(songs, raw, folds, a.starter)
    print("confidence  answers  mean  right (as a file's measure may tell them)")
    for low, high, count, mean, right in reliability(measured, songs.moods):
        print(f"{low:.2f}–{high:.2f}  {count:5}  {mean:.3f}  {right:.3f}")
    print("calibration error:", round(calibration_error(measured, songs.moods), 4),
          "log-loss:", round(float(losses(measured, songs.moods).mean()), 4))
    outcome = figures(measured, songs.moods, folds)
    print(json.dumps(outcome, indent=1))

    features = np.stack([raw[n].to_numpy(float) for n in FEATURES], 1)
    scales, networks = fitted([features], [songs.moods], FEATURES)
    scale = scales[0]
    random = np.random.default_rng(7)
    low, high = features.min(0), features.max(0)
    reference = low + (high - low) * random.uniform(-.1, 1.1, (32, 2))
    reference[0], reference[1], reference[2, 0], reference[3, 1], reference[4] = 1e9, -1e9, np.nan, np.nan, np.nan
    reference = np.array([rounded(row) for row in reference])
    answers = answer(scale, networks, 0, reference)
    with torch.no_grad():
        layers = [{"weights": rounded(w[0].numpy()), "biases": rounded(b[0, 0].numpy())}
                  for w, b in zip(networks.weights, networks.biases)]
    knots = [{"values": rounded(values), "positions": rounded(places)} for values, places in scale.knots]
    middle = np.array([rounded(np.median(features, 0))])
    manifest = {"format": 1, "features": FEATURES, "moods": MOODS, "knots": knots, "layers": layers,
                "checksum": checksum(knots, layers),
                "check": {"features": rounded(middle[0]), "scores": rounded(answer(scale, networks, 0, middle)[0])},
                "outOfFold": rounded_figures(outcome)}
    a.out.mkdir(parents=True, exist_ok=True)
    lines = ",\n".join(f"{json.dumps(key)}: {json.dumps(value)}" for key, value in manifest.items())
    (a.out / "sound-mood.json").write_text("{\n" + lines + "\n}\n")
    rows = [[None if np.isnan(v) else v for v in row] for row in reference]
    (a.out / "reference.json").write_text(json.dumps({"features": rows, "scores": rounded(answers)}) + "\n")


if __name__ == "__main__":
    main()
