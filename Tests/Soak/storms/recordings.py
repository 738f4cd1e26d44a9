"""Recordings at speed, while disk, folder and server go wrong at random.

The recording is read to the last frame and the mood goes by the recording's own time, so whatever goes wrong the shifts must
be those of a run in which nothing does: the second pass of the recording and every later one have the same.
"""

import os
import pathlib
import random
import sqlite3
import subprocess
import threading
import time

from comparison.fake_spotify import FakeSpotify
from faults.daemon import REPOSITORY, Daemon, Folder
from faults.disk import SmallDisk

from .truth import Truth, asked, empty, fill, published

CLIPS = REPOSITORY / "../shared/clips"
# Frames in a second of the recording made here, and looks in one; less of either makes moods late.
FRAMES, LOOKS = 2, 0.5


def recording(folder):
    """Both streams one after the other, small and with few frames: what is tried here is not how faces are found."""
    path = f"{folder}/recording.mp4"
    subprocess.run(
        ["ffmpeg", "-v", "error", "-i", CLIPS / "day-a.mp4", "-i", CLIPS / "day-b.mp4", "-filter_complex",
         f"[0:v]fps={FRAMES},scale=480:360[a];[1:v]fps={FRAMES},scale=480:360[b];[a][b]concat=n=2:v=1[v]", "-map", "[v]",
         "-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-g", "20", path], check=True)
    asked = ["ffprobe", "-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0", path]
    return path, float(subprocess.run(asked, check=True, stdout=subprocess.PIPE, text=True).stdout)


def shifts_in(state):
    """Every shift that the database holds: moods in the order of their playlists, by SQLite's own tool."""
    with sqlite3.connect(f"file:{state}/emotunes.sqlite?mode=ro", uri=True) as store:
        return store.execute("SELECT at, from_mood, to_mood FROM shift ORDER BY at, rowid").fetchall()


def arguments(path, spotify=None):
    settings = [f"camera.looks_per_second={LOOKS}", *(spotify.settings if spotify else [])]
    return [f"video:{path}?speed=max&repeat=forever", *[word for setting in settings for word in ("--set", setting)]]


def watched_hours(status):
    return status["camera"]["framesSeen"] / FRAMES / 3600


class Faults:
    """What can go wrong here, one at a time; each is begun, held for some seconds and undone."""

    def __init__(self, truth, small, state, spotify, random_):
        self.truth, self.small, self.state = truth, small, state
        self.spotify, self.random = spotify, random_
        self.kinds = {
            "disk full": (self.fill, lambda: empty(self.small)),
            "playlist.xspf taken by a folder": (self.block_file, self.unblock_file),
            "playlist.m3u8 made read-only": (lambda: self.mode("playlist.m3u8", 0o000), lambda: self.mode("playlist.m3u8", 0o600)),
            "catalogue.index cut": (self.cut_index, lambda: None),
            "catalogue.index deleted": (lambda: self.index.unlink(missing_ok=True), lambda: None),
            "server away": (lambda: self.answer(None), self.well),
            "server says 500": (lambda: self.answer(500), self.well),
            "server says 503, Retry-After 5": (lambda: self.answer(503, {"Retry-After": "5"}), self.well),
            "server says 429, Retry-After 7": (lambda: self.answer(429, {"Retry-After": "7"}), self.well),
            "server slow": (self.slow, self.well),
        }

    @property
    def index(self):
        return pathlib.Path(f"{self.state}/catalogue.index")

    def fill(self):
        fill(self.small)

    def block_file(self):
        path = pathlib.Path(f"{self.state}/playlist.xspf")
        path.unlink(missing_ok=True)
        try:
            (path / "in the way").mkdir(parents=True)
        except OSError:
            pass
        self.truth.spoilt = asked(self.truth.daemon)["playlist"]["id"]

    def unblock_file(self):
        path = pathlib.Path(f"{self.state}/playlist.xspf")
        if path.is_dir():
            (path / "in the way").rmdir()
            path.rmdir()

    def mode(self, name, bits):
        path = pathlib.Path(f"{self.state}/{name}")
        if path.exists():
            path.chmod(bits)

    def cut_index(self):
        if self.index.exists():
            os.truncate(self.index, self.random.randrange(self.index.stat().st_size + 1))

    def answer(self, status, headers=None):
        for method in ("GET", "PUT", "POST", "DELETE"):
            self.spotify.fail(method, ".*", status=status, count=10**9, headers=headers)

    def slow(self):
        # Whoever is served holds the lock; so everybody waits.
        self.held = threading.Event()

        def hold():
            with self.spotify.lock:
                self.held.wait(60)

        threading.Thread(target=hold, daemon=True).start()

    def well(self):
        if getattr(self, "held", None):
            self.held.set()
        with self.spotify.lock:
            self.spotify.faults.clear()


def reference(path, seconds):
    """The shifts of five passes without faults, as (from, to)."""
    with Folder() as folder:
        with Daemon(folder, *arguments(path)) as daemon:
            daemon.until(lambda status: watched_hours(status) * 3600 > 5.5 * seconds, 900, "five passes")
            daemon.stop(30)
        return [(old, new) for _, old, new in shifts_in(f"{folder}/state")]


def run(report, hours, seed):
    chance = random.Random(seed)
    disk = SmallDisk(48 << 10)
    with Folder() as folder, disk as small, FakeSpotify() as spotify:
        (path, seconds), state = recording(folder), f"{small}/state"
        pattern = reference(path, seconds)
        os.mkdir(f"{folder}/credentials")
        pathlib.Path(f"{folder}/credentials/spotify-refresh-token").write_text(spotify.issue_refresh())
        with Daemon(folder, *arguments(path, spotify), state=state,
                    environment={"CREDENTIALS_DIRECTORY": f"{folder}/credentials"}) as daemon:
            status = daemon.ready()
            truth = Truth(daemon, report, state, spotify)
            faults = Faults(truth, small, state, spotify, chance)
            names = list(faults.kinds)
            while watched_hours(status) < hours:
                name = chance.choice(names)
                quiet, bad = chance.uniform(2, 12), chance.uniform(2, 25)
                status = watch(truth, quiet, status)
                begin, undo = faults.kinds[name]
                report.fault(name)
                begin()
                status = watch(truth, bad, status)
                undo()
            # Afterwards everything is well again.
            daemon.until(lambda now: now["state"] == "watching" and not now["notices"]
                         and published(now).get("file") == "published", 120, "a calm end")
            daemon.stop(60)
        check(report, pattern, state, watched_hours(status) * 3600 / seconds, daemon.words())


def watch(truth, seconds, status):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        status = truth.look() or status
        time.sleep(1)
    return status


def check(report, pattern, state, passes, words):
    """Holds the shifts against the recording's: what follows the first pass comes again with every pass."""
    seen = [(old, new) for _, old, new in shifts_in(state)]
    period = smallest_period(pattern)
    repeated = pattern[:len(pattern) - period] + pattern[-period:] * (len(seen) // period + 2)
    report.facts.append(f"{passes:.0f} passes of the recording watched: {len(seen)} shifts, {period} a pass.")
    for number, (is_, ought) in enumerate(zip(seen, repeated)):
        if is_ != ought:
            report.miss(f"shift {number + 1} is {is_}, without faults {ought}")
            break
    if len(seen) < (passes - 2) * period:
        report.miss(f"{len(seen)} shifts, {passes * period:.0f} without faults")
    if "Fatal error" in words:
        report.miss("a crash")


def smallest_period(pattern):
    """How many shifts after which the end of the list repeats itself."""
    for period in range(1, len(pattern) // 2 + 1):
        if all(pattern[-1 - i] == pattern[-1 - i - period] for i in range(min(2 * period, len(pattern) - period))):
            return period
    return len(pattern)
