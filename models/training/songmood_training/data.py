"""The labelled songs, the folds of the protocol, and the fingerprints by which a song is recognised again."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.model_selection import StratifiedKFold

FEATURES = ["length", "danceability", "acousticness", "energy", "instrumentalness", "liveness", "valence", "loudness",
            "speechiness", "tempo"]
MOODS = ["happy", "sad", "energetic", "calm"]
# What a feature is multiplied by before it is rounded for its fingerprint.
FINENESS = [1 if name == "length" else 1000 for name in FEATURES]


@dataclass
class Songs:
    """`features` is [n, 10] in the order of FEATURES, `moods` an index into MOODS per song."""
    features: np.ndarray
    moods: np.ndarray

    @classmethod
    def load(cls, path: Path) -> "Songs":
        table = pd.read_csv(path)
        return cls(table[FEATURES].to_numpy(float),
                   np.array([MOODS.index(mood.strip().lower()) for mood in table["mood"]]))

    def __len__(self):
        return len(self.moods)

    def folds(self, seeds):
        """The protocol: (seed, training rows, held-out rows), ten for each seed, rows in file order."""
        return [(seed, train, held) for seed in seeds
                for train, held in StratifiedKFold(10, shuffle=True, random_state=seed).split(self.features, self.moods)]

    def fingerprints(self) -> list[int]:
        """32 bits a song, sorted; they tell that a row is one of these songs and nothing about the songs."""
        return sorted(fingerprint(row) for row in self.features)


def fingerprint(row) -> int:
    """FNV-1a over the ten rounded features as little-endian 64-bit integers, its halves joined by exclusive or."""
    code = 0xcbf29ce484222325
    for value, fineness in zip(row, FINENESS):
        for byte in int(np.floor(value * fineness + .5)).to_bytes(8, "little", signed=True):
            code = (code ^ byte) * 0x100000001b3 % 2**64
    return code >> 32 ^ code & 0xffffffff
