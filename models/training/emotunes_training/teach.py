"""Store what trained networks say of the training faces, for `train --teacher`: under a megabyte, so that distillation
goes on wherever the file is.

    python -m emotunes_training.teach --faces FOLDER --model FILE.onnx [--model FILE.onnx ...] --out FILE.npz

The probabilities of all models, each asked about the face and its mirror image, are averaged. A network is sure of
faces it was trained on, whence --temperature.
"""

import argparse
from pathlib import Path

import numpy as np
import onnxruntime

from .data import load_faces, standardise
from .export import softmax


def probabilities(model: Path, pixels: np.ndarray, temperature: float, batch: int = 256) -> np.ndarray:
    """float32 [n, 15]: FER2013's seven classes and FER+'s eight, each summing to one."""
    session, parts = onnxruntime.InferenceSession(str(model)), []
    if len(session.get_outputs()) < 2:
        raise ValueError(f"{model} has one head; a teacher needs both")
    single = session.get_inputs()[0].shape[0] == 1
    for start in range(0, len(pixels), 1 if single else batch):
        x = standardise(pixels[start:start + (1 if single else batch), None].astype(np.float32))
        answers = [session.run(["fer2013", "ferplus"], {"face": np.ascontiguousarray(v)}) for v in (x, x[..., ::-1])]
        parts.append(np.mean([np.concatenate([softmax(h, temperature) for h in heads], 1) for heads in answers], 0))
    return np.concatenate(parts)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--faces", type=Path, required=True)
    p.add_argument("--model", type=Path, required=True, action="append")
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("--temperature", type=float, default=1.)
    a = p.parse_args()
    pixels = load_faces(a.faces / "train.csv").pixels
    mean = np.mean([probabilities(m, pixels, a.temperature) for m in a.model], 0)
    np.savez_compressed(a.out, probabilities=mean.astype(np.float16))
    print(f"{len(mean)} faces, {a.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
