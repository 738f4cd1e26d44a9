"""How far a webcam's faces are from the data set's: validation faces changed one way at a time, and all at once.

    python -m emotunes_training.gap --faces FOLDER --model FILE.onnx [--model FILE.onnx ...]

A row says what a detector's box or a cheap camera does to a face; each model's columns are its accuracy on FER2013's
seven classes, its four, and FER+ by the strict majority. Seeded, so that every model sees the same faces.
"""

import argparse
import io
from pathlib import Path

import numpy as np
import onnxruntime
from PIL import Image

from .data import SIDE, load_faces, standardise
from .measure import figures


def warped(face: np.ndarray, random: np.random.Generator, shift: float = 0, zoom: float = 0, angle: float = 0) -> np.ndarray:
    """A box that is off by up to `shift` of its side, larger or smaller by `zoom`, turned by `angle` degrees."""
    turn = np.radians(random.uniform(-angle, angle))
    scale = np.exp(random.uniform(-zoom, zoom))
    cos, sin = np.cos(turn) * scale, np.sin(turn) * scale
    middle = SIDE / 2
    x, y = middle + random.uniform(-shift, shift, 2) * SIDE
    to = (cos, -sin, x - cos * middle + sin * middle, sin, cos, y - sin * middle - cos * middle)
    wide = np.pad(face, SIDE, mode="edge")
    a, b, c, d, e, f = to
    return np.asarray(Image.fromarray(wide).transform((SIDE, SIDE), Image.Transform.AFFINE,
                                                      (a, b, c + SIDE, d, e, f + SIDE), Image.Resampling.BILINEAR))


def dark(face: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """A fifth of the light, a small sensor's noise, whole numbers."""
    return np.clip(np.rint(face * .2 + random.normal(0, 2.5, face.shape)), 0, 255).astype(np.uint8)


def moved(face: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Five pixels of movement to the side while the shutter is open."""
    wide = np.pad(face.astype(np.float32), ((0, 0), (2, 2)), mode="edge")
    return np.mean([wide[:, i:i + SIDE] for i in range(5)], 0).astype(np.uint8)


def squeezed(face: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """JPEG at quality 20."""
    file = io.BytesIO()
    Image.fromarray(face).save(file, "JPEG", quality=20)
    return np.asarray(Image.open(file))


def small(face: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """A face far away: 24 pixels, made large again."""
    return np.asarray(Image.fromarray(face).resize((24, 24), Image.Resampling.BOX).resize((SIDE, SIDE), Image.Resampling.BILINEAR))


def everything(face: np.ndarray, random: np.random.Generator) -> np.ndarray:
    face = warped(face, random, .05, .08, 8)
    for change in (small, dark, squeezed):
        if random.random() < .33:
            face = change(face, random)
    return face


CHANGES = {
    "as in the data set": lambda face, random: face,
    "box off by up to 6 %": lambda face, random: warped(face, random, shift=.06),
    "box off by up to 10 %": lambda face, random: warped(face, random, shift=.1),
    "box up to 12 % larger or smaller": lambda face, random: warped(face, random, zoom=.12),
    "head turned up to 15 degrees": lambda face, random: warped(face, random, angle=15),
    "low light": dark, "motion": moved, "JPEG at quality 20": squeezed, "24 pixels": small,
    "off, and a third each of light, JPEG, 24 pixels": everything,
}


def answers(session: onnxruntime.InferenceSession, pixels: np.ndarray) -> dict:
    """Logits [n, classes] by the head's name; a file may have one head or both."""
    x = standardise(pixels[:, None].astype(np.float32))
    names = [output.name for output in session.get_outputs()]
    said = [session.run(names, {"face": x[i:i + 1]}) for i in range(len(x))]
    return {name: np.concatenate(head) for name, head in zip(names, zip(*said))}


def cells(said: dict, faces) -> list[str]:
    """FER2013's seven classes, its four, and FER+; a dash where the file has no such head."""
    blank = {"fer2013": np.zeros((len(faces), 7)), "ferplus": np.zeros((len(faces), 8))}
    found = figures(*(blank | said).values(), faces)
    return [f"{value:.1%}".replace("%", " %") if head in said else "–"
            for head, value in zip(("fer2013", "fer2013", "ferplus"), found.values())]


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--faces", type=Path, required=True)
    p.add_argument("--model", type=Path, required=True, action="append")
    a = p.parse_args()
    faces = load_faces(a.faces / "validation.csv")
    sessions = [onnxruntime.InferenceSession(str(m)) for m in a.model]
    print("| faces |" + " 7 classes | 4 classes | FER+ |" * len(sessions) + "\n|---|" + "---|---|---|" * len(sessions))
    for name, change in CHANGES.items():
        random = np.random.default_rng(1)
        pixels = np.stack([change(face, random) for face in faces.pixels])
        row = [cell for session in sessions for cell in cells(answers(session, pixels), faces)]
        print(f"| {name} | " + " | ".join(row) + " |", flush=True)


if __name__ == "__main__":
    main()
