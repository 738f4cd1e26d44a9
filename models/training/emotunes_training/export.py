"""Export a trained checkpoint: emotion.onnx, emotion.json that says how to use it, and reference.json, what this
framework answers to some validation faces, so that the shipping path can be held against it; "once" is without mirror images.

    python -m emotunes_training.export --faces FOLDER --run FOLDER --out models/emotion [--scores ferplus] [--offsets]
        [--photos FOLDER [--photos-share .2]] [--balance 0] [--neutral 0] [--again 0] [--fer2013 FILE] [--mood FILE]

With --model FILE.onnx in place of --run, an exported network is calibrated anew; its offsets are added to.

With --fer2013, FER2013's head is that of another exported network, which is copied beside; emotion.onnx answers for FER+ alone
then, and the figures for FER2013's classes are the other's. Without it a fer2013.onnx in --out is taken away. With --photos, press photographs of validation are fitted on too.

Calibration is fitted on validation: a temperature per head, and with --offsets one per FER+ class, which goes into the last
layer (vector scaling without the scale, Guo et al. 2017): the network learns how votes are spread, and a face of which
most people say "sad" keeps many votes for "neutral". --balance says how much of the offsets' fit counts every class alike, as
logit adjustment does (Menon et al. 2021), so that rare ones are recognised too. With --again, the mirror image of a face counts
too where the likeliest label's probability lies below that; of which faces, the fit on all says. What is printed beside them is
cross-fitted on halves.

The section "mood" holds the constants by which the product tells a mood from this network's scores. They come from --mood (what
`emotunes-evaluate fit --out` writes), else with --model from that file's manifest, carried over to the new offsets and
temperature, else from the manifest that is already in --out, else from a first guess on validation;
the resting scores are measured on validation in any case but the first.
"""

import argparse
import dataclasses
import json
import shutil
from pathlib import Path

import numpy as np
import onnxruntime
import torch

from .data import SIDE, load_faces, standardise
from .labels import EMOTIONS, FERPLUS
from .measure import figures, logits
from .mood import mood_section
from .network import EmotionNetwork, Shape
from .photographs import load_photographs
from .resume import unfold

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


def fitted_temperature(values, labels, weights=None) -> float:
    """The temperature with the least negative log-likelihood."""
    def loss(t):
        return np.average(-np.log(softmax(values, t)[np.arange(len(labels)), labels] + 1e-12), weights=weights)
    candidates = np.exp(np.linspace(np.log(.3), np.log(3), 231))
    return float(min(candidates, key=loss))


def fitted_offsets(values, labels, weights=None, ridge=.002):
    """An offset per class with the least negative log-likelihood beside a temperature of its own; rare classes stay near 0."""
    z, y = torch.from_numpy(values).float(), torch.from_numpy(labels).long()
    counts = torch.ones(len(y)) if weights is None else torch.from_numpy(weights).float()
    gain, offsets = torch.zeros(1, requires_grad=True), torch.zeros(z.shape[1], requires_grad=True)
    optimiser = torch.optim.LBFGS([gain, offsets], max_iter=100, line_search_fn="strong_wolfe")

    def loss():
        optimiser.zero_grad()
        each = torch.nn.functional.cross_entropy(z * gain.exp() + offsets, y, reduction="none")
        value = (counts * each).sum() / counts.sum() + ridge * (offsets ** 2).sum()
        value.backward()
        return value
    optimiser.step(loss)
    with torch.no_grad():
        return ((offsets - offsets.mean()) / gain.exp()).numpy()


class Calibration:
    """FER+ faces of validation, and press photographs called neutral or happy where there are any: what the offsets and the
    temperature of FER+'s head are fitted on.

    The photographs count `share` times as much as the faces, however many they are: little, because what suits the press
    better costs accuracy on FER+ (docs/model.md). Of the faces' weight in the fit of the offsets, `balance` is spread evenly over the
    classes; `neutral` is added to the offset of neutral."""

    PRESS = {"neutral": FERPLUS.index("neutral"), "happy": FERPLUS.index("happiness")}

    def __init__(self, faces, truth, press=None, labels=(), share: float = .2, balance: float = 0., neutral: float = 0.):
        news = np.array([self.PRESS.get(label, -1) for label in labels], np.int64)
        known = news >= 0
        press = np.zeros((0, faces.shape[1]), faces.dtype) if press is None else press[known]
        self.values, self.labels = np.concatenate([faces, press]), np.concatenate([truth, news[known]])
        self.is_press = np.arange(len(self.labels)) >= len(truth)
        self.weights = np.where(self.is_press, share / max(1, len(press)), 1 / len(truth))
        alike = 1 / np.maximum(1, np.bincount(truth, minlength=faces.shape[1]))[self.labels] / len(np.unique(truth))
        self.balanced = np.where(self.is_press, self.weights, (1 - balance) * self.weights + balance * alike)
        self.neutral = neutral

    def fitted(self, rows=slice(None), with_offsets=True) -> tuple[np.ndarray, float]:
        """Offsets and temperature that suit these rows best."""
        values, labels = self.values[rows], self.labels[rows]
        offsets = np.zeros(values.shape[1], np.float32)
        if with_offsets:
            offsets = fitted_offsets(values, labels, self.balanced[rows])
            offsets[FERPLUS.index("neutral")] += self.neutral
        return offsets, fitted_temperature(values + offsets, labels, self.weights[rows])

    def read(self, offsets, temperature, rows=slice(None)) -> np.ndarray:
        """Probabilities; of a photograph those of the product's seven emotions."""
        values = self.values[rows] + offsets
        if self.is_press.any():
            values[self.is_press[rows], FERPLUS.index("contempt")] = -np.inf
        return softmax(values, temperature)

    def cross_fitted(self, with_offsets: bool, times=5) -> dict:
        """Figures with each half's calibration fitted on the other half, mean over some halvings."""
        said = []
        for seed in range(times):
            half = np.random.default_rng(seed).permutation(len(self.labels)) % 2
            probabilities = np.zeros_like(self.values)
            for h in (0, 1):
                offsets, temperature = self.fitted(half != h, with_offsets)
                probabilities[half == h] = self.read(offsets, temperature, half == h)
            said.append(self.figures(probabilities))
        return {name: float(np.mean([one[name] for one in said])) for name in said[0]}

    def figures(self, probabilities) -> dict:
        said, right = probabilities.argmax(1), probabilities.argmax(1) == self.labels
        faces = ~self.is_press
        recall = [(said == c)[faces & (self.labels == c)].mean() for c in np.unique(self.labels[faces])]
        out = {"calibrationError": calibration_error(probabilities[faces], self.labels[faces]), "accuracy": right[faces].mean(),
               "meanRecall": np.mean(recall)}
        if self.is_press.any():
            out["pressCalibrationError"] = calibration_error(probabilities[self.is_press], self.labels[self.is_press])
            out |= {"press" + name.title(): right[self.is_press & (self.labels == c)].mean() for name, c in self.PRESS.items()}
        return {name: float(value) for name, value in out.items()}


class Looks:
    """FER+'s logits of faces and of their mirror images, and what counts: the mean of both where the first is not sure."""

    def __init__(self, network, faces):
        mirrored = dataclasses.replace(faces, pixels=np.ascontiguousarray(faces.pixels[:, :, ::-1]))
        self.plain, self.mirrored = (np.asarray(logits(network, one, precise=True)[1]) for one in (faces, mirrored))

    def counted(self, offsets, temperature, again: float) -> np.ndarray:
        """Without the offsets."""
        unsure = softmax(self.plain + offsets, temperature).max(1) < again
        return np.where(unsure[:, None], (self.plain + self.mirrored) / 2, self.plain)


def network_of(run: Path | None, model: Path | None, faces) -> tuple[EmotionNetwork, dict]:
    """A run's averaged network or that of an exported file, and what is known of its making."""
    if run:
        state = torch.load(run / "checkpoint.pt", map_location="cpu", weights_only=False)
        network = EmotionNetwork(Shape(**state["shape"]))
        network.load_state_dict(state["average"])
        return network.eval(), {"epochs": state["epoch"], "offsets": {}}
    network = EmotionNetwork()
    unfold(network, model, standardise(torch.from_numpy(faces.pixels[:512]).float()[:, None]))
    manifest = json.loads((model.parent / "emotion.json").read_text())
    return network.eval(), {"epochs": manifest["made"]["epochs"], "offsets": manifest["made"]["offsets"], "manifest": manifest}


class OneHead(torch.nn.Module):
    """A network's answer for FER+ alone."""

    def __init__(self, network: EmotionNetwork):
        super().__init__()
        self.network = network

    def forward(self, x):
        return self.network(x)[1]


def answered(model: Path, inputs) -> np.ndarray:
    """FER2013's logits float32 [n, 7] of an exported network for standardised faces [n, 1, 48, 48], one at a time."""
    session = onnxruntime.InferenceSession(str(model))
    return np.concatenate([session.run(["fer2013"], {"face": x[None]})[0] for x in inputs])


def check_pattern():
    i = np.arange(SIDE * SIDE)
    return (((i % SIDE * 7 + i // SIDE * 13) % 48) / 24 - 1).astype(np.float32).reshape(1, 1, SIDE, SIDE)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--faces", type=Path, required=True)
    source = p.add_mutually_exclusive_group(required=True)
    source.add_argument("--run", type=Path, help="folder with checkpoint.pt")
    source.add_argument("--model", type=Path, help="an exported network of the usual shape, beside its manifest")
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("--scores", choices=["fer2013", "ferplus"], default="ferplus", help="the head the daemon uses")
    p.add_argument("--offsets", action="store_true", help="an offset per FER+ class")
    p.add_argument("--photos", type=Path, help="press photographs, on which FER+'s head is calibrated as well")
    p.add_argument("--photos-share", type=float, default=.2, help="how many times as much they count as FER+'s faces, all together")
    p.add_argument("--balance", type=float, default=0., help="how much of the offsets' fit counts every FER+ class alike, 0 to 1")
    p.add_argument("--neutral", type=float, default=0., help="added to the offset of FER+'s neutral: rather a smile missed than a "
                   "face at rest called happy")
    p.add_argument("--again", type=float, default=0., help="the probability below which a face's mirror image counts too")
    p.add_argument("--fer2013", type=Path, help="an exported network that answers for FER2013's head instead of this run's")
    p.add_argument("--mood", type=Path, help="the mood's constants, as emotunes-evaluate fit --out writes them")
    a = p.parse_args()
    if a.model and not a.fer2013:
        p.error("--model has FER+'s head alone: --fer2013 says which file answers for the other")
    if (a.balance or a.neutral) and not a.offsets:
        p.error("--balance and --neutral are part of the offsets: give --offsets too")
    if a.again and a.scores != "ferplus":
        p.error("--again is for FER+'s head")
    validation = load_faces(a.faces / "validation.csv")
    network, known_of = network_of(a.run, a.model, validation)
    folded = network.folded().float()
    fer = logits(network, validation, precise=True)[0]
    known, held = validation.fer2013 >= 0, validation.majority >= 0
    a.out.mkdir(parents=True, exist_ok=True)
    other = a.out / "fer2013.onnx"
    if a.fer2013:
        if a.fer2013.resolve() != other.resolve():
            shutil.copyfile(a.fer2013, other)
        fer = answered(other, standardise(validation.pixels[:, None].astype(np.float32)))
    press, labels = load_photographs(a.photos, "validation", stills=False) if a.photos else (None, ())
    sevens = Calibration(fer[known], validation.fer2013[known])
    looks, news = Looks(network, validation), Looks(network, press) if a.photos else None
    offsets, temperature = np.zeros(len(FERPLUS), np.float32), 1.
    # Which faces are looked at again hangs on the calibration, and the other way round.
    for again in (0., a.again, a.again, a.again):
        plus = looks.counted(offsets, temperature, again)
        eights = Calibration(plus[held], validation.majority[held], news and news.counted(offsets, temperature, again), labels,
                             a.photos_share, a.balance, a.neutral)
        offsets, temperature = eights.fitted(with_offsets=a.offsets)
    crossed = {"fer2013": sevens.cross_fitted(False), "ferplus": eights.cross_fitted(a.offsets)}
    plus = looks.counted(offsets, temperature, a.again) + offsets
    with torch.no_grad():
        folded.ferplus.bias += torch.from_numpy(offsets).to(folded.ferplus.bias)

    model = a.out / "emotion.onnx"
    shipped, outputs = (OneHead(folded).eval(), ["ferplus"]) if a.fer2013 else (folded, ["fer2013", "ferplus"])
    torch.onnx.export(shipped, torch.zeros(1, 1, SIDE, SIDE), str(model), dynamo=False, opset_version=13,
                      input_names=["face"], output_names=outputs)
    if not a.fer2013:
        other.unlink(missing_ok=True)
    with torch.no_grad():
        answers = dict(zip(("fer2013", "ferplus"), (h[0].tolist() for h in folded(torch.from_numpy(check_pattern())))))
    if a.fer2013:
        answers["fer2013"] = answered(other, check_pattern())[0].tolist()
    manifest = {
        "format": 2, "file": model.name, "bytes": model.stat().st_size, "side": SIDE,
        "normalisation": "standardise", "epsilon": .255, "margin": 0.,
        "heads": {
            "fer2013": {"output": "fer2013", "labels": EMOTIONS, "emotions": {e: e for e in EMOTIONS},
                        "temperature": round(sevens.fitted(with_offsets=False)[1], 4)}
            | ({"file": other.name, "bytes": other.stat().st_size} if a.fer2013 else {}),
            "ferplus": {"output": "ferplus", "labels": FERPLUS, "emotions": FERPLUS_EMOTIONS,
                        "temperature": round(temperature, 4)} | ({"againBelow": a.again} if a.again else {}),
        },
        "scores": a.scores,
        "mood": {},
        "check": {k: [round(v, 5) for v in values] for k, values in answers.items()},
        "made": {"epochs": known_of["epochs"], "parameters": sum(q.numel() for q in network.parameters()),
                 "multiplyAdds": network.multiply_adds(), "validation": figures(fer, plus, validation),
                 "offsets": {label: round(known_of["offsets"].get(label, 0) + float(b), 3) for label, b in zip(FERPLUS, offsets)},
                 "photosShare": a.photos_share if a.photos else 0, "balance": a.balance, "neutral": a.neutral,
                 "fitted": eights.figures(eights.read(offsets, temperature)), "crossFitted": crossed},
    }
    head = manifest["heads"][a.scores]
    values = {"fer2013": fer, "ferplus": plus}[a.scores]
    path = a.out / "emotion.json"
    earlier = known_of.get("manifest") or (json.loads(path.read_text()) if path.exists() else {})
    added = dict(zip(FERPLUS, offsets.tolist())) if a.model and a.scores == "ferplus" else None
    manifest["mood"] = mood_section(softmax(values, head["temperature"]), head, validation, a.mood, earlier, added)
    path.write_text(json.dumps(manifest, indent=2) + "\n")
    rows = list(range(0, len(validation), len(validation) // 32))[:32]
    reference = {"labels": "validation.csv", "rows": rows,
                 "probabilities": {"fer2013": softmax(fer[rows]).tolist(), "ferplus": softmax(plus[rows]).tolist()},
                 "once": {"ferplus": softmax(looks.plain[rows] + offsets).tolist()}}
    (a.out / "reference.json").write_text(json.dumps(reference) + "\n")
    print(json.dumps(manifest["made"], indent=2))


if __name__ == "__main__":
    main()
