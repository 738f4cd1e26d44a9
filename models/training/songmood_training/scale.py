"""Features to positions: where a value lies among the training songs, whatever the feature's unit and tail."""

import numpy as np

SEGMENTS = 16
# A uniform distribution of this span has deviation 1.
SPAN = 12 ** .5


class PositionScale:
    """Piecewise linear through the quantiles of the training songs; flat outside their range, so clamped.

    The lowest song lies at -SPAN / 2, the median near 0, the highest at SPAN / 2.
    """

    def __init__(self, features):
        shares = np.linspace(0, 1, SEGMENTS + 1)
        self.knots = []
        for column in features.T:
            values = np.quantile(column, shares)
            # Many songs share a value (instrumentalness 0): one knot, at the middle of their shares.
            distinct = np.unique(values)
            places = np.array([shares[values == value].mean() for value in distinct])
            self.knots.append((distinct, (places - .5) * SPAN))

    def __call__(self, features):
        return np.stack([np.interp(column, *knots) for column, knots in zip(features.T, self.knots)], 1)
