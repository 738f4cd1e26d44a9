"""Calls that do not return: disks, folders, servers, buses and the camera's own driver; and cameras that stamp their frames
with the wrong time. hang.c is loaded into the daemon: it is the camera too, since only a camera is not held back by what
hangs."""

import os
import socket
import sqlite3
import subprocess
import threading
import time

from .cases import case, group
from .daemon import REPOSITORY, Daemon, Folder, expect
from .hangs import Server

group("hanging calls", "calls that do not return while a file says so (hang.c, loaded into the daemon): looks go on, "
      "`status` names what hangs within 15 s, and everything catches up afterwards. EMOTUNES_HANG says for how many "
      "seconds (18)")
group("frame stamps", "a camera that stamps its frames with a wrong time (hang.c): as many looks as with a sound one")

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

    def daemon(self, *more, source=None, environment=None):
        return Daemon(self.folder, source or f"v4l2:{self.camera}", *more,
                      environment={**self.environment, **(environment or {})})

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


def spotify(folder, address):
    """Settings and environment of a daemon with an account."""
    os.mkdir(f"{folder}/credentials")
    with open(f"{folder}/credentials/spotify-refresh-token", "w") as file:
        file.write("a-refresh-token")
    settings = ["--set", "spotify.client_id=abc", "--set", f"spotify.accounts_url={address}",
                "--set", f"spotify.api_url={address}"]
    return settings, {"CREDENTIALS_DIRECTORY": f"{folder}/credentials"}


def server(lines, behave):
    def body():
        with Folder() as folder, Server(behave) as peer:
            machine = Machine(folder)
            settings, environment = spotify(folder, peer.address)
            machine.hang(*lines)
            with machine.daemon(*settings, environment=environment) as daemon:
                watching(daemon)
                expect("error" not in daemon.call("Regenerate", {"mood": "happy"}), "no playlist")
                words = "the server " + peer.address.removeprefix("http://")
                took, _, status = through_a_hang(machine, daemon, lines, words)
                expect(published(status)["file"] == "published", f"the files wait too: {published(status)}")
                calm(daemon, words)
                daemon.stop()
        return f"looks and files go on; named after {took:.0f} s"

    return body


case("hanging calls", "connect to Spotify")(server(["connect inet"], lambda connection: connection.close()))
case("hanging calls", "an answer of Spotify's")(server([], lambda connection: time.sleep(600)))
case("hanging calls", "an answer of Spotify's, a byte a minute")(server(
    [], lambda connection: [connection.sendall(b"H"), time.sleep(60)]))


def bus(variable):
    def body():
        with Folder() as folder, socket.socket(socket.AF_UNIX) as listener:
            machine = Machine(folder)
            listener.bind(f"{folder}/bus")
            listener.listen()
            with machine.daemon(environment={variable: f"unix:path={folder}/bus"}) as daemon:
                watching(daemon)
                took, _, _ = through_a_hang(machine, daemon, [], "the message bus")
                listener.close()
                os.unlink(f"{folder}/bus")
                calm(daemon, "the message bus")
                expect("error" not in daemon.call("Regenerate", {"mood": "happy"}), "no playlist")
                daemon.stop()
        return f"looks go on; named after {took:.0f} s"

    return body


case("hanging calls", "a reply of the system bus")(bus("DBUS_SYSTEM_BUS_ADDRESS"))
case("hanging calls", "a reply of the session bus")(bus("DBUS_SESSION_BUS_ADDRESS"))


@case("hanging calls", "connect to the message bus")
def bus_connection():
    with Folder() as folder:
        machine = Machine(folder)
        machine.hang("connect unix")
        # Otherwise the daemon finds no bus to connect to.
        address = {"DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={folder}/bus"}
        with machine.daemon(environment=address) as daemon:
            watching(daemon)
            took, _, _ = through_a_hang(machine, daemon, ["connect unix"], "the message bus")
            calm(daemon, "the message bus")
            daemon.stop()
    return f"looks go on; named after {took:.0f} s"


def driver(line):
    def body():
        with Folder() as folder:
            machine = Machine(folder)
            with machine.daemon() as daemon:
                watching(daemon)
                if line.startswith("open"):
                    daemon.call("Pause")
                    daemon.until(lambda status: status["camera"]["state"] == "paused")
                began = time.monotonic()
                machine.hang(line)
                daemon.call("Resume")
                daemon.until(lambda status: status["camera"]["state"] == "failed", NAMED_WITHIN + 5, "failed")
                took = time.monotonic() - began
                expect(took < NAMED_WITHIN + 1, f"failed after {took:.0f} s")
                expect("error" not in daemon.call("Regenerate", {"mood": "sad"}), "no playlist")
                before = looks(daemon)
                machine.release()
                daemon.until(lambda status: status["camera"]["state"] == "streaming"
                             and status["camera"]["framesAnalysed"] > before, 30, "looks")
                daemon.stop()
        return f"failed after {took:.0f} s, streaming again afterwards"

    return body


case("hanging calls", "the camera's driver, at a frame")(driver("dequeue FOLDER/camera"))
case("hanging calls", "the camera's driver, at opening")(driver("open FOLDER/camera"))


def spent(daemon):
    """CPU seconds of the process so far, ended threads included: its CPU-time clock (clock_getcpuclockid)."""
    return time.clock_gettime(~daemon.process.pid << 3 | 2)


def stamps(how):
    def body():
        with Folder() as one, Folder() as other:
            sound, odd = Machine(one), Machine(other, EMOTUNES_TEST_STAMPS=how)
            with sound.daemon() as first, odd.daemon() as second:
                daemons = (first, second)
                for daemon in daemons:
                    daemon.until(lambda status: status["camera"]["framesAnalysed"] >= 1, what="a look")
                before = [looks(daemon) for daemon in daemons]
                idle = [spent(daemon) for daemon in daemons]
                time.sleep(15)
                cost = [spent(daemon) - count for daemon, count in zip(daemons, idle)]
                seen = [looks(daemon) - count for daemon, count in zip(daemons, before)]
                expect(abs(seen[1] - seen[0]) <= max(2, seen[0] / 10), f"{seen[1]} looks, {seen[0]} with sound stamps")
                notices = second.status()["notices"]
                said = sum(": the driver does not say when" in line or "stamps on frames are wrong" in line
                           for line in second.words().splitlines())
                expect(said == 1, f"said {said} times")
                expect(how == "none" or any("stamps on frames are wrong" in notice for notice in notices), str(notices))
                first.stop()
                second.stop()
        return (f"{seen[1]} looks and {cost[1] * 1000:.0f} ms of CPU in 15 s, {seen[0]} and {cost[0] * 1000:.0f} with sound "
                "stamps; said once")

    return body


for name, how in {
    "none": "none", "wall-clock time": "realtime", "600 s ahead for ten frames": "jump", "one second late": "late",
    "always the same": "constant", "zero": "zero", "before the start of the machine": "negative",
    "backwards": "backwards",
}.items():
    case("frame stamps", name)(stamps(how))
