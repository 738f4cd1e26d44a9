"""Train the face detector on the CPU: resumable, for a given time.

    python -m facedetector_training.train --photos FOLDER --cache FOLDER --run FOLDER [--seconds 6000] [--from FILE.npz]

A checkpoint is written every five minutes and when asked to stop (SIGTERM, SIGINT); the same command goes on from it. Time spent stopped does not count. `--from`
begins a new run (and a new cosine) with the weights and the optimiser of a checkpoint, or with the weights of a narrower one.
"""

import queue
import threading

import numpy as np
import torch

from . import running
from .compose import HEIGHT, WIDTH, Sources, composed, shown
from .data import load
from .loss import loss_of
from .mine import mined
from .network import FaceDetector, standardised


def arguments(given=None):
    p = running.arguments(__doc__, batch=32, rate=3e-3, decay=.02, kind="FaceDetector")
    p.add_argument("--mine", type=float, default=300, help="seconds of training between looks for hard places, each in a third of the scenes")
    return p.parse_args(given)


class Pictures:
    """Batches from a pool of composed pictures, of which each is shown about three times, every time spoiled anew."""

    def __init__(self, sources: Sources, count: int, pool: int = 1500):
        self.sources, self.count, self.size, self.pool = sources, count, pool, []

    def batch(self, random) -> tuple[torch.Tensor, torch.Tensor]:
        """Standardised pictures [count, 1, HEIGHT, WIDTH] and their boxes [count, m, 15], agreed 0 where there is none."""
        old = self.count - self.count // 3 if len(self.pool) >= self.size else 0
        new = [composed(self.sources, random) for _ in range(self.count - old)]
        made = [shown(*picture, random, False) for picture in new]
        made += [shown(*self.pool[i], random, True) for i in random.integers(0, max(1, len(self.pool)), old)]
        self.pool = (self.pool + new)[-self.size:]
        pixels, rows = np.zeros((self.count, 1, HEIGHT, WIDTH), np.uint8), torch.tensor([len(picture) for picture, _ in made])
        boxes = np.zeros((self.count, max(1, max(len(b) for _, b in made)), 15), np.float32)
        for i, (picture, found) in enumerate(made):
            pixels[i, 0, :len(picture)] = picture
            boxes[i, :len(found)] = found
        return standardised(torch.from_numpy(pixels), rows), torch.from_numpy(boxes)


def batches(sources: Sources, count: int, seed: int, step: int):
    """Batches for ever, two ahead, composed in a thread beside the network's."""
    ready = queue.Queue(2)

    def work():
        number, pictures = step, Pictures(sources, count)
        while True:
            ready.put(pictures.batch(np.random.default_rng([seed, number])))
            number += 1
    threading.Thread(target=work, daemon=True).start()
    while True:
        yield ready.get()


def train(a) -> None:
    run = running.Run(a, FaceDetector)
    sources = Sources(load(a.photos, "people", "train", a.cache), load(a.photos, "faces", "train", a.cache),
                      load(a.photos, "scenes", "train", a.cache), run.hard)
    print(f"{run.parameters} parameters, {len(sources.people)} pictures of people, {len(sources.alone)} faces, {len(sources.scenes)} scenes, "
          f"from step {run.step}", flush=True)
    for x, boxes in batches(sources, a.batch, a.seed, run.step):
        rate = run.set_rate()
        run.learn(*loss_of(run.network(x.contiguous(memory_format=torch.channels_last)), boxes))
        if run.step % 100 == 0:
            print(f"{run.line(rate)} hard {len(sources.hard)}", flush=True)
        if run.seconds - run.progress["mined"] > a.mine and run.seconds > .1 * a.seconds:
            look = int(run.seconds / a.mine)
            places = mined(run.average, sources.scenes, range(look % 3, len(sources.scenes), 3), (.6, 1., 1.4)[look // 3 % 3])
            print(f"mined {len(places)}", flush=True)
            run.hard = sources.hard = np.concatenate([places, sources.hard])[:4000]
            run.progress["mined"] = run.seconds
            run.without_clock()
        if run.has_ended():
            break


if __name__ == "__main__":
    train(arguments())
