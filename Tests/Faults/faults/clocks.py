"""Clocks that step, machines that sleep."""

import os
import signal
import sqlite3
import subprocess
import time

from .cases import case, group
from .daemon import REPOSITORY, Daemon, Folder, Unexpected, expect

group("clock", "the wall's clock steps (clock.c, loaded into the daemon, adds seconds to it)")
group("suspend", "the process stopped and continued (SIGSTOP, SIGCONT), which stands in for a machine that sleeps: a real "
      "suspend cannot be had in a test machine")

YEAR = 366 * 86_400


class Clock:
    """Wall time as the daemon sees it: the machine's, and as many seconds more as the file says."""

    def __init__(self, folder):
        self.path = f"{folder}/clock"
        library = f"{folder}/clock.so"
        subprocess.run(["cc", "-shared", "-fPIC", "-o", library, REPOSITORY / "Tests/Faults/clock.c"], check=True)
        self.step(0)
        self.environment = {"LD_PRELOAD": library, "EMOTUNES_TEST_CLOCK": self.path}

    def step(self, seconds):
        with open(f"{self.path}.new", "w") as file:
            file.write(str(int(seconds)))
        os.rename(f"{self.path}.new", self.path)


def stepping(seconds):
    def body():
        with Folder() as folder:
            clock = Clock(folder)
            with Daemon(folder, "demo:happy=600?repeat=forever", environment=clock.environment) as daemon:
                daemon.until(lambda status: status["mood"], what="a mood")
                daemon.call("Regenerate", {"mood": "happy"})
                before = daemon.status()
                clock.step(seconds)
                daemon.call("Regenerate", {"mood": "sad"})
                after = daemon.until(lambda status: status["camera"]["framesAnalysed"] > before["camera"]["framesAnalysed"] + 4)
                expect(after["playlist"]["id"] > before["playlist"]["id"], "no new playlist")
                expect(abs(after["uptimeSeconds"] - before["uptimeSeconds"]) < 60, "the uptime stepped too")
                expect(after["playlist"]["generatedAt"][:4] != before["playlist"]["generatedAt"][:4]
                       or abs(seconds) < YEAR, "the step was not seen at all")
                history = daemon.call("GetHistory")
                expect("error" not in history, str(history))
                clock.step(0)
                expect("error" not in daemon.call("Regenerate", {"mood": "happy"}), "no playlist after the step back")
                expect(daemon.status()["playlist"]["mood"] == "happy", "not the newest playlist")
                daemon.stop()
            with Daemon(folder) as daemon:
                latest = daemon.until(lambda status: status["playlist"], what="the playlist")["playlist"]
                expect(latest["mood"] == "happy", f"after a restart: {latest}")
                daemon.stop()
            with sqlite3.connect(f"{folder}/state/emotunes.sqlite") as database:
                wrong = database.execute("SELECT count(*) FROM mood_interval WHERE end < start").fetchone()[0]
                expect(wrong == 0, "a stretch of mood ends before it begins")
        return "goes on; uptime unmoved, stretches whole, newest playlist stays the newest"

    return body


for name, seconds in {
    "a second back": -1, "an hour ahead": 3600, "an hour back": -3600, "a day ahead": 86_400, "a day back": -86_400,
    "ten years ahead": 10 * YEAR, "ten years back": -10 * YEAR, "to before 1970": -100 * YEAR,
}.items():
    case("clock", name)(stepping(seconds))


def starting(seconds):
    def body():
        with Folder() as folder:
            clock = Clock(folder)
            with Daemon(folder) as daemon:
                daemon.ready()
                daemon.call("Regenerate", {"mood": "sad"})
                daemon.stop()
            clock.step(seconds)
            with Daemon(folder, environment=clock.environment) as daemon:
                latest = daemon.until(lambda status: status["playlist"], what="the playlist")["playlist"]
                expect(latest["mood"] == "sad", f"not the playlist there was: {latest}")
                expect("error" not in daemon.call("Regenerate", {"mood": "happy"}), "no playlist")
                daemon.stop()
            with Daemon(folder) as daemon:
                daemon.ready()
                with sqlite3.connect(f"{folder}/state/emotunes.sqlite") as database:
                    count = database.execute("SELECT count(*) FROM playlist").fetchone()[0]
                expect(count == 2, f"{count} playlists are left of 2")
                daemon.stop()
        return "history kept"

    return body


case("clock", "starts ten years ahead")(starting(10 * YEAR))
case("clock", "starts in 1970")(starting(-int(time.time())))


def sleeping(seconds, paused):
    def body():
        with Folder() as folder, Daemon(folder) as daemon:
            daemon.until(lambda status: status["mood"], what="a mood")
            if paused:
                expect("error" not in daemon.call("Pause", {"seconds": 2}), "no pause")
            daemon.process.send_signal(signal.SIGSTOP)
            time.sleep(seconds)
            daemon.process.send_signal(signal.SIGCONT)
            status = daemon.until(lambda status: status["state"] in ("watching", "idle"), what="watching")
            expect(status["mood"], "the mood is gone")
            expect("error" not in daemon.call("Regenerate", {"mood": "happy"}), "no playlist")
            daemon.stop()
        return "the pause has ended by itself" if paused else "watching again"

    return body


case("suspend", "five seconds")(sleeping(5, False))
case("suspend", "through the end of a pause")(sleeping(5, True))


@case("suspend", "twenty times a moment")
def naps():
    with Folder() as folder, Daemon(folder) as daemon:
        daemon.ready()
        for _ in range(20):
            daemon.process.send_signal(signal.SIGSTOP)
            time.sleep(0.1)
            daemon.process.send_signal(signal.SIGCONT)
            expect(daemon.status()["version"], "no answer")
        daemon.stop()
    return "answers after each", 20


@case("suspend", "asked to end while stopped")
def ended_asleep():
    with Folder() as folder, Daemon(folder) as daemon:
        daemon.until(lambda status: status["camera"]["framesAnalysed"] > 2, what="looks")
        daemon.process.send_signal(signal.SIGSTOP)
        daemon.process.send_signal(signal.SIGTERM)
        time.sleep(0.2)
        if daemon.process.poll() is not None:
            raise Unexpected("it ended while stopped")
        daemon.process.send_signal(signal.SIGCONT)
        expect(daemon.end(10) == 0, daemon.words()[-300:])
    return "exit 0 once continued"
