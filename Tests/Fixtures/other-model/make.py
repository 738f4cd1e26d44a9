"""Make emotion.onnx and emotion.json of this folder: a network as small as can be that shares nothing with the shipped one
but the form of its manifest. It looks at 32 x 32 pixels and compares the mean brightness of the four quarters; bright at the
top is "joy", at the bottom "grief", on the left "rage", on the right "sleepy", which stands for no emotion.

    python make.py        (needs onnx and numpy)
"""

import json
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

SIDE = 32
LABELS = ["sleepy", "grief", "calm", "joy", "rage"]
EMOTIONS = {"grief": "sad", "calm": "neutral", "joy": "happy", "rage": "angry"}
# Of each label, what the quarters top left, top right, bottom left and bottom right count.
WEIGHTS = np.array([[-1, 1, -1, 1], [-1, -1, 1, 1], [0, 0, 0, 0], [1, 1, -1, -1], [1, -1, 1, -1]], np.float32)
BIAS = np.array([0, 0, .5, .25, 0], np.float32)


def network():
    nodes = [
        helper.make_node("AveragePool", ["picture"], ["quarters"], kernel_shape=[16, 16], strides=[16, 16]),
        helper.make_node("Flatten", ["quarters"], ["row"]),
        helper.make_node("Gemm", ["row", "weights", "bias"], ["answer"], transB=1),
    ]
    graph = helper.make_graph(
        nodes, "quarters", [helper.make_tensor_value_info("picture", TensorProto.FLOAT, [1, 1, SIDE, SIDE])],
        [helper.make_tensor_value_info("answer", TensorProto.FLOAT, [1, len(LABELS)])],
        [numpy_helper.from_array(WEIGHTS, "weights"), numpy_helper.from_array(BIAS, "bias")])
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=7)


def check_answer():
    i = np.arange(SIDE * SIDE)
    pattern = (((i % SIDE * 7 + i // SIDE * 13) % 48) / 24 - 1).reshape(2, 16, 2, 16)
    return (WEIGHTS @ pattern.mean((1, 3)).reshape(4) + BIAS).tolist()


def main():
    folder = Path(__file__).parent
    model = folder / "emotion.onnx"
    onnx.save(network(), model)
    values = lambda other, **named: {e: named.get(e, other) for e in
                                     ("angry", "disgust", "fear", "happy", "neutral", "sad", "surprise")}
    manifest = {
        "format": 2, "file": model.name, "bytes": model.stat().st_size, "side": SIDE,
        "normalisation": "standardise", "epsilon": 1.0, "margin": 0.0,
        "heads": {"quarters": {"output": "answer", "labels": LABELS, "emotions": EMOTIONS, "temperature": 0.8}},
        "scores": "quarters",
        "mood": {
            # As if it had learned from hardly any sad face: what it takes for calm or a little joy may well be grief.
            "priorCorrection": values(0., sad=2.5),
            "temperature": 0.5, "outlierShare": 0.2,
            "transitionPrior": values(0.01, angry=0.2, happy=0.2, neutral=0.2, sad=0.37),
            "expectedDwellFactor": 1.0,
            "restingLogScores": values(-9.21, angry=-1.6, happy=-1.2, neutral=-1.0, sad=-1.6),
        },
        "check": {"quarters": [round(v, 6) for v in check_answer()]},
    }
    (folder / "emotion.json").write_text(json.dumps(manifest, indent=2) + "\n")


if __name__ == "__main__":
    main()
