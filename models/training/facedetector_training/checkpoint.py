"""A run's whole state in one compressed numpy file: weights, their moving average, the optimiser's, the places mined."""

import json
from pathlib import Path

import numpy as np
import torch

from .network import FaceDetector


def save(path: Path, network, average, optimiser, hard: np.ndarray, progress: dict) -> None:
    """Write beside the file and put it in its place, so that a stop at any time leaves a whole one."""
    arrays = {f"network/{k}": v.numpy() for k, v in network.state_dict().items()}
    arrays |= {f"average/{k}": v.numpy() for k, v in average.state_dict().items()}
    for (name, _), state in zip(network.named_parameters(), optimiser.state_dict()["state"].values()):
        arrays |= {f"optimiser/{name}/{k}": v.numpy() for k, v in state.items()}
    part = path.with_suffix(".part.npz")
    np.savez_compressed(part, hard=hard, progress=json.dumps(progress), **arrays)
    part.replace(path)


def restore(path: Path, network, average, optimiser) -> tuple[np.ndarray, dict]:
    """Bring all three back; the mined places and the progress are the answer."""
    with np.load(path) as file:
        def under(prefix):
            return {k[len(prefix):]: torch.from_numpy(file[k].copy()) for k in file.files if k.startswith(prefix)}
        network.load_state_dict(under("network/"))
        average.load_state_dict(under("average/"))
        state = optimiser.state_dict()
        state["state"] = {i: under(f"optimiser/{name}/") for i, (name, _) in enumerate(network.named_parameters())
                          if f"optimiser/{name}/step" in file.files}
        optimiser.load_state_dict(state)
        return file["hard"], json.loads(str(file["progress"]))


def steps_so_far(path: Path) -> int:
    """The steps of a checkpoint and of those that it began with."""
    with np.load(path) as file:
        progress = json.loads(str(file["progress"]))
    return progress.get("before", 0) + progress["step"]


def averaged(path: Path, kind=FaceDetector):
    """The network of a kind with a checkpoint's shape and averaged weights, ready to answer."""
    with np.load(path) as file:
        network = kind(**json.loads(str(file["progress"])).get("shape", {}))
        network.load_state_dict({k[8:]: torch.from_numpy(file[k].copy()) for k in file.files if k.startswith("average/")})
    return network.eval()
