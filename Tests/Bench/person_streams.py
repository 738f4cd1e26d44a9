#!/usr/bin/env python3
"""Streams of one person each, made of photographs, and what the product makes of them.

    person_streams.py --photos ../shared/photos --out STREAMS [--split validation] [--least 3] [--most-photographs 50] [--parts 4]
        [--seconds 150] [--seed 1] [--evaluate .build/release/emotunes-evaluate] [--detector network]

Every person with at least --least photographs called neutral and as many called happy gets a stream; persons with more
than --most-photographs are left out: they were filmed, and labelled by what they played. So many parts, neutral and
happy in turn, each photograph held for 3 to 20 seconds at a place that wanders a little, before a scene without
anybody. A photograph of another expression of theirs comes in one of ten slots, an empty scene in one of twenty.
Nearly half a person's photographs are press portraits, so one misread picture comes back again and again: harder than
a day at a desk. Streams that exist already are kept. With --evaluate all of them are run and summed up.

Needs NumPy, Pillow and ffmpeg.
"""
import argparse, collections, csv, json, pathlib, statistics, subprocess, sys
import numpy as np
from PIL import Image

WIDTH, HEIGHT, FPS, CELL, COLUMNS = 640, 480, 2, 160, 20
SCENE = (320, 240, 10)


def sheets(folder):
    opened = {}

    def cell(name, index, width, height, columns):
        if name not in opened:
            opened[name] = np.asarray(Image.open(folder / name).convert("L"))
        y, x = divmod(index, columns)
        return opened[name][y * height:(y + 1) * height, x * width:(x + 1) * width]
    return cell


def people(photos, split, least, most):
    """For every person with enough of both: {emotion: [picture, ...]}."""
    by_person = {}
    rows = list(csv.DictReader(open(photos / "faces.csv", encoding="utf-8")))
    often = collections.Counter((row["split"], row["person"]) for row in rows)
    for row in rows:
        if often[row["split"], row["person"]] > most:
            continue
        if split in ("all", row["split"]) and int(row["agreed"]) >= 2 and row["emotion"]:
            by_person.setdefault(row["person"], {}).setdefault(row["emotion"], []).append(
                (f"{int(row['sheet']):02d}.webp", int(row["index"])))
    return {p: e for p, e in sorted(by_person.items()) if min(len(e.get(k, ())) for k in ("neutral", "happy")) >= least}


def scenes(photos, split):
    return [(f"{int(r['sheet']):02d}.webp", int(r["index"]), int(r["width"]), int(r["height"]))
            for r in csv.DictReader(open(photos / "scenes.csv", encoding="utf-8"))
            if r["kind"] == "scene" and split in ("all", r["split"])]


def paste(frame, picture, size, x, y):
    big = np.asarray(Image.fromarray(picture).resize((size, size), Image.BICUBIC)).astype(np.float32)
    ramp = np.clip(np.minimum(np.arange(size), np.arange(size)[::-1]) / (size * .04), 0, 1)
    mask = np.minimum.outer(ramp, ramp)
    place = frame[y:y + size, x:x + size]
    place[:] = place * (1 - mask) + big * mask


def render(a, person, pictures, rng, out):
    face, room = sheets(a.photos / "faces"), sheets(a.photos / "scenes")
    name, index, width, height = a.rooms[rng.integers(len(a.rooms))]
    still = room(name, index, *SCENE)[:height, :width]
    still = np.asarray(Image.fromarray(still).resize((WIDTH, HEIGHT), Image.BICUBIC)).astype(np.float32)
    part_file = out.with_suffix(".part.mp4")
    encoder = subprocess.Popen(
        ["ffmpeg", "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "gray", "-s", f"{WIDTH}x{HEIGHT}", "-r", str(FPS),
         "-i", "-", "-c:v", "libx264", "-pix_fmt", "yuv420p", "-preset", "ultrafast", "-crf", "30", str(part_file)],
        stdin=subprocess.PIPE)
    noise = rng.normal(0, 2, (8, HEIGHT, WIDTH)).astype(np.float32)
    truth, slots, others = [], [], [e for e in pictures if e not in ("neutral", "happy")]
    for part in range(a.parts):
        mood, begin = ("neutral", "happy")[part % 2], part * a.seconds
        truth.append({"mood": mood, "start": begin, "end": begin + a.seconds})
        left = round(a.seconds * FPS)
        while left:
            frames = min(left, round(rng.uniform(3, 20) * FPS))
            begin_slot = begin + a.seconds - left / FPS
            left -= frames
            draw, shown = rng.random(), mood
            if draw < .1 and others:
                shown = others[rng.integers(len(others))]
            nobody = .1 <= draw < .15
            name, index = pictures[shown][rng.integers(len(pictures[shown]))]
            slots.append({"t": begin_slot, "seconds": frames / FPS, "shown": "empty" if nobody else shown})
            picture, size = face(name, index, CELL, CELL, COLUMNS), int(rng.uniform(200, 300))
            x, y = rng.uniform(60, WIDTH - size - 60), rng.uniform(20, HEIGHT - size - 20)
            for _ in range(frames):
                frame = still.copy()
                x = float(np.clip(x + rng.normal(0, 1.5), 8, WIDTH - size - 8))
                y = float(np.clip(y + rng.normal(0, 1.5), 8, HEIGHT - size - 8))
                if not nobody:
                    paste(frame, picture, size, int(x), int(y))
                frame += np.roll(noise[rng.integers(len(noise))], rng.integers(HEIGHT), 0)
                encoder.stdin.write(np.clip(frame, 0, 255).astype(np.uint8).tobytes())
    encoder.stdin.close()
    if encoder.wait():
        sys.exit(f"ffmpeg failed on {out}")
    out.with_suffix(".json").write_text(json.dumps({"fps": FPS, "truth": truth, "slots": slots}, indent=1) + "\n")
    part_file.replace(out)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--photos", type=pathlib.Path, required=True)
    p.add_argument("--out", type=pathlib.Path, required=True)
    p.add_argument("--split", choices=["train", "validation", "all"], default="validation")
    p.add_argument("--least", type=int, default=3)
    p.add_argument("--most-photographs", type=int, default=50)
    p.add_argument("--parts", type=int, default=4)
    p.add_argument("--seconds", type=float, default=150)
    p.add_argument("--most", type=int, default=1000, help="so many persons")
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--evaluate", help="the program that runs them")
    p.add_argument("--detector", default="network")
    p.add_argument("--data-dir", help="models other than the checkout's")
    a = p.parse_args()
    a.out.mkdir(parents=True, exist_ok=True)
    a.rooms = scenes(a.photos, a.split)
    files = []
    for person, pictures in list(people(a.photos, a.split, a.least, a.most_photographs).items())[:a.most]:
        out = a.out / f"{int(person):04d}.mp4"
        if not out.exists():
            render(a, person, pictures, np.random.default_rng([a.seed, int(person)]), out)
        files.append(out)
    if not a.evaluate:
        return print(f"{len(files)} streams in {a.out}")
    changes = found = false = 0
    delays, hours = [], 0.
    for file in files:
        command = [a.evaluate, "stream", str(file), "--truth", str(file.with_suffix(".json")), "--json", "--detector", a.detector]
        said = json.loads(subprocess.run(command + (["--data-dir", a.data_dir] if a.data_dir else []), check=True,
                                         capture_output=True, text=True).stdout)
        changes, found = changes + said["detected"] + said["missed"], found + said["detected"]
        false, hours = false + said["falseShifts"], hours + a.parts * a.seconds / 3600
        delays += [said["medianDelaySeconds"]] if said.get("medianDelaySeconds") is not None else []
        print(f"{file.stem}: {said['detected']} of {said['detected'] + said['missed']} changes, {said['falseShifts']} false, "
              f"face found {said['faceDetectionRate']:.3f}", flush=True)
    print(f"{len(files)} persons, {hours:.1f} hours: {found} of {changes} changes found ({found / max(1, changes):.1%}), {false} false shifts"
          + (f", median of their median delays {statistics.median(delays):.1f} s" if delays else ""))


if __name__ == "__main__":
    main()
