"""Go on from an exported file where no checkpoint is left: `train --from FILE.onnx`.

An exported network has no batch norm any more. Its convolutions are put back, and each norm is set so that it does
nothing yet: scale and shift are the deviation and mean of what the convolution gives for some training faces. A head that
the file lacks begins anew.

A deeper network can go on from a shallower one: a convolution at a stage's end that the file lacks begins as the
identity (Chen et al. 2016, Net2Net), so that nothing learned is lost.
"""

from pathlib import Path

import onnx
import torch
from onnx import numpy_helper
from torch.nn import functional as F

from .network import DiracConvolution, EmotionNetwork


@torch.no_grad()
def unfold(network: EmotionNetwork, model: Path, faces: torch.Tensor) -> None:
    """Give `network` the weights of an exported network of the same shape or a shallower one.

    `faces` [n, 1, 48, 48], standardised.
    """
    graph = onnx.load(str(model)).graph
    values = {t.name: torch.from_numpy(numpy_helper.to_array(t).copy()).to(faces.device) for t in graph.initializer}
    convolutions = [(values[n.input[1]], values[n.input[2]]) for n in graph.node if n.op_type == "Conv"]
    heads = {n.output[0]: (values[n.input[1]], values[n.input[2]]) for n in graph.node if n.op_type == "Gemm"}
    network.eval()
    x = faces
    for layer in network.body:
        if not isinstance(layer, DiracConvolution):
            x = layer(x)
            continue
        if layer.scale is not None:
            layer.scale.fill_(1)
        identity = layer.kernel() - layer.weight
        if convolutions and convolutions[0][0].shape == layer.weight.shape:
            kernel, bias = convolutions.pop(0)
        elif layer.scale is not None:
            kernel, bias = identity, torch.zeros(len(identity), device=faces.device)
        else:
            raise ValueError(f"{model} holds a network of another shape: no convolution for {tuple(layer.weight.shape)}")
        layer.weight.copy_(kernel - identity)
        raw = F.conv2d(x, kernel, stride=layer.stride, padding=1)
        mean, variance = raw.mean((0, 2, 3)), raw.var((0, 2, 3))
        layer.norm.running_mean.copy_(mean)
        layer.norm.running_var.copy_(variance)
        layer.norm.weight.copy_(torch.sqrt(variance + layer.norm.eps))
        layer.norm.bias.copy_(mean + bias)
        x = F.relu(raw + bias[:, None, None])
    if convolutions:
        raise ValueError(f"{model} holds a deeper network: {len(convolutions)} convolutions are left over")
    for name, (weight, bias) in heads.items():
        getattr(network, name).weight.copy_(weight)
        getattr(network, name).bias.copy_(bias)
