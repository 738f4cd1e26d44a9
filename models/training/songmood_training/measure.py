"""Out-of-fold figures. Predictions are [seeds, songs, 4]: each song is held out once a seed."""

import numpy as np


def assembled(songs, folds, answers):
    """Puts the held-out answers of all folds in their places."""
    seeds = sorted({seed for seed, _, _ in folds})
    out = np.zeros((len(seeds), len(songs), 4))
    for (seed, _, held), answer in zip(folds, answers):
        out[seeds.index(seed), held] = answer
    return out


def hits(predictions, moods):
    """How often each song is named rightly, 0 to 1 over the seeds."""
    return (predictions.argmax(2) == moods).mean(0)


def losses(predictions, moods):
    chosen = predictions[:, np.arange(len(moods)), moods]
    return -np.log(np.clip(chosen, 1e-12, 1)).mean(0)


def interval(values, rounds=10_000):
    """95 % bootstrap interval of the mean; whole songs are drawn, for one song's five answers are not independent."""
    random = np.random.default_rng(0)
    means = np.concatenate([values[random.integers(len(values), size=(1000, len(values)))].mean(1)
                            for _ in range(rounds // 1000)])
    return [float(v) for v in np.percentile(means, [2.5, 97.5])]


def fold_deviation(predictions, moods, folds):
    """Standard deviation of the accuracy over the folds."""
    seeds = sorted({seed for seed, _, _ in folds})
    return float(np.std([(predictions[seeds.index(s), held].argmax(1) == moods[held]).mean() for s, _, held in folds], ddof=1))


def calibration_error(predictions, moods, bins=15):
    """Expected calibration error: top-label confidence, equal-width bins, over all seeds together."""
    flat, truth = predictions.reshape(-1, 4), np.tile(moods, len(predictions))
    confidence, right = flat.max(1), flat.argmax(1) == truth
    slot = np.minimum((confidence * bins).astype(int), bins - 1)
    return float(sum(abs(right[slot == b].mean() - confidence[slot == b].mean()) * (slot == b).mean()
                     for b in range(bins) if (slot == b).any()))


def reliability(predictions, moods, edges=(.25, .4, .5, .6, .7, .8, .9, .95, 1.)):
    """(from, to, answers, mean confidence, share right) a bin of top-label confidence."""
    flat, truth = predictions.reshape(-1, 4), np.tile(moods, len(predictions))
    confidence, right = flat.max(1), flat.argmax(1) == truth
    rows = []
    for low, high in zip(edges, edges[1:]):
        inside = (confidence > low) & (confidence <= high)
        if inside.any():
            rows.append((low, high, int(inside.sum()), float(confidence[inside].mean()), float(right[inside].mean())))
    return rows


def confusion(predictions, moods):
    """Mean number of songs over the seeds; rows true, columns named."""
    table = np.zeros((4, 4))
    for answers in predictions:
        np.add.at(table, (moods, answers.argmax(1)), 1)
    return table / len(predictions)


def figures(predictions, moods, folds):
    right, lost = hits(predictions, moods), losses(predictions, moods)
    return {"accuracy": float(right.mean()), "accuracyInterval": interval(right),
            "foldDeviation": fold_deviation(predictions, moods, folds),
            "logLoss": float(lost.mean()), "logLossInterval": interval(lost),
            "calibrationError": calibration_error(predictions, moods),
            "confusion": confusion(predictions, moods).round(1).tolist()}
