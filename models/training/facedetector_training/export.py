"""Export both stages' averaged networks: face-detector.onnx, face-refiner.onnx and face-detector.json, which says how to use them.

    python -m facedetector_training.export --photos FOLDER --cache FOLDER --checkpoint FILE.npz --refiner FILE.npz --out models/face-detector

OpenCV's dnn is held against torch at several sizes of the frame before anything is kept.
"""

import argparse
import datetime
import json
from pathlib import Path

import numpy as np
import onnx
import torch

from . import checkpoint
from .calibrate import fitted
from .compose import SMALLEST
from .detect import SAME, FileDetector, TorchDetector, detected
from .network import STRIDES, folded
from .refiner import SHARE, SIDE, FaceRefiner
from .twostage import AGAIN, LOOKS, MOST, PROPOSAL, FileRefiner, TorchRefiner, TwoStages

OUTPUTS = [f"stride{s}" for s in STRIDES]
WHOLE, NEAR = (384, 288), (128, 128)
CHECKED = [WHOLE, NEAR, (256, 192), (96, 96), (384, 224), (384, 288)]


def written(network, path: Path, size=WHOLE, name="frame", outputs=OUTPUTS) -> None:
    torch.onnx.export(folded(network).to(memory_format=torch.contiguous_format), torch.zeros(1, 1, size[1], size[0]), str(path),
                      input_names=[name], output_names=outputs, opset_version=13, dynamo=False)
    without_shared_weights(path)


def pattern(width: int, height: int) -> np.ndarray:
    """An input that anybody can make again, to tell whether a file of weights is whole."""
    x, y = np.meshgrid(np.arange(width), np.arange(height))
    return (((x * 7 + y * 13) % 48) / 24 - 1).astype(np.float32)[None, None]


def amount(values: np.ndarray) -> float:
    return round(float(np.abs(values).mean()), 6)


def without_shared_weights(path: Path) -> None:
    """Give every layer weights of its own: the exporter stores equal ones once, behind a node that OpenCV 4.6 cannot read."""
    model = onnx.load(path)
    graph, weights = model.graph, {w.name: w for w in model.graph.initializer}
    for node in [n for n in graph.node if n.op_type == "Identity" and n.input[0] in weights]:
        copy = graph.initializer.add()
        copy.CopyFrom(weights[node.input[0]])
        copy.name = node.output[0]
        graph.node.remove(node)
    onnx.save(model, path)


def difference(network, path: Path) -> float:
    """The largest difference between OpenCV's answers and torch's, one net asked at one size after another."""
    file, own, random, worst = FileDetector(path, OUTPUTS), TorchDetector(network), np.random.default_rng(1), 0.
    for width, height in CHECKED:
        frame = random.standard_normal((1, 1, height, width)).astype(np.float32)
        for a, b in zip(file.maps(frame), own.maps(frame)):
            if a.shape != b.shape:
                raise SystemExit(f"{path}: OpenCV answers {a.shape} for {width} x {height}, torch {b.shape}")
            worst = max(worst, float(np.abs(a - b).max()))
    return worst


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--photos", type=Path, required=True)
    p.add_argument("--cache", type=Path, required=True)
    p.add_argument("--checkpoint", type=Path, required=True)
    p.add_argument("--refiner", type=Path, required=True, help="the second stage's checkpoint")
    p.add_argument("--out", type=Path, required=True)
    a = p.parse_args()
    a.out.mkdir(parents=True, exist_ok=True)
    network, part = checkpoint.averaged(a.checkpoint), a.out / "face-detector.part.onnx"
    written(network, part)
    worst = difference(network, part)
    if worst > 1e-3:
        raise SystemExit(f"OpenCV and torch differ by {worst}")
    tried = FileDetector(part, OUTPUTS)
    scale, offset, counted = fitted(lambda picture, least: detected(tried, picture, WHOLE, least), a.photos, a.cache)
    path = a.out / "face-detector.onnx"
    part.replace(path)
    first = FileDetector(path, OUTPUTS)
    refiner, closer = checkpoint.averaged(a.refiner, FaceRefiner), a.out / "face-refiner.onnx"
    written(refiner, closer, (SIDE, SIDE), "crop", ["face"])
    file, own = FileRefiner(closer), TorchRefiner(folded(refiner))
    random = np.random.default_rng(2)
    apart = max(float(np.abs(file.answers(x) - own.answers(x)).max())
                for x in (random.standard_normal((1, 1, SIDE, SIDE)).astype(np.float32) for _ in range(20)))
    if apart > 1e-3:
        raise SystemExit(f"OpenCV and torch differ by {apart} in the second stage")
    stages = TwoStages(first, file, WHOLE)
    closer_scale, closer_offset, closer_counted = fitted(stages.found, a.photos, a.cache)
    near = first.maps(pattern(*NEAR))
    manifest = {
        "model": path.name, "date": datetime.date.today().isoformat(),
        "source": {"training": "models/training/facedetector_training", "steps": checkpoint.steps_so_far(a.checkpoint),
                   "parameters": sum(p.numel() for p in network.parameters())},
        "input": {"name": "frame", "layout": "1 x 1 x height x width, float32", "multipleOf": 32,
                  "wholeFrame": list(WHOLE), "nearLastPlace": list(NEAR),
                  "fit": "scale to fit, upper left corner, the rest 0 after standardising"},
        "standardise": {"formula": "(x - mean) / (deviation + floor)", "over": "what the picture fills", "floor": 4.},
        "outputs": {"names": OUTPUTS, "strides": list(STRIDES), "layout": "1 x 15 x rows x columns",
                    "cellMiddle": "((column + 0.5) * stride, (row + 0.5) * stride)",
                    "channels": ["faceLogit", "middleX", "middleY", "logWidth", "logHeight", "rightEyeX", "rightEyeY", "leftEyeX",
                                 "leftEyeY", "noseX", "noseY", "mouthRightX", "mouthRightY", "mouthLeftX", "mouthLeftY"],
                    "units": "middles and landmarks in strides from the cell's middle; exp(log size) in strides; right is the person's"},
        "calibration": {"formula": "1 / (1 + exp(-(scale * faceLogit + offset)))", "scale": round(scale, 4), "offset": round(offset, 4),
                        "fittedOn": counted},
        "sameFace": SAME, "smallestSide": SMALLEST, "bytes": path.stat().st_size,
        "check": {"input": "((x * 7 + y * 13) % 48) / 24 - 1 at the near size", "answer": "mean absolute value of an output",
                  **{name: amount(o) for name, o in zip(OUTPUTS, near)}},
        "refiner": {
            "model": closer.name, "bytes": closer.stat().st_size,
            "source": {"steps": checkpoint.steps_so_far(a.refiner),
                       "parameters": sum(p.numel() for p in refiner.parameters())},
            "input": {"name": "crop", "layout": "1 x 1 x 64 x 64, float32", "side": SIDE, "share": SHARE,
                      "fit": "a square of share sides (root of the box's area) around the find's middle; the frame's edge goes on"},
            "output": "face",
            "channels": "those of the first stage's cells; offsets from the crop's middle and sizes in sides of the crop",
            "proposalLogit": PROPOSAL, "proposals": MOST, "againLogit": AGAIN,
            "againLooks": [{"size": size, "mirrored": mirror} for size, mirror in LOOKS],
            "calibration": {"scale": round(closer_scale, 4), "offset": round(closer_offset, 4), "fittedOn": closer_counted},
            "threshold": .5, "check": amount(file.answers(pattern(SIDE, SIDE))),
        },
    }
    (a.out / "face-detector.json").write_text(json.dumps(manifest, indent=2) + "\n")
    print(f"{path}: {path.stat().st_size} bytes, largest difference to torch {worst:.1e}, scale {scale:.3f} offset {offset:.3f}, {counted}; "
          f"{closer}: {closer.stat().st_size} bytes, {apart:.1e}, scale {closer_scale:.3f} offset {closer_offset:.3f}, {closer_counted}")


if __name__ == "__main__":
    main()
