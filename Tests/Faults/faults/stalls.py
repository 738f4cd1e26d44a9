"""Calls that do not return: disks, folders, servers, buses and the camera's own driver; and cameras that stamp their frames
with the wrong time. hang.c is loaded into the daemon: it is the camera too, since only a camera is not held back by what
hangs."""

import os
import sqlite3
import subprocess
import threading
import time

from .cases import case, group
from .daemon import REPOSITORY, Daemon, Folder, expect

group("hanging calls", "calls that do not return while a file says so (hang.c, loaded into the daemon): looks go on, "
      "`status` names what hangs within 15 s, and everything catches up afterwards. EMOTUNES_HANG says for how many "
      "seconds (18)")

SECONDS = float(os.environ.get("EMOTUNES_HANG", "18"))
NAMED_WITHIN = 15


class Machine:
    """What the daemon runs on: a camera that is a named pipe, and the file that says which calls hang."""

    def __init__(self, folder, **environment):
        self.folder, self.path = folder, f"{folder}/hang"
        library = f"{folder}/hang.so"
        subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", library, REPOSITORY / "Tests/Faults/hang.c"], check=True)
        self.camera = f"{folder}/camera"
        os.mkfifo(self.camera)
        os.mkdir(f"{folder}/music")
        open(f"{folder}/music/Somebody - Something.mp3", "w").close()
        self.environment = {"LD_PRELOAD": library, "EMOTUNES_TEST_HANG": self.path, **environment}

    def daemon(self, *more, source=None, environment=None, prepare=None):
        return Daemon(self.folder, source or f"v4l2:{self.camera}", *more,
                      environment={**self.environment, **(environment or {})}, prepare=prepare)

    def hang(self, *lines):
        with open(f"{self.path}.new", "w") as file:
            file.writelines(line.replace("FOLDER", self.folder) + "\n" for line in lines)
        os.rename(f"{self.path}.new", self.path)

    def release(self):
        self.hang()


def watching(daemon):
    return daemon.until(lambda status: status["camera"]["framesAnalysed"] >= 3, what="looks")


def looks(daemon):
    return daemon.status()["camera"]["framesAnalysed"]


def published(status):
    return {part["target"]: part["state"] for part in (status["playlist"] or {"publishing": []})["publishing"]}


def named(status, words):
    return status["state"] == "degraded" and any(words in notice for notice in status["notices"])


def behind(daemon, method, parameters=None):
    """Calls without waiting for the answer."""
    answers = []

    def body():
        try:
            answers.append(daemon.call(method, parameters, seconds=120))
        except OSError as problem:
            answers.append({"error": str(problem)})

    thread = threading.Thread(target=body, daemon=True)
    thread.start()
    return thread, answers


def through_a_hang(machine, daemon, lines, words, meanwhile=None):
    """Hangs the calls, and gives in how many seconds `status` named it; the looks went on all the while."""
    before, began = looks(daemon), time.monotonic()
    machine.hang(*lines)
    kept = meanwhile() if meanwhile else None
    status = daemon.until(lambda status: named(status, words), NAMED_WITHIN + 5, f"“{words}” in a notice")
    took = time.monotonic() - began
    time.sleep(max(0, SECONDS - took))
    seconds, seen = time.monotonic() - began, looks(daemon) - before
    # One look in two seconds is the least pace; where the span is cut may leave out one.
    expect(seen >= seconds / 2 - 1, f"{seen} looks in {seconds:.0f} s")
    expect(took < NAMED_WITHIN + 1, f"named after {took:.0f} s")
    machine.release()
    return took, kept, status


def calm(daemon, words):
    return daemon.until(lambda status: status["state"] in ("watching", "idle")
                        and not any(words in notice for notice in status["notices"]), 45, "an end of it")


def publishing(line, words, *settings):
    """A playlist is published, then another one while `line` hangs: it is published when the hang is over, but for a music
    folder that hangs, which holds no list up."""
    def body():
        with Folder() as folder:
            machine = Machine(folder)
            with machine.daemon(*[part.replace("FOLDER", folder) for part in settings]) as daemon:
                watching(daemon)
                expect("error" not in daemon.call("Regenerate", {"mood": "happy"}), "no playlist")
                daemon.until(lambda status: published(status)["file"] == "published", what="list 1")
                took, (thread, answers), status = through_a_hang(
                    machine, daemon, [line], words, lambda: behind(daemon, "Regenerate", {"mood": "sad"}))
                wanted = "published" if settings else "pending"
                expect(status["playlist"]["id"] == 1 or published(status)["file"] == wanted,
                       f"while it hangs, list 2 is {published(status)}")
                thread.join(60)
                expect(answers and "error" not in answers[0], f"the playlist asked for did not come: {answers}")
                calm(daemon, words)
                status = daemon.until(lambda status: status["playlist"]["mood"] == "sad"
                                      and published(status)["file"] == "published", what="list 2")
                expect("sad" in open(f"{folder}/state/playlist.xspf").read(), "the file is not list 2's")
                expect(status["playlist"]["id"] == 2, str(status["playlist"]))
                daemon.stop()
        return f"looks go on; named after {took:.0f} s; list 2 is published afterwards"

    return body


@case("hanging calls", "fsync of the database")
def database():
    with Folder() as folder:
        machine = Machine(folder)
        with machine.daemon() as daemon:
            watching(daemon)
            expect("error" not in daemon.call("Regenerate", {"mood": "happy"}), "no playlist")
            uri = daemon.call("GetPlaylist")["parameters"]["playlist"]["tracks"][0]["uri"]
            asked = time.time()
            took, calls, status = through_a_hang(
                machine, daemon, ["fsync FOLDER/state/emotunes.sqlite"], "the disk that holds",
                lambda: [behind(daemon, "Regenerate", {"mood": "sad"}),
                         behind(daemon, "Feedback", {"uri": uri, "verdict": "like"})])
            expect(status["playlist"]["id"] == 1, "list 2 is shown before it is recorded")
            for thread, answers in calls:
                thread.join(60)
                expect(answers and "error" not in answers[0], f"not caught up: {answers}")
            calm(daemon, "the disk")
            daemon.until(lambda status: status["playlist"]["id"] == 2 and published(status)["file"] == "published")
            expect(daemon.call("GetOpinions")["parameters"]["opinions"], "the like was dropped")
            daemon.stop()
        with sqlite3.connect(f"{folder}/state/emotunes.sqlite") as store:
            moments = [row[0] / 1000 for row in store.execute("SELECT at FROM playlist ORDER BY id")]
        expect(len(moments) == 2 and moments == sorted(moments), str(moments))
        expect(abs(moments[1] - asked) < 3, f"list 2 has the time of its writing: {moments[1] - asked:.0f} s later")
    return f"looks go on; named after {took:.0f} s; list and like are kept, with their times"


@case("hanging calls", "a recording, and fsync of the database")
def held_back():
    with Folder() as folder:
        machine = Machine(folder)
        with machine.daemon(source="demo:happy=600?repeat=forever") as daemon:
            daemon.until(lambda status: status["mood"], what="a mood")
            machine.hang("fsync FOLDER/state")
            thread, answers = behind(daemon, "Regenerate", {"mood": "sad"})
            daemon.until(lambda status: named(status, "the disk that holds"), NAMED_WITHIN + 5, "a notice")
            first = looks(daemon)
            time.sleep(3)
            expect(looks(daemon) == first, "it was not held back")
            machine.release()
            thread.join(60)
            expect(answers and "error" not in answers[0], f"not caught up: {answers}")
            daemon.until(lambda status: status["camera"]["framesAnalysed"] > first + 3, what="looks")
            calm(daemon, "the disk")
            daemon.stop()
    return "held back, and goes on where it was"


for name, (line, words, *settings) in {
    "fsync of the playlist files": ("fsync FOLDER/state/playlist", "the disk that holds"),
    "fsync of everything in the state folder": ("fsync FOLDER/state", "the disk that holds"),
    "opendir of the music folder": (
        "opendir FOLDER/music", "the music folder", "--set", "music.local_folder=FOLDER/music"),
    "stat of what is in the music folder": (
        "stat FOLDER/music/", "the music folder", "--set", "music.local_folder=FOLDER/music"),
    "stat of everything in the state folder": ("stat FOLDER/state", "the disk that holds"),
}.items():
    case("hanging calls", name)(publishing(line, words, *settings))


@case("hanging calls", "stat of the playlist files, at a reload")
def files_at_reload():
    with Folder() as folder:
        machine = Machine(folder)
        with machine.daemon() as daemon:
            watching(daemon)
            expect("error" not in daemon.call("Regenerate", {"mood": "happy"}), "no playlist")
            took, calls, _ = through_a_hang(
                machine, daemon, ["stat FOLDER/state/playlist"], "the disk that holds",
                lambda: [behind(daemon, "Reload") for _ in range(4)])
            for thread, answers in calls:
                thread.join(60)
                expect(answers and "error" not in answers[0], f"not reloaded: {answers}")
            calm(daemon, "the disk")
            daemon.stop()
    return f"looks and answers go on; named after {took:.0f} s; reloaded afterwards"


@case("hanging calls", "stat of the database")
def statistics():
    with Folder() as folder:
        machine = Machine(folder)
        with machine.daemon() as daemon:
            watching(daemon)
            took, _, _ = through_a_hang(machine, daemon, ["stat FOLDER/state/emotunes.sqlite"], "the disk that holds")
            calm(daemon, "the disk")
            daemon.stop()
    return f"status answers all the same; named after {took:.0f} s"


@case("hanging calls", "everything at once, twice")
def all_at_once():
    lines = ["opendir FOLDER/music", "stat FOLDER/state", "fsync FOLDER/state", "connect "]
    with Folder() as folder:
        machine = Machine(folder)
        with machine.daemon("--set", f"music.local_folder={folder}/music") as daemon:
            watching(daemon)
            expect("error" not in daemon.call("Regenerate", {"mood": "happy"}), "no playlist")
            for number, mood in enumerate(("sad", "happy"), start=2):
                took, (thread, answers), _ = through_a_hang(
                    machine, daemon, lines, "the disk that holds", lambda: behind(daemon, "Regenerate", {"mood": mood}))
                thread.join(60)
                expect(answers and "error" not in answers[0], f"not caught up: {answers}")
                calm(daemon, "does not answer")
                daemon.until(lambda status: status["playlist"]["id"] == number
                             and published(status)["file"] == "published", what=f"list {number}")
            daemon.stop()
    return f"looks go on; named after {took:.0f} s; both lists in their order"


@case("hanging calls", "asked to end while the disk hangs")
def ended():
    with Folder() as folder:
        machine = Machine(folder)
        with machine.daemon() as daemon:
            watching(daemon)
            expect("error" not in daemon.call("Regenerate", {"mood": "happy"}), "no playlist")
            machine.hang("fsync FOLDER/state")
            behind(daemon, "Regenerate", {"mood": "sad"})
            time.sleep(1)
            began = time.monotonic()
            daemon.stop(10)
            took = time.monotonic() - began
        machine.release()
        with machine.daemon() as daemon:
            status = daemon.until(lambda status: status["playlist"], what="the playlist")
            # The one that was not acknowledged may have come as far as the disk's own memory.
            expect(status["playlist"]["id"] in (1, 2), str(status["playlist"]))
            daemon.stop()
    return f"exit 0 after {took:.1f} s; what was acknowledged is there"


@case("hanging calls", "killed while the disk hangs")
def killed():
    with Folder() as folder:
        machine = Machine(folder)
        with machine.daemon() as daemon:
            watching(daemon)
            expect("error" not in daemon.call("Regenerate", {"mood": "happy"}), "no playlist")
            machine.hang("fsync FOLDER/state")
            behind(daemon, "Regenerate", {"mood": "sad"})
            time.sleep(1)
            daemon.kill()
        machine.release()
        with machine.daemon() as daemon:
            daemon.until(lambda status: status["playlist"] and published(status)["file"] == "published",
                         what="a playlist that is published")
            expect("error" not in daemon.call("Regenerate", {"mood": "sad"}), "no playlist")
            daemon.stop()
    return "the next start goes on with what was recorded"


@case("hanging calls", "open of the settings, at a reload")
def settings():
    with Folder() as folder:
        machine = Machine(folder)
        with open(f"{folder}/settings.toml", "w") as file:
            file.write("[camera]\nlooks_per_second = 2\n")
        with machine.daemon("--config", f"{folder}/settings.toml") as daemon:
            watching(daemon)
            machine.hang("open FOLDER/settings.toml", "stat FOLDER/settings.toml")
            calls = [behind(daemon, "Reload") for _ in range(4)]
            before = looks(daemon)
            time.sleep(6)
            expect(looks(daemon) >= before + 3, "no looks, or no answers")
            machine.release()
            for thread, answers in calls:
                thread.join(30)
                expect(answers and "error" not in answers[0], f"not reloaded: {answers}")
            daemon.stop()
    return "looks and answers go on; read when it comes back"
