"""Train the song-mood network, measure it out of fold, export it.

    python -m songmood_training.train --songs data_moods.csv --out ../song-mood

Writes song-mood.json (scale, weights, self-check, fingerprints of the training songs, out-of-fold figures) and
reference.json (what this framework answers to made-up features, so that the shipping code can be held against it).
"""

import argparse
import json
from pathlib import Path

import numpy as np
import torch

from .answer import answer
from .data import FEATURES, MOODS, Songs
from .distil import HIDDEN, lessons, students
from .measure import figures, hits, interval, reliability
from .scale import SEGMENTS
from .table import Protocol


def rounded(value, digits=7):
    """To so many significant digits: single precision holds no more."""
    if isinstance(value, (list, tuple, np.ndarray)):
        return [rounded(v, digits) for v in value]
    return float(f"{float(value):.{digits}g}")


def checksum(knots, layers):
    """FNV-1a over the bits of every number as double precision, little-endian."""
    numbers = [v for k in knots for v in k["values"] + k["positions"]]
    for layer in layers:
        numbers += [v for row in layer["weights"] for v in row] + layer["biases"]
    code = 0xcbf29ce484222325
    for byte in np.array(numbers, "<f8").tobytes():
        code = (code ^ byte) * 0x100000001b3 % 2**64
    return f"{code:x}"


def made_up(scale, count=64):
    """Features within, far outside and missing from what the network was trained on."""
    random = np.random.default_rng(7)
    low, high = (np.array([knots[0][end] for knots in scale.knots]) for end in (0, -1))
    rows = low + (high - low) * random.uniform(-.1, 1.1, (count, len(FEATURES)))
    rows[count // 2:][random.random((count - count // 2, len(FEATURES))) < .2] = np.nan
    rows[0], rows[1], rows[2], rows[3] = 1e9, -1e9, 0, np.nan
    return np.array([rounded(row) for row in rows])


def with_missing(protocol, taught, networks):
    """Accuracy and log-loss with one feature kept back from the network."""
    result = {}
    for i, name in enumerate(FEATURES):
        features = protocol.songs.features.copy()
        features[:, i] = np.nan
        f = figures(protocol.answered(taught, networks, features), protocol.songs.moods, protocol.folds)
        result[name] = {"accuracy": f["accuracy"], "logLoss": f["logLoss"]}
    return result


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("--songs", type=Path, required=True)
    a.add_argument("--out", type=Path, required=True)
    a = a.parse_args()
    torch.set_num_threads(1)
    songs = Songs.load(a.songs)

    protocol = Protocol(songs, range(5))
    taught = lessons(protocol.raw, protocol.moods)
    networks = students(taught)
    predictions, paper = protocol.answered(taught, networks, songs.features), protocol.paper()
    above = hits(predictions, songs.moods) - hits(paper, songs.moods)
    measured = figures(predictions, songs.moods, protocol.folds)
    measured["abovePaper"] = float(above.mean())
    measured["abovePaperInterval"] = interval(above)

    everything = lessons([songs.features], [songs.moods])
    final, scale = students(everything), everything[0].scale
    reference = made_up(scale)
    answers = answer(scale, final, 0, reference)
    with torch.no_grad():
        layers = [{"weights": rounded(w[0].numpy()), "biases": rounded(b[0, 0].numpy())}
                  for w, b in zip(final.weights, final.biases)]
    knots = [{"values": rounded(values), "positions": rounded(places)} for values, places in scale.knots]
    manifest = {
        "format": 1, "features": FEATURES, "moods": MOODS, "segments": SEGMENTS,
        "knots": knots, "layers": layers, "checksum": checksum(knots, layers),
        "check": {"features": rounded(np.median(songs.features, 0)),
                  "scores": rounded(answer(scale, final, 0, np.array([rounded(np.median(songs.features, 0))]))[0])},
        "trainingSongs": {"count": len(songs), "fingerprints": songs.fingerprints()},
        "outOfFold": rounded_figures(measured),
    }
    a.out.mkdir(parents=True, exist_ok=True)
    lines = ",\n".join(f"{json.dumps(key)}: {json.dumps(value)}" for key, value in manifest.items())
    (a.out / "song-mood.json").write_text("{\n" + lines + "\n}\n")
    rows = [[None if np.isnan(v) else v for v in row] for row in reference]
    (a.out / "reference.json").write_text(json.dumps({"features": rows, "scores": rounded(answers)}) + "\n")

    print(json.dumps(measured, indent=1))
    print("vote's temperature: final", round(everything[0].temperature, 3), "mean of folds",
          round(float(np.mean([t.temperature for t in taught])), 3))
    print("confidence  answers  mean  right")
    for low, high, count, mean, right in reliability(predictions, songs.moods):
        print(f"{low:.2f}–{high:.2f}  {count:5}  {mean:.3f}  {right:.3f}")
    print("one feature missing:")
    for name, f in with_missing(protocol, taught, networks).items():
        print(f"{name:17} {100 * f['accuracy']:.1f} %  log-loss {f['logLoss']:.3f}")
    print("parameters:", sum(w[0].numel() + b[0].numel() for w, b in zip(final.weights, final.biases)),
          "hidden", list(HIDDEN))


def rounded_figures(measured):
    return {key: rounded(value, 5) for key, value in measured.items()}


if __name__ == "__main__":
    main()
