"""The average of a run's weights and those of one that went on from it, as a checkpoint to export and to go on from.

    python -m facedetector_training.mix --run A/checkpoint.npz --with B/checkpoint.npz --share .5 --out C.npz
"""

import argparse
from pathlib import Path

import numpy as np


def mixed(one: Path, other: Path, share: float, out: Path) -> None:
    """`share` of the other's averaged weights; all else is the other's."""
    with np.load(one) as a, np.load(other) as b:
        arrays = {k: b[k] for k in b.files}
        for k, value in arrays.items():
            if k.startswith("average/") and value.dtype.kind == "f":
                arrays[k] = ((1 - share) * a[k] + share * value).astype(value.dtype)
    np.savez_compressed(out, **arrays)


if __name__ == "__main__":
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--run", type=Path, required=True)
    p.add_argument("--with", dest="other", type=Path, required=True)
    p.add_argument("--share", type=float, default=.5)
    p.add_argument("--out", type=Path, required=True)
    a = p.parse_args()
    mixed(a.run, a.other, a.share, a.out)
