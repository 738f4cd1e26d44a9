"""Places in training scenes where the network sees a face; train asks for them itself, this prints how many there are.

    python -m facedetector_training.mine --photos FOLDER --cache FOLDER --checkpoint FILE.npz
"""

import argparse
from pathlib import Path

import cv2
import numpy as np
import torch

from .detect import decoded
from .network import folded, standardised

FRAME = (320, 256)


def mined(network, scenes, among, scale: float, least=-.7, most=3, batch=16) -> np.ndarray:
    """Places [n, 4] (scene, middle x and y, side; in the scene's pixels) with a logit above `least`, at most `most` a scene,
    in the scenes of these numbers, shown at `scale` of their size."""
    size = tuple(int(np.ceil(v * scale / 32)) * 32 for v in FRAME)
    found, network = [], folded(network)
    for start in range(0, len(among), batch):
        pictures, rows = [], []
        for i in among[start:start + batch]:
            picture = scenes.picture(i)
            h, w = picture.shape
            small = cv2.resize(picture, (max(1, round(w * scale)), max(1, round(h * scale))),
                               interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
            # columns beyond the picture show its edge: only rows can be left out of the standardisation
            canvas = cv2.copyMakeBorder(small, 0, size[1] - small.shape[0], 0, size[0] - small.shape[1], cv2.BORDER_REPLICATE)
            pictures.append(canvas)
            rows.append(small.shape[0])
        with torch.inference_mode():
            x = standardised(torch.from_numpy(np.stack(pictures))[:, None], torch.tensor(rows))
            maps = [o.numpy() for o in network(x.contiguous(memory_format=torch.channels_last))]
        for k in range(len(pictures)):
            for box in decoded([m[k] for m in maps], least)[:most]:
                middle = (box[:2] + box[2:4] / 2) / scale
                found.append([among[start + k], *middle, np.sqrt(box[2] * box[3]) / scale])
    return np.array(found, np.float32).reshape(-1, 4)


if __name__ == "__main__":
    from .checkpoint import averaged
    from .data import load
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--photos", type=Path, required=True)
    p.add_argument("--cache", type=Path, required=True)
    p.add_argument("--checkpoint", type=Path, required=True)
    a = p.parse_args()
    scenes = load(a.photos, "scenes", "train", a.cache)
    for scale in (.6, 1., 1.5):
        places = mined(averaged(a.checkpoint), scenes, range(len(scenes)), scale)
        print(f"scale {scale}: {len(places)} places in {len(set(places[:, 0]))} of {len(scenes)} scenes")
