"""Hours in real time, with faults of camera and session at random. A person sits at the desk and looks happy, sad, neutral
for five minutes each, as a camera that hang.c makes of a named pipe shows them; sessions are told by login.c.

Faults end two minutes before the face changes, so that each mood had the time it needs: then `status` has to name it.
"""

import itertools
import os
import random
import subprocess
import time

from faults.daemon import REPOSITORY, Folder
from faults.sessions import PERSON, Desktop, becoming, other, own
from faults.stalls import Machine

from .truth import Truth, asked

CLIP = REPOSITORY / "../shared/clips/day-a.mp4"
# Seconds of the clip in which a face looks so.
FACES = {"neutral": (5, 55), "happy": (65, 145), "sad": (155, 235)}
PART = 300
"""Seconds a face stays."""
CALM = 130
"""How long before its end everything is well."""


def pictures(folder):
    """A file of grey pictures for the camera, two for each second of the clip; where each face's begin, and how many."""
    path, places, count = f"{folder}/pictures", {}, 0
    with open(path, "wb") as file:
        for mood, (begin, end) in FACES.items():
            data = subprocess.run(
                ["ffmpeg", "-v", "error", "-ss", str(begin), "-t", str(end - begin), "-i", CLIP, "-vf", "fps=2,scale=640:480,format=gray",
                 "-f", "rawvideo", "-"], check=True, stdout=subprocess.PIPE).stdout
            places[mood] = count, len(data) // (640 * 480)
            count += places[mood][1]
            file.write(data)
    os.chmod(path, 0o644)
    return path, places


def released(words):
    return lambda status: status["camera"]["state"] == "released" and words in status["camera"]["detail"]


def camera_says(*states):
    return lambda status: status["camera"]["state"] in states


class Room:
    """What can go wrong, what undoes it, and what `status` has to say of it, within how many seconds."""

    def __init__(self, machine, desktop):
        self.machine, self.desktop = machine, desktop
        alone = (own(),)
        self.kinds = {
            "camera unplugged": (lambda: machine.hang("unplugged FOLDER/camera"), machine.release,
                                 camera_says("missing", "failed"), 10),
            "a frame that never comes": (lambda: machine.hang("dequeue FOLDER/camera"), machine.release,
                                         camera_says("failed"), 16),
            "screen locked": (lambda: desktop.now(own(locked=1)), lambda: desktop.now(*alone), released("screen is locked"), 6),
            "another person in front": (lambda: desktop.now(own(active=0), other()), lambda: desktop.now(*alone),
                                        released("another session is in front"), 6),
            "signed out": (lambda: desktop.now(), lambda: desktop.now(*alone), camera_says("released"), 6),
            # It says itself that it is over: one that vanishes leaves the screen locked.
            "a screen locker of the desktop": (lambda: desktop.now(*alone, "locker org.freedesktop.ScreenSaver 1"),
                                               lambda: desktop.now(*alone, "locker org.freedesktop.ScreenSaver 0"),
                                               released("screen is locked"), 6),
            "login manager silent": (lambda: desktop.now("silent", *alone), lambda: desktop.now(*alone), None, 0),
            "login manager gone and back": (lambda: desktop.now("none"), lambda: desktop.now(*alone), None, 0),
            "suspend": (lambda: desktop.say("sleep"), lambda: desktop.say("wake"), camera_says("released", "paused"), 6),
        }


def run(report, hours, seed):
    chance = random.Random(seed)
    with Folder() as folder:
        os.chmod(folder, 0o755)
        frames, places = pictures(folder)
        shown = f"{folder}/shown"

        def show(mood):
            with open(f"{shown}.new", "w") as file:
                file.write("{} {}\n".format(*places[mood]))
            os.chmod(f"{shown}.new", 0o644)
            os.rename(f"{shown}.new", shown)

        moods = itertools.cycle(["neutral", "happy", "sad", "happy", "neutral", "sad"])
        now = next(moods)
        show(now)
        machine = Machine(folder, EMOTUNES_TEST_FRAMES=frames, EMOTUNES_TEST_PICTURES=shown)
        os.chown(machine.camera, PERSON, PERSON)
        machine.release()
        with Desktop(folder, own()) as desktop, machine.daemon(
                environment=desktop.environment, prepare=becoming(PERSON)) as daemon:
            daemon.ready()
            room, truth = Room(machine, desktop), Truth(daemon, report, f"{folder}/state")
            ends, parts = time.monotonic() + hours * 3600, 0
            while time.monotonic() < ends:
                part_ends = time.monotonic() + PART
                trouble(room, truth, report, chance, part_ends - CALM)
                while time.monotonic() < part_ends:
                    look(truth, camera_says("streaming", "starting"), "everything well", 30)
                truth.over("everything well")
                status = asked(daemon)
                parts += 1
                if not status["mood"] or status["mood"]["name"] != now:
                    report.miss(f"{now} shown for {PART} s, {CALM} of them undisturbed; mood {status['mood']}")
                elif status["playlist"]["mood"] != now:
                    report.miss(f"mood {now}, and the playlist is for {status['playlist']['mood']}")
                now = next(moods)
                show(now)
            report.facts.append(f"{hours:g} h in real time, {parts} moods shown one after the other for {PART} s each.")
            daemon.stop(20)
            if "Fatal error" in daemon.words():
                report.miss("a crash")


def trouble(room, truth, report, chance, until):
    """Faults one after the other, until it is time to be well."""
    while True:
        quiet, bad = chance.uniform(3, 20), chance.uniform(18, 45)
        if time.monotonic() + quiet + bad > until:
            return
        name = chance.choice(list(room.kinds))
        begin, undo, says, within = room.kinds[name]
        calm_ends = time.monotonic() + quiet
        while time.monotonic() < calm_ends:
            look(truth)
        report.fault(name)
        begin()
        bad_ends = time.monotonic() + bad
        while time.monotonic() < bad_ends:
            look(truth, says, name, within)
        truth.over(name)
        undo()


def look(truth, says=None, name="", within=0):
    status = truth.look()
    if says:
        truth.must_say(name, says, within, status)
    time.sleep(1)
