"""The daemon on whole streams, and what emotunes-evaluate reads in three clips."""

import csv
import json
import os
import pathlib
import subprocess
import sys

from . import results
from .programs import START, Daemon, Trouble

CLIPS = ["talking.mp4", "real/GRID_bbaf2n.mp4"]


def scripts(shared):
    """The ten streams to render: seed, options, script."""
    for line in (shared / "tools/scripts.txt").read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            seed, *options, script = line.split()
            yield seed, [option for option in options if option != "-"], script


def render(shared, cache):
    """The twelve streams; those that are not in the cache are rendered (Pillow, numpy and ffmpeg are needed then)."""
    cache.mkdir(parents=True, exist_ok=True)
    found = [shared / "clips/day-a.mp4", shared / "clips/day-b.mp4"]
    for seed, options, script in scripts(shared):
        stream = cache / f"stream-{seed}.mp4"
        # The description is written last.
        if not stream.with_suffix(".json").exists():
            print(f"rendering {stream}", file=sys.stderr, flush=True)
            subprocess.run(
                [sys.executable, shared / "tools/make_stream.py", "--faces", shared / "faces", "--split", "validation",
                 "--seed", seed, *options, "--script", script, "--out", stream], check=True)
        found.append(stream)
    return found


def files(place):
    """What is in the playlist files, as it is: the paths in them are the same for both builds."""
    found = {}
    for name in ("playlist.xspf", "playlist.m3u8"):
        path = pathlib.Path(place.state) / name
        found[name] = path.read_text() if path.exists() else None
    return found


def watched(stream):
    def question(place):
        with Daemon(place, f"video:{stream}?speed=max") as daemon:
            answers = {"status": results.status(daemon.ended(), START)}
            answers["playlist"] = results.relative(place.ask("playlist"), START)
            answers["history"] = results.relative(place.ask("history"), START)
            answers.update(files(place))
            answers["exit"] = daemon.stop()
        answers["journal"] = place.entries()
        answers["database"] = results.database(f"{place.state}/emotunes.sqlite")
        if not answers["history"]["moods"]:
            raise Trouble("no mood at all: nothing was compared")
        return answers

    return question


def read(clip):
    def question(place):
        table = f"{place.folder}/readings.csv"
        report = place.json("emotunes-evaluate", "stream", clip, "--readings", table)
        with open(table, newline="") as file:
            rows = list(csv.reader(file))
        # How fast this run was.
        for name in ("framesPerSecond", "realTimeFactor", "millisecondsPerLook"):
            report.pop(name, None)
        if sum(row[1] != "" for row in rows) < 5:
            raise Trouble("too few faces were read to compare anything")
        return {"readings": results.Close(rows, 1e-4), "report": report}

    return question


def streams(context):
    for stream in render(context.shared, context.cache):
        yield stream.stem, watched(stream)


def readings(context):
    for clip in [*(context.shared / "clips" / clip for clip in CLIPS), context.shared / "clips/day-b.mp4"]:
        yield clip.stem, read(clip)
