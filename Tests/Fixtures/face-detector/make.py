"""Make the two networks and the manifest of this folder: a face detector as small as can be, in the form of the shipped
one. To the first network every cell of 8 x 8 pixels that is bright is a face of two cells; a brighter middle is more of a
face. To the second network a face is what is brighter in the middle of its square than around it; it says that the face
fills the square but for the margin, and is a little right of the middle.

    python make.py        (needs onnx and numpy)
"""

import json
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

ANSWERS = 15
SIDE = 64
SHARE = 1.75
FOLDER = Path(__file__).parent


def saved(name, nodes, shape, outputs, weights):
    graph = helper.make_graph(
        nodes, "fixture", [helper.make_tensor_value_info("frame", TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info(o, TensorProto.FLOAT, s) for o, s in outputs],
        [numpy_helper.from_array(w, n) for n, w in weights.items()])
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=7), FOLDER / name)
    return (FOLDER / name).stat().st_size


def proposer():
    weights, nodes, outputs = {}, [], []
    for stride in (8, 16, 32):
        weight, bias = np.zeros((ANSWERS, 1, 1, 1), np.float32), np.zeros(ANSWERS, np.float32)
        if stride == 8:
            weight[0], bias[0] = 2, -3
            bias[3] = bias[4] = np.log(2)
        else:
            bias[0] = -9
        weights[f"weight{stride}"], weights[f"bias{stride}"] = weight, bias
        nodes.append(helper.make_node("AveragePool", ["frame"], [f"mean{stride}"], kernel_shape=[stride] * 2, strides=[stride] * 2))
        nodes.append(helper.make_node("Conv", [f"mean{stride}", f"weight{stride}", f"bias{stride}"], [f"stride{stride}"], kernel_shape=[1, 1]))
        outputs.append((f"stride{stride}", [1, ANSWERS, f"h{stride}", f"w{stride}"]))
    return saved("face-detector.onnx", nodes, [1, 1, "height", "width"], outputs, weights)


# Of the 4 x 4 means of a square, the four in the middle count for a face, the others against it.
MIDDLE = np.pad(np.full((2, 2), 1 / 4), 1).ravel() - np.pad(np.zeros((2, 2)), 1, constant_values=1 / 12).ravel()
ANSWER = [-1, .05, 0, np.log(1 / SHARE), np.log(1 / SHARE), -.1, -.1, .1, -.1, 0, 0, -.08, .1, .08, .1]


def refiner():
    weight = np.zeros((ANSWERS, 16), np.float32)
    weight[0] = MIDDLE
    nodes = [
        helper.make_node("AveragePool", ["crop"], ["means"], kernel_shape=[16, 16], strides=[16, 16]),
        helper.make_node("Flatten", ["means"], ["row"]),
        helper.make_node("Gemm", ["row", "weight", "bias"], ["face"], transB=1),
    ]
    graph = helper.make_graph(
        nodes, "fixture", [helper.make_tensor_value_info("crop", TensorProto.FLOAT, [1, 1, SIDE, SIDE])],
        [helper.make_tensor_value_info("face", TensorProto.FLOAT, [1, ANSWERS])],
        [numpy_helper.from_array(weight, "weight"), numpy_helper.from_array(np.array(ANSWER, np.float32), "bias")])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=7)
    onnx.save(model, FOLDER / "face-refiner.onnx")
    return (FOLDER / "face-refiner.onnx").stat().st_size


def pattern(width, height):
    i = np.arange(width * height)
    return ((i % width * 7 + i // width * 13) % 48 / 24 - 1).reshape(height, width)


def main():
    near = pattern(64, 64)
    cells = near.reshape(8, 8, 8, 8).mean((1, 3))
    row = np.array(ANSWER) + np.pad([MIDDLE @ pattern(SIDE, SIDE).reshape(4, 16, 4, 16).mean((1, 3)).ravel()], (0, ANSWERS - 1))
    manifest = {
        "model": "face-detector.onnx", "bytes": proposer(),
        "input": {"wholeFrame": [192, 128], "nearLastPlace": [64, 64], "multipleOf": 32},
        "standardise": {"floor": 4.0},
        "outputs": {"names": ["stride8", "stride16", "stride32"], "strides": [8, 16, 32]},
        "calibration": {"scale": 1.0, "offset": 0.0},
        "sameFace": 0.2,
        "check": {"stride8": float((np.abs(2 * cells - 3).mean() + 2 * np.log(2)) / ANSWERS), "stride16": 9 / ANSWERS, "answer": "mean absolute"},
        "refiner": {
            "model": "face-refiner.onnx", "bytes": refiner(), "input": {"side": SIDE, "share": SHARE}, "output": "face",
            "proposalLogit": -1.5, "calibration": {"scale": 4.0, "offset": 0.0}, "threshold": 0.5,
            "check": float(np.abs(row).mean()),
        },
    }
    (FOLDER / "face-detector.json").write_text(json.dumps(manifest, indent=2) + "\n")


if __name__ == "__main__":
    main()
