"""Train the emotion network: resumable, seeded, on CPU (bf16) or GPU.

    python -m emotunes_training.train --faces FOLDER --run FOLDER [--epochs 60] [--shape JSON] [--teacher FILE.npz]

A checkpoint is written after every epoch; started again with the same --run, training goes on from it.
"""

import argparse
import json
import math
import time
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

from .augment import augment
from .data import load_faces, standardise
from .measure import figures, logits
from .network import EmotionNetwork, Shape
from .resume import unfold


def arguments():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--faces", type=Path, required=True)
    p.add_argument("--run", type=Path, required=True)
    p.add_argument("--epochs", type=int, default=60)
    p.add_argument("--stop-after", type=int, default=0, help="end early after this many epochs, for short comparisons")
    p.add_argument("--batch", type=int, default=128)
    p.add_argument("--rate", type=float, default=2e-3)
    p.add_argument("--decay", type=float, default=.05)
    p.add_argument("--mixup", type=float, default=.2)
    p.add_argument("--smoothing", type=float, default=.05)
    p.add_argument("--average", type=float, default=.998, help="decay of the moving average of weights")
    p.add_argument("--teacher", type=Path, help="stored teacher probabilities for the training faces (npz)")
    p.add_argument("--teacher-weight", type=float, default=1.)
    p.add_argument("--strength", type=float, default=1., help="how strong the augmentation is, 0 to 1")
    p.add_argument("--grow", default="0:48", help="side of the training faces from each part of the epochs on, for example "
                   "0:32,0.4:40,0.75:48: small faces make early epochs cheap; 40c shows a part of the face in its own size")
    p.add_argument("--precision", choices=["bf16", "float32"], default="bf16", help="float32 is faster on some CPUs")
    p.add_argument("--from", dest="start", type=Path, help="an exported network of the same shape to go on from")
    p.add_argument("--shape", default="{}", help="network layout as JSON, see network.Shape")
    p.add_argument("--seed", type=int, default=1)
    return p.parse_args()


def losses(heads, fer, plus, known, voted, teacher, a):
    """Cross-entropy against FER2013's labels and FER+'s vote distribution, and against a teacher where there is one."""
    log7, log8 = (F.log_softmax(h.float(), 1) for h in heads)
    loss = -((log7 * fer).sum(1) * known).sum() / known.sum() - ((log8 * plus).sum(1) * voted).sum() / voted.sum()
    if teacher is not None:
        taught = -(log7 * teacher[:, :7]).sum(1).mean() - (log8 * teacher[:, 7:]).sum(1).mean()
        loss = (loss + a.teacher_weight * taught) / (1 + a.teacher_weight)
    return loss


def main():
    a = arguments()
    a.run.mkdir(parents=True, exist_ok=True)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.manual_seed(a.seed)
    random = torch.Generator().manual_seed(a.seed)
    train, validation = load_faces(a.faces / "train.csv"), load_faces(a.faces / "validation.csv")
    pixels = torch.from_numpy(train.pixels)
    fer = F.one_hot(torch.from_numpy(train.fer2013).clamp(min=0), 7).float() * (1 - a.smoothing) + a.smoothing / 7
    known = torch.from_numpy(train.fer2013 >= 0).float()
    plus = torch.from_numpy(train.distribution)
    voted = (plus.sum(1) > 0).float()
    teacher = torch.from_numpy(np.load(a.teacher)["probabilities"].astype(np.float32)) if a.teacher else None

    network = EmotionNetwork(Shape(**json.loads(a.shape))).to(device, memory_format=torch.channels_last)
    if a.start:
        some = torch.from_numpy(train.pixels[torch.randperm(len(train), generator=random)[:1024].numpy()])
        unfold(network, a.start, standardise(some.float()[:, None]).to(device))
    average = EmotionNetwork(network.shape).to(device, memory_format=torch.channels_last)
    average.load_state_dict(network.state_dict())
    decayed = [p for p in network.parameters() if p.dim() > 1]
    plain = [p for p in network.parameters() if p.dim() <= 1]
    optimiser = torch.optim.AdamW([{"params": decayed, "weight_decay": a.decay}, {"params": plain, "weight_decay": 0}], lr=a.rate)
    steps = len(train) // a.batch
    total, warm = steps * a.epochs, 500
    print(f"{sum(p.numel() for p in network.parameters())} parameters, {network.multiply_adds() / 1e6:.1f} M multiply-adds, "
          f"{len(train)} training faces, {device}", flush=True)

    epoch, step = 0, 0
    checkpoint = a.run / "checkpoint.pt"
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=False)
        network.load_state_dict(state["network"]); average.load_state_dict(state["average"])
        optimiser.load_state_dict(state["optimiser"]); random.set_state(state["random"])
        epoch, step = state["epoch"], state["step"]

    sides = [(float(part), int(side.rstrip("c")), side.endswith("c")) for part, side in (pair.split(":") for pair in a.grow.split(","))]
    while epoch < (a.stop_after or a.epochs):
        network.train()
        began, running = time.time(), 0.
        _, side, crop = max(phase for phase in sides if phase[0] <= epoch / a.epochs)
        order = torch.randperm(len(train), generator=random)[:steps * a.batch].reshape(steps, a.batch)
        for rows in order:
            rate = a.rate * min(1, (step + 1) / warm) * .5 * (1 + math.cos(math.pi * min(1, step / total)))
            for group in optimiser.param_groups:
                group["lr"] = rate
            x = standardise(augment(pixels[rows].float()[:, None], random, side, a.strength, crop))
            batch = [fer[rows], plus[rows], known[rows], voted[rows], teacher[rows] if teacher is not None else None]
            if a.mixup:
                share = float(np.random.default_rng(a.seed * 1_000_003 + step).beta(a.mixup, a.mixup))
                other = torch.randperm(a.batch, generator=random)
                x = share * x + (1 - share) * x[other]
                batch = [None if b is None else share * b + (1 - share) * b[other] if b.dim() > 1
                         else torch.minimum(b, b[other]) for b in batch]
            x = x.to(device, memory_format=torch.channels_last)
            batch = [b if b is None else b.to(device) for b in batch]
            with torch.autocast(device, torch.bfloat16, enabled=a.precision == "bf16"):
                heads = network(x)
            loss = losses(heads, *batch, a)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 2.)
            optimiser.step()
            step += 1
            decay = min(a.average, step / (step + 100))
            with torch.no_grad():
                for kept, now in zip(average.state_dict().values(), network.state_dict().values()):
                    kept.lerp_(now, 1 - decay) if kept.is_floating_point() else kept.copy_(now)
            running += loss.item()
        epoch += 1
        result = figures(*logits(average, validation, precise=a.precision != "bf16"), validation)
        print(f"epoch {epoch:3d} loss {running / steps:.3f} " + " ".join(f"{k} {v:.4f}" for k, v in result.items())
              + f" side {side} seconds {time.time() - began:.0f}", flush=True)
        state = {"network": network.state_dict(), "average": average.state_dict(), "optimiser": optimiser.state_dict(),
                 "random": random.get_state(), "epoch": epoch, "step": step, "shape": network.shape.as_dict(), "figures": result}
        torch.save(state, checkpoint.with_suffix(".part"))
        checkpoint.with_suffix(".part").replace(checkpoint)


if __name__ == "__main__":
    main()
