"""Export a trained checkpoint: emotion.onnx, emotion.json that says how to use it, and reference.json, what this
framework answers to some validation faces, so that the shipping path can be held against it.

    python -m emotunes_training.export --faces FOLDER --run FOLDER --out models/emotion [--scores ferplus] [--offsets] [--mood FILE]

Calibration is fitted on validation: a temperature per head, and with --offsets one per FER+ class, which goes into the last
layer (vector scaling without the scale, Guo et al. 2017): the network learns how votes are spread, and a face of which
most people say "sad" keeps many votes for "neutral". What is printed beside them is cross-fitted on halves.

The section "mood" holds the constants by which the product tells a mood from this network's scores. They come from --mood (what
`emotunes-evaluate fit --out` writes), else from the manifest that is already in --out, else from a first guess on validation;
the resting scores are measured on validation in any case but the first.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import torch

from .data import SIDE, load_faces
from .labels import EMOTIONS, FERPLUS
from .measure import figures, logits
from .mood import mood_section
from .network import EmotionNetwork, Shape

FERPLUS_EMOTIONS = {"neutral": "neutral", "happiness": "happy", "surprise": "surprise", "sadness": "sad",
                    "anger": "angry", "disgust": "disgust", "fear": "fear"}


def softmax(values, temperature=1.):
    z = values / temperature
    z = np.exp(z - z.max(1, keepdims=True))
    return z / z.sum(1, keepdims=True)


def calibration_error(probabilities, labels, bins=15) -> float:
    """Expected calibration error: top-label confidence, equal-width bins."""
    confidence, right = probabilities.max(1), probabilities.argmax(1) == labels
    slot = np.minimum((confidence * bins).astype(int), bins - 1)
    return float(sum(abs(right[slot == b].mean() - confidence[slot == b].mean()) * (slot == b).mean()
                     for b in range(bins) if (slot == b).any()))


def fitted_temperature(values, labels) -> float:
    """The temperature with the least negative log-likelihood."""
    def loss(t):
        return -np.log(softmax(values, t)[np.arange(len(labels)), labels] + 1e-12).mean()
    candidates = np.exp(np.linspace(np.log(.3), np.log(3), 231))
    return float(min(candidates, key=loss))


def fitted_offsets(values, labels, ridge=.002):
    """An offset per class with the least negative log-likelihood beside a temperature of its own; rare classes stay near 0."""
    z, y = torch.from_numpy(values).float(), torch.from_numpy(labels).long()
    gain, offsets = torch.zeros(1, requires_grad=True), torch.zeros(z.shape[1], requires_grad=True)
    optimiser = torch.optim.LBFGS([gain, offsets], max_iter=100, line_search_fn="strong_wolfe")

    def loss():
        optimiser.zero_grad()
        value = torch.nn.functional.cross_entropy(z * gain.exp() + offsets, y) + ridge * (offsets ** 2).sum()
        value.backward()
        return value
    optimiser.step(loss)
    with torch.no_grad():
        return ((offsets - offsets.mean()) / gain.exp()).numpy()


def cross_fitted(values, labels, with_offsets: bool, times=5) -> dict:
    """Calibration error and accuracy with each half's calibration fitted on the other half, mean over some halvings."""
    errors, right = [], []
    for seed in range(times):
        half = np.random.default_rng(seed).permutation(len(labels)) % 2
        probabilities = np.zeros_like(values)
        for h in (0, 1):
            fit = half != h
            offsets = fitted_offsets(values[fit], labels[fit]) if with_offsets else 0
            probabilities[~fit] = softmax(values[~fit] + offsets, fitted_temperature(values[fit] + offsets, labels[fit]))
        errors.append(calibration_error(probabilities, labels))
        right.append((probabilities.argmax(1) == labels).mean())
    return {"calibrationError": float(np.mean(errors)), "accuracy": float(np.mean(right))}


def check_pattern():
    i = np.arange(SIDE * SIDE)
    return (((i % SIDE * 7 + i // SIDE * 13) % 48) / 24 - 1).astype(np.float32).reshape(1, 1, SIDE, SIDE)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--faces", type=Path, required=True)
    p.add_argument("--run", type=Path, required=True, help="folder with checkpoint.pt")
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("--scores", choices=["fer2013", "ferplus"], default="ferplus", help="the head the daemon uses")
    p.add_argument("--offsets", action="store_true", help="offsets per FER+ class, for a network that nothing is trained from")
    p.add_argument("--mood", type=Path, help="the mood's constants, as emotunes-evaluate fit --out writes them")
    a = p.parse_args()
    state = torch.load(a.run / "checkpoint.pt", map_location="cpu", weights_only=False)
    network = EmotionNetwork(Shape(**state["shape"]))
    network.load_state_dict(state["average"])
    network.eval()
    folded = network.folded().float()
    validation = load_faces(a.faces / "validation.csv")
    fer, plus = logits(network, validation, precise=True)
    known, held = validation.fer2013 >= 0, validation.majority >= 0
    crossed = {"fer2013": cross_fitted(fer[known], validation.fer2013[known], False),
               "ferplus": cross_fitted(plus[held], validation.majority[held], a.offsets)}
    offsets = fitted_offsets(plus[held], validation.majority[held]) if a.offsets else np.zeros(len(FERPLUS), np.float32)
    plus = plus + offsets
    with torch.no_grad():
        folded.ferplus.bias += torch.from_numpy(offsets).to(folded.ferplus.bias)
    pairs = {"fer2013": (fer[known], validation.fer2013[known]), "ferplus": (plus[held], validation.majority[held])}

    a.out.mkdir(parents=True, exist_ok=True)
    model = a.out / "emotion.onnx"
    torch.onnx.export(folded, torch.zeros(1, 1, SIDE, SIDE), str(model), dynamo=False, opset_version=13,
                      input_names=["face"], output_names=["fer2013", "ferplus"])
    with torch.no_grad():
        answers = dict(zip(("fer2013", "ferplus"), (h[0].tolist() for h in folded(torch.from_numpy(check_pattern())))))
    manifest = {
        "format": 2, "file": model.name, "bytes": model.stat().st_size, "side": SIDE,
        "normalisation": "standardise", "epsilon": .255, "margin": 0.,
        "heads": {
            "fer2013": {"output": "fer2013", "labels": EMOTIONS, "emotions": {e: e for e in EMOTIONS},
                        "temperature": round(fitted_temperature(*pairs["fer2013"]), 4)},
            "ferplus": {"output": "ferplus", "labels": FERPLUS, "emotions": FERPLUS_EMOTIONS,
                        "temperature": round(fitted_temperature(*pairs["ferplus"]), 4)},
        },
        "scores": a.scores,
        "mood": {},
        "check": {k: [round(v, 5) for v in values] for k, values in answers.items()},
        "made": {"epochs": state["epoch"], "parameters": sum(q.numel() for q in network.parameters()),
                 "multiplyAdds": network.multiply_adds(), "validation": figures(fer, plus, validation),
                 "offsets": {label: round(float(b), 3) for label, b in zip(FERPLUS, offsets)}, "crossFitted": crossed},
    }
    head = manifest["heads"][a.scores]
    values = {"fer2013": fer, "ferplus": plus}[a.scores]
    manifest["mood"] = mood_section(softmax(values, head["temperature"]), head, validation, a.mood, a.out / "emotion.json")
    (a.out / "emotion.json").write_text(json.dumps(manifest, indent=2) + "\n")
    rows = list(range(0, len(validation), len(validation) // 32))[:32]
    reference = {"labels": "validation.csv", "rows": rows,
                 "probabilities": {"fer2013": softmax(fer[rows]).tolist(), "ferplus": softmax(plus[rows]).tolist()}}
    (a.out / "reference.json").write_text(json.dumps(reference) + "\n")
    print(json.dumps(manifest["made"], indent=2))


if __name__ == "__main__":
    main()
