"""What a reader gains and loses when rare emotions are asked for: FER+'s logits less a share of the log of how often each class
occurs in training (logit adjustment, Menon et al. 2021).

    python -m emotunes_training.adjust --faces FOLDER --photos FOLDER --model FILE.onnx [--model FILE.onnx ...]

Prints, for each share, the accuracy on FER+'s majority, the mean of the classes' recalls, and how many photographs of unseen
persons called neutral and happy are read so: of the press alone, and with the stills of two persons who were filmed.
"""

import argparse
from pathlib import Path

import numpy as np
import onnxruntime

from .data import load_faces, standardise
from .labels import FERPLUS
from .photographs import load_photographs, read_as

SHARES = (0, .05, .1, .15, .2, .3, .4, .5, .7)


def ferplus_logits(model: Path, pixels: np.ndarray) -> np.ndarray:
    """float32 [n, 8]; one face at a time, none mirrored."""
    session = onnxruntime.InferenceSession(str(model))
    return np.concatenate([session.run(["ferplus"], {"face": standardise(face[None, None].astype(np.float32))})[0] for face in pixels])


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--faces", type=Path, required=True)
    p.add_argument("--photos", type=Path, required=True)
    p.add_argument("--model", type=Path, required=True, action="append")
    a = p.parse_args()
    taught = load_faces(a.faces / "train.csv").majority
    often = np.log(np.bincount(taught[taught >= 0], minlength=len(FERPLUS)) / (taught >= 0).sum())
    validation = load_faces(a.faces / "validation.csv")
    photographs = {kind: load_photographs(a.photos, "validation", stills) for kind, stills in (("press", False), ("all", True))}
    held = validation.majority >= 0
    truth = validation.majority[held]
    for model in a.model:
        faces = ferplus_logits(model, validation.pixels)[held]
        read = {kind: (ferplus_logits(model, shown.pixels), labels) for kind, (shown, labels) in photographs.items()}
        print(model)
        for share in SHARES:
            said = (faces - share * often).argmax(1)
            recall = np.mean([(said[truth == c] == c).mean() for c in range(len(FERPLUS))])
            print(f"share {share:4.2f}  FER+ {(said == truth).mean():.4f}  mean recall {recall:.4f}  "
                  + "  ".join(f"{kind} {word} {read_as(news - share * often, labels, word):.4f}"
                              for kind, (news, labels) in read.items() for word in ("neutral", "happy")), flush=True)


if __name__ == "__main__":
    main()
