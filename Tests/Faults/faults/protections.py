"""Machines that do not say who is at them, or who else uses the camera."""

import ctypes
import errno
import os
import resource
import signal
import socket
import subprocess
import time

from .cases import case, group
from .daemon import BINARIES, REPOSITORY, Daemon, Folder, expect
from .sessions import CAMERA, Desktop, LOCKED, OUT, PERSON, WORDS, becoming, other, own, says, tried

group("protection", "what tells of people and of other programs is missing, silent or wrong")


def lines_with(daemon, words):
    return sum(words in line for line in daemon.words().splitlines())


def unprotected(environment, holds, words, uid=PERSON, seconds=30):
    """A machine that lacks something: said as a notice and once in the journal, and the daemon goes on."""

    def body():
        with Folder() as folder:
            os.chown(folder, uid, uid)
            with Daemon(folder, CAMERA, environment=environment(folder), prepare=becoming(uid)) as daemon:
                daemon.until(says(holds, words), seconds, words)
                time.sleep(1)
                expect(lines_with(daemon, words) == 1, f"said {lines_with(daemon, words)} times: {daemon.words()[-500:]}")
                expect("error" not in daemon.call("Regenerate", {"mood": "sad"}), "no playlist")
                daemon.stop()
        return f"{WORDS.get(holds, 'goes on')}; one line and a notice: “… {words} …”"

    return body


def address(text):
    return lambda folder: {name: text.replace("FOLDER", folder) for name in ("DBUS_SYSTEM_BUS_ADDRESS", "DBUS_SESSION_BUS_ADDRESS")}


def alive(status):
    return True


for name, text in {
    "no system bus": "unix:path=FOLDER/nothing", "the bus's address is nonsense": "nonsense",
    "the bus's address is a folder": "unix:path=FOLDER",
}.items():
    case("protection", name)(unprotected(address(text), alive, "there is no system bus"))


@case("protection", "a bus that takes calls and says nothing")
def silent_bus():
    with Folder() as folder, socket.socket(socket.AF_UNIX) as listener:
        listener.bind(f"{folder}/bus")
        listener.listen(16)
        os.chmod(f"{folder}/bus", 0o777)
        os.chmod(folder, 0o755)
        return unprotected(lambda _: {"DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={folder}/bus"}, alive, "there is no system bus")()


def manager(name, before, after, holds_before, holds_after, words, kill=None):
    """A login manager that becomes another while the daemon runs."""

    def body():
        with Folder() as folder, Desktop(folder, *before) as desktop:
            with Daemon(folder, CAMERA, environment=desktop.environment, prepare=becoming(PERSON)) as daemon:
                daemon.until(holds_before, 30)
                if kill:
                    kill(desktop)
                elif after is not None:
                    desktop.now(*after)
                began = time.monotonic()
                daemon.until(says(holds_after, words), 30, words)
                took = time.monotonic() - began
                expect(took < 15, f"said only after {took:.0f} s")
                expect(lines_with(daemon, words) == 1, f"said {lines_with(daemon, words)} times")
                if not kill:
                    desktop.now(own())
                    daemon.until(lambda status: tried(status) and not any(words in notice for notice in status["notices"]),
                                 40, "the way back")
                daemon.stop()
        how = WORDS.get(holds_after, "the camera waits")
        return f"{how}, one line and a notice" + ("" if kill else "; right again when it is there")

    case("protection", name)(body)


def waits(status):
    return status["camera"]["state"] == "starting"


def end_bus(desktop):
    desktop.bus.kill()
    desktop.bus.wait()


manager("no login manager", ["none"], None, tried, tried, "has no login manager")
manager("the login manager goes while another person works", [other()], ["none"], OUT, OUT, "has no login manager")
manager("the login manager goes while the screen is locked", [own(locked=1)], ["none"], LOCKED, LOCKED, "has no login manager")
manager("a login manager that is silent from the start", ["silent"], None, waits, waits, "login manager does not answer")
manager("a login manager that falls silent", [own()], [own(), "silent"], tried, tried, "login manager does not answer")
manager("a login manager that falls silent while another person works", [other()], [other(), "silent"], OUT, OUT,
        "login manager does not answer")
manager("a login manager that talks nonsense", ["nonsense"], None, waits, waits, "login manager does not answer")
manager("the bus goes while another person works", [other()], None, OUT, OUT, "there is no system bus", kill=end_bus)
manager("the bus goes while the screen is locked", [own(locked=1)], None, LOCKED, LOCKED, "there is no system bus", kill=end_bus)
manager("the bus goes while a locker has the screen", [own(), "locker org.gnome.ScreenSaver 1"], None, LOCKED, LOCKED,
        "there is no system bus", kill=end_bus)


@case("protection", "the bus goes while the own session is in front")
def bus_goes():
    with Folder() as folder, Desktop(folder, own()) as desktop:
        with Daemon(folder, CAMERA, environment=desktop.environment, prepare=becoming(PERSON)) as daemon:
            daemon.until(tried)
            end_bus(desktop)
            daemon.until(says(tried, "there is no system bus"), 15)
            daemon.stop()
    return "the camera is tried on, one line and a notice"


def exhaust(uid):
    """Takes every inotify instance of a user's; the process that has them."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
        becoming(uid)()
        libc, count = ctypes.CDLL(None, use_errno=True), 0
        while libc.inotify_init1(0) >= 0:
            count += 1
        os.write(writing, f"{ctypes.get_errno()}\n".encode())
        signal.pause()
    os.close(writing)
    with os.fdopen(reading) as answer:
        error = int(answer.readline())
    expect(error == errno.EMFILE, f"inotify cannot be exhausted ({os.strerror(error)})")
    return child


@case("protection", "inotify's instances are used up, then free again")
def no_inotify():
    uid = 4213
    child = exhaust(uid)
    try:
        with Folder() as folder:
            os.chown(folder, uid, uid)
            bus = {"DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={folder}/nothing"}
            with Daemon(folder, CAMERA, environment=bus, prepare=becoming(uid)) as daemon:
                daemon.until(says(tried, "max_user_instances"), 20)
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)
                child = None
                daemon.until(lambda status: not any("inotify" in notice for notice in status["notices"]), 90)
                expect(lines_with(daemon, "inotify cannot be had") == 1, "said more than once")
                daemon.stop()
    finally:
        if child:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
    return "one line and a notice with the remedy, tried again by itself"


@case("protection", "doctor on such a machine")
def doctor():
    uid = 4214
    child = exhaust(uid)
    try:
        with Folder() as folder:
            os.chown(folder, uid, uid)
            run = subprocess.run(
                [BINARIES / "emotunesctl", "doctor", "--socket", f"{folder}/none", "--state-dir", f"{folder}/state"],
                env={"PATH": "/usr/bin:/bin", "HOME": folder, "EMOTUNES_DATA_DIR": str(REPOSITORY),
                     "DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={folder}/nothing"},
                stdout=subprocess.PIPE, text=True, preexec_fn=becoming(uid), check=False)
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    for words in ("systemctl start dbus", "fs.inotify.max_user_instances="):
        expect([line for line in run.stdout.splitlines() if line.startswith("warning") and words in line.split("→")[-1]],
               f"no warning with “{words}”: {run.stdout}")
    return "a warning for bus and inotify each, with the remedy"
