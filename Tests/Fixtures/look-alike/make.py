#!/usr/bin/env python3
"""make.py: writes small networks for 8 x 8 pictures that differ in one layer: maxima.onnx is one that XNNPACK can run,
means.onnx takes means of squares of four instead, and curved.onnx has a sigmoid for a ReLU. Needs numpy and onnx."""

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper


def network(pooling: str, bend: str) -> onnx.ModelProto:
    random = np.random.default_rng(3)
    weights = {"kernel": random.normal(size=(4, 1, 3, 3)), "bias": random.normal(size=4), "out": random.normal(size=(3, 4)),
               "shift": random.normal(size=3)}
    nodes = [
        helper.make_node("Conv", ["face", "kernel", "bias"], ["a"], kernel_shape=[3, 3], pads=[1, 1, 1, 1], strides=[1, 1]),
        helper.make_node(bend, ["a"], ["b"]),
        helper.make_node(pooling, ["b"], ["c"], kernel_shape=[2, 2], strides=[2, 2]),
        helper.make_node("ReduceMean", ["c"], ["d"], axes=[2, 3], keepdims=0),
        helper.make_node("Gemm", ["d", "out", "shift"], ["answer"], transB=1),
    ]
    graph = helper.make_graph(
        nodes, "look-alike", [helper.make_tensor_value_info("face", TensorProto.FLOAT, [1, 1, 8, 8])],
        [helper.make_tensor_value_info("answer", TensorProto.FLOAT, [1, 3])],
        [numpy_helper.from_array(value.astype(np.float32), name) for name, value in weights.items()])
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 11)], ir_version=7)


folder = Path(__file__).parent
for name, layers in {"maxima": ("MaxPool", "Relu"), "means": ("AveragePool", "Relu"), "curved": ("MaxPool", "Sigmoid")}.items():
    onnx.save(network(*layers), folder / f"{name}.onnx")
