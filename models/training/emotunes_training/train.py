"""Train the emotion network: resumable, seeded, on CPU (bf16) or GPU.

    python -m emotunes_training.train --faces FOLDER --run FOLDER [--epochs 60] [--shape JSON] [--teacher FILE.npz]

A checkpoint is written after every epoch (--every); started again with the same --run, training goes on from it.
"""

import argparse
import json
import math
import time
from pathlib import Path

import numpy as np
import torch

from .data import Faces, load_faces, standardise
from .labels import EMOTIONS, FERPLUS
from .measure import figures, logits
from .network import EmotionNetwork, Shape
from .photographs import as_taught, joined, load_photographs, read_as, taught
from .resume import unfold
from .step import Labels, Step
from .teach import probabilities


def arguments(given=None):
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--faces", type=Path, required=True)
    p.add_argument("--run", type=Path, required=True)
    p.add_argument("--photos", type=Path, help="news photographs to learn from as well (see photographs.py)")
    p.add_argument("--epochs", type=int, default=60)
    p.add_argument("--seconds", type=float, default=0, help="as many epochs as fit in this time instead of --epochs (not resumable)")
    p.add_argument("--stop-after", type=int, default=0, help="end early after this many epochs, for short comparisons")
    p.add_argument("--every", type=int, default=1, help="epochs between checkpoints and measurements")
    p.add_argument("--batch", type=int, default=128)
    p.add_argument("--rate", type=float, default=2e-3)
    p.add_argument("--decay", type=float, default=.05)
    p.add_argument("--mixup", type=float, default=.2)
    p.add_argument("--smoothing", type=float, default=.05)
    p.add_argument("--average", type=float, default=.998, help="decay of the moving average of weights")
    p.add_argument("--teacher", type=Path, help="stored teacher probabilities for the training faces (npz)")
    p.add_argument("--live", type=Path, action="append", default=[], help="a run's folder whose network is asked about every picture "
                   "the student sees; may be repeated")
    p.add_argument("--teacher-weight", type=float, default=1.)
    p.add_argument("--plus-weight", type=float, default=1., help="how much more FER+'s answers count than FER2013's")
    p.add_argument("--repeat-rare", type=int, default=1, help="how often an epoch shows a face whose most voted FER+ emotion "
                   "holds under 3 %% of the faces")
    p.add_argument("--photos-for-ferplus", action="store_true", help="photographs teach FER+'s head alone; FER2013's is held to what "
                   "the --from network says of them")
    p.add_argument("--repeat-photos", type=int, default=1, help="how often an epoch shows a photograph; beside --repeat-rare, "
                   "so much more often")
    p.add_argument("--strength", type=float, default=1., help="how strong the augmentation is, 0 to 1")
    p.add_argument("--grow", default="0:48", help="side of the training faces from each part of the epochs on, for example "
                   "0:32,0.4:40,0.75:48: small faces make early epochs cheap; 40c shows a part of the face in its own size")
    p.add_argument("--precision", choices=["bf16", "float32"], default="bf16", help="float32 is faster on some CPUs")
    p.add_argument("--from", dest="start", type=Path, help="an exported network of the same shape to go on from")
    p.add_argument("--shape", default="{}", help="network layout as JSON, see network.Shape")
    p.add_argument("--seed", type=int, default=1)
    return p.parse_args(given)


def trained(run: Path, device: str) -> EmotionNetwork:
    """A run's averaged network, folded into plain convolutions."""
    state = torch.load(run / "checkpoint.pt", map_location="cpu", weights_only=False)
    network = EmotionNetwork(Shape(**state["shape"]))
    network.load_state_dict(state["average"])
    return network.eval().folded().to(device, memory_format=torch.channels_last).requires_grad_(False)


def shown(faces: Faces, repeat_rare: int) -> torch.Tensor:
    """The rows of one epoch, int64: every face once, rare ones more often (see --repeat-rare)."""
    voted = faces.votes.sum(1) > 0
    emotion = np.where(voted, faces.votes.argmax(1), -1)
    share = np.bincount(emotion[voted], minlength=len(FERPLUS)) / voted.sum()
    rare = np.flatnonzero(voted & (share[emotion] < .03))
    return torch.from_numpy(np.concatenate([np.arange(len(faces))] + [rare] * (repeat_rare - 1)))


def train(a) -> dict:
    """Train as the arguments say; the last measurement on validation is the answer."""
    a.run.mkdir(parents=True, exist_ok=True)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.manual_seed(a.seed)
    torch.backends.cudnn.benchmark = True
    order_of = torch.Generator().manual_seed(a.seed)
    random = None if device == "cuda" else torch.Generator().manual_seed(a.seed)
    train, validation = load_faces(a.faces / "train.csv"), load_faces(a.faces / "validation.csv")
    teacher = np.load(a.teacher)["probabilities"].astype(np.float32) if a.teacher else None
    unseen = {"": load_photographs(a.photos, "validation"), "press ": load_photographs(a.photos, "validation", stills=False)} if a.photos else {}
    posed = len(train)
    if a.photos:
        news = taught(load_photographs(a.photos, "train", stills=False)[0])
        lessons = as_taught(news)
        if a.photos_for_ferplus:
            lessons[:, :len(EMOTIONS)] = probabilities(a.start, news.pixels, 1.)[:, :len(EMOTIONS)]
            news.fer2013[:] = -1
        train = joined(train, news)
        teacher = teacher if teacher is None else np.concatenate([teacher, lessons])
    pixels = torch.from_numpy(train.pixels).to(device)
    teacher = teacher if teacher is None else torch.from_numpy(teacher)

    network = EmotionNetwork(Shape(**json.loads(a.shape))).to(device, memory_format=torch.channels_last)
    if a.start:
        some = train.pixels[torch.randperm(len(train), generator=order_of)[:1024].numpy()]
        unfold(network, a.start, standardise(torch.from_numpy(some).float()[:, None]).to(device))
    average = EmotionNetwork(network.shape).to(device, memory_format=torch.channels_last)
    average.load_state_dict(network.state_dict())
    step = Step(network, average, pixels, Labels(train, a.smoothing, teacher, device), a, random,
                [trained(run, device) for run in a.live])
    rows_shown = torch.cat([shown(train, a.repeat_rare)] + [torch.arange(posed, len(train))] * (a.repeat_photos - 1))
    per_epoch, warm = len(rows_shown) // a.batch, 500
    print(f"{sum(p.numel() for p in network.parameters())} parameters, {network.multiply_adds() / 1e6:.1f} M multiply-adds, "
          f"{len(train)} training faces, {len(rows_shown)} shown an epoch, {device}", flush=True)

    epoch, count, result = 0, 0, {}
    checkpoint = a.run / "checkpoint.pt"
    if checkpoint.exists():
        state = torch.load(checkpoint, map_location=device, weights_only=False)
        network.load_state_dict(state["network"])
        average.load_state_dict(state["average"])
        step.optimiser.load_state_dict(state["optimiser"])
        for group in step.optimiser.param_groups:
            group["lr"] = step.rate if device == "cuda" else 0.
        order_of.set_state(state["order"].cpu())
        torch.cuda.set_rng_state(state["random"].cpu()) if random is None else random.set_state(state["random"].cpu())
        epoch, count = state["epoch"], state["step"]

    sides = [(float(part), int(side.rstrip("c")), side.endswith("c")) for part, side in (pair.split(":") for pair in a.grow.split(","))]
    start = began = time.time()
    network.train()
    last = 10**9 if a.seconds else a.stop_after or a.epochs
    while epoch < last:
        part = epoch / a.epochs if not a.seconds else min(.9999, (time.time() - start) / a.seconds)
        _, side, crop = max(phase for phase in sides if phase[0] <= part)
        order = rows_shown[torch.randperm(len(rows_shown), generator=order_of)[:per_epoch * a.batch]].reshape(per_epoch, a.batch).to(device)
        for i, rows in enumerate(order):
            if not a.seconds:
                part = count / (per_epoch * a.epochs)
            elif i % 16 == 0:
                step.loss.item()
                part = min(1., (time.time() - start) / a.seconds)
            step.run(rows, a.rate * min(1, (count + 1) / warm) * .5 * (1 + math.cos(math.pi * part)), side, crop)
            count += 1
        epoch += 1
        ended = epoch == last or (a.seconds and part >= .999)
        if epoch % a.every == 0 or ended:
            result = figures(*logits(average, validation, precise=a.precision != "bf16"), validation)
            for kind, (photographs, labels) in unseen.items():
                said = logits(average, photographs, precise=a.precision != "bf16")[1]
                result |= {kind + word: read_as(said, labels, word) for word in ("neutral", "happy")}
            print(f"epoch {epoch:3d} loss {step.loss.item():.3f} " + " ".join(f"{k} {v:.4f}" for k, v in result.items())
                  + f" side {side} seconds {time.time() - began:.1f}", flush=True)
            state = {"network": network.state_dict(), "average": average.state_dict(), "optimiser": step.optimiser.state_dict(),
                     "order": order_of.get_state(), "random": torch.cuda.get_rng_state() if random is None else random.get_state(),
                     "epoch": epoch, "step": count, "shape": network.shape.as_dict(), "figures": result}
            torch.save(state, checkpoint.with_suffix(".part"))
            checkpoint.with_suffix(".part").replace(checkpoint)
            began = time.time()
        if ended:
            break
    return result


if __name__ == "__main__":
    train(arguments())
