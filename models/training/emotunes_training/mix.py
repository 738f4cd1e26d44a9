"""Average the weights of a network and of one that went on from it (Wortsman et al. 2022, "robust fine-tuning").

    python -m emotunes_training.mix --run S --with H --share .3 --out E

Either is a run's folder or an exported file. `share` is how much of the second goes in, `fer2013-share` another one for the
head of FER2013's classes. The answer is a run's folder, for `export`.
"""

import argparse
from pathlib import Path

import onnx
import torch

from .data import SIDE
from .network import DiracConvolution, EmotionNetwork, Shape
from .resume import unfold
from .train import trained


def network_of(path: Path) -> EmotionNetwork:
    """The folded network of a run, or of an exported file of the usual shape."""
    if path.is_dir():
        return trained(path, "cpu")
    outputs = {output.name for output in onnx.load(str(path)).graph.output}
    if outputs != {"fer2013", "ferplus"}:
        raise ValueError(f"{path} answers for {', '.join(sorted(outputs))} alone; what is mixed has both heads")
    network = EmotionNetwork()
    unfold(network, path, torch.randn(64, 1, SIDE, SIDE))
    return network.eval().folded().requires_grad_(False)


def unfolded(folded: EmotionNetwork) -> dict:
    """The state of a network in training's form that does what the folded one does."""
    network = EmotionNetwork(folded.shape)
    for layer, plain in zip(network.body, folded.body):
        if isinstance(layer, DiracConvolution):
            identity = layer.kernel() - layer.weight
            layer.weight.data = plain[0].weight.data - identity.detach()
            layer.norm.weight.data.fill_((1 + layer.norm.eps) ** .5)
            layer.norm.bias.data = plain[0].bias.data
        else:
            layer.load_state_dict(plain.state_dict())
    network.fer2013.load_state_dict(folded.fer2013.state_dict())
    network.ferplus.load_state_dict(folded.ferplus.state_dict())
    return network.state_dict()


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--run", type=Path, required=True)
    p.add_argument("--with", dest="other", type=Path, required=True)
    p.add_argument("--share", type=float, default=.3)
    p.add_argument("--fer2013-share", type=float)
    p.add_argument("--out", type=Path, required=True)
    a = p.parse_args()
    first, second = network_of(a.run), network_of(a.other)
    with torch.no_grad():
        for (name, one), other in zip(first.named_parameters(), second.parameters()):
            is_other_head = name.startswith("fer2013.") and a.fer2013_share is not None
            one.lerp_(other, a.fer2013_share if is_other_head else a.share)
    # An exported file does not say.
    epochs = [torch.load(r / "checkpoint.pt", map_location="cpu", weights_only=False)["epoch"] for r in (a.run, a.other) if r.is_dir()]
    a.out.mkdir(parents=True, exist_ok=True)
    torch.save({"average": unfolded(first), "shape": Shape.as_dict(first.shape), "epoch": sum(epochs)}, a.out / "checkpoint.pt")


if __name__ == "__main__":
    main()
