#!/usr/bin/env python3
"""Photographs held before the camera: who is followed in those of people, and what in those without anybody.

    still_pictures.py --photos ../shared/photos --out CLIPS [--split validation] [--seconds 12] \
        --evaluate .build/release/emotunes-evaluate [--detector network] [--data-dir FOLDER]

Each picture, enlarged to a camera's 640 x 480, becomes a clip in which nothing moves, and the whole pipe looks at it for
some seconds with nothing known before it. Of the people those count whose picture has a face of 55 pixels or more (root
of the box's area) on which two detectors agree. Clips that exist already are kept.

Needs NumPy, Pillow and ffmpeg.
"""
import argparse, csv, json, pathlib, subprocess
import numpy as np
from PIL import Image

CELL, COLUMNS, CAMERA, SMALLEST = (320, 240), 10, (640, 480), 55


def rows_of(path):
    return list(csv.DictReader(open(path, encoding="utf-8")))


def pictures(photos, part, split):
    """Name, pixels and agreed boxes of every picture of the part."""
    boxes, sheets = {}, {}
    for row in rows_of(photos / "people_boxes.csv") if part == "people" else []:
        if int(row["agreed"]) >= 2:
            boxes.setdefault((row["sheet"], row["index"]), []).append([float(row[k]) for k in "xywh"])
    for row in rows_of(photos / f"{part}.csv"):
        if row["split"] != split:
            continue
        sheet, index = row["sheet"], int(row["index"])
        if sheet not in sheets:
            sheets[sheet] = np.asarray(Image.open(photos / part / f"{int(sheet):02d}.webp").convert("L"))
        y, x, width, height = index // COLUMNS * CELL[1], index % COLUMNS * CELL[0], int(row["width"]), int(row["height"])
        scale = min(CAMERA[0] / width, CAMERA[1] / height)
        size = tuple(round(v * scale / 2) * 2 for v in (width, height))
        big = Image.fromarray(sheets[sheet][y:y + height, x:x + width]).resize(size, Image.BILINEAR)
        yield f"{int(sheet):02d}-{index:02d}", np.asarray(big), [[v * scale for v in b] for b in boxes.get((sheet, row["index"]), [])]


def written(folder, found):
    folder.mkdir(parents=True, exist_ok=True)
    names, truth = [], {}
    for name, picture, boxes in found:
        file = folder / f"{name}.mp4"
        if not file.exists():
            subprocess.run(["ffmpeg", "-loglevel", "error", "-y", "-f", "rawvideo", "-pix_fmt", "gray", "-s",
                            f"{picture.shape[1]}x{picture.shape[0]}", "-r", "10", "-i", "-", "-pix_fmt", "yuv420p", "-c:v", "libx264",
                            "-preset", "ultrafast", "-qp", "8", str(file)], input=picture.tobytes() * 10, check=True)
        names.append(file.name)
        truth[name] = [[t / 4, [[round(v) for v in b] + [5] for b in boxes]] for t in range(4 * 60)]
    (folder / "clips.csv").write_text("file\n" + "\n".join(names) + "\n")
    (folder / "faces.json").write_text(json.dumps(truth))


def looked_at(a, folder):
    command = [a.evaluate, "clips", str(folder / "clips.csv"), "--seconds", str(a.seconds), "--json", "--detector", a.detector]
    said = subprocess.run(command + (["--data-dir", a.data_dir] if a.data_dir else []), check=True, capture_output=True, text=True)
    return json.loads(said.stdout)["clips"]


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--photos", type=pathlib.Path, required=True)
    p.add_argument("--out", type=pathlib.Path, required=True)
    p.add_argument("--split", choices=["train", "validation"], default="validation")
    p.add_argument("--seconds", type=float, default=12, help="at most 60")
    p.add_argument("--evaluate", required=True, help="the program that looks")
    p.add_argument("--detector", default="network")
    p.add_argument("--data-dir", help="models other than the checkout's")
    a = p.parse_args()
    near = (row for row in pictures(a.photos, "people", a.split) if any((b[2] * b[3]) ** .5 >= SMALLEST for b in row[2]))
    written(a.out / "people", near)
    written(a.out / "scenes", pictures(a.photos, "scenes", a.split))
    people, scenes = (looked_at(a, a.out / part) for part in ("people", "scenes"))
    followed = [c for c in scenes if c["found"]]
    print(f"{sum(2 * c['right'] >= c['looks'] for c in people)} of {len(people)} pictures of people: one of them followed in most of the looks")
    print(f"{len(followed)} of {len(scenes)} pictures without anybody: something followed; "
          f"in {sum(c['read'] > 0 for c in followed)} an expression read from it")


if __name__ == "__main__":
    main()
