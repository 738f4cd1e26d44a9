"""Export a checkpoint's averaged network: face-detector.onnx and face-detector.json, which says how to use it.

    python -m facedetector_training.export --photos FOLDER --cache FOLDER --checkpoint FILE.npz --out models/face-detector

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
from .detect import SAME, FileDetector, TorchDetector
from .network import STRIDES, folded

OUTPUTS = [f"stride{s}" for s in STRIDES]
WHOLE, NEAR = (384, 288), (128, 128)
CHECKED = [WHOLE, NEAR, (256, 192), (96, 96), (384, 224), (384, 288)]


def written(network, path: Path) -> None:
    torch.onnx.export(folded(network).to(memory_format=torch.contiguous_format), torch.zeros(1, 1, WHOLE[1], WHOLE[0]), str(path),
                      input_names=["frame"], output_names=OUTPUTS, opset_version=13, dynamo=False)
    without_shared_weights(path)


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
    p.add_argument("--out", type=Path, required=True)
    a = p.parse_args()
    a.out.mkdir(parents=True, exist_ok=True)
    network, part = checkpoint.averaged(a.checkpoint), a.out / "face-detector.part.onnx"
    written(network, part)
    worst = difference(network, part)
    if worst > 1e-3:
        raise SystemExit(f"OpenCV and torch differ by {worst}")
    scale, offset, counted = fitted(FileDetector(part, OUTPUTS), WHOLE, a.photos, a.cache)
    path = a.out / "face-detector.onnx"
    part.replace(path)
    with np.load(a.checkpoint) as file:
        progress = json.loads(str(file["progress"]))
    manifest = {
        "model": path.name, "date": datetime.date.today().isoformat(),
        "source": {"training": "models/training/facedetector_training", "steps": progress.get("before", 0) + progress["step"],
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
        "sameFace": SAME, "smallestSide": SMALLEST,
    }
    (a.out / "face-detector.json").write_text(json.dumps(manifest, indent=2) + "\n")
    print(f"{path}: {path.stat().st_size} bytes, largest difference to torch {worst:.1e}, scale {scale:.3f} offset {offset:.3f}, {counted}")


if __name__ == "__main__":
    main()
