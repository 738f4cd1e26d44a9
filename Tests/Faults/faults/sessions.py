"""Machines that several people use, and machines that do not say who does.

The camera is one that is not there: a daemon that may open it finds it missing, and one that may not says why.
"""

import atexit
import functools
import os
import shutil
import subprocess
import tempfile
import threading

from .cases import case, group
from .daemon import REPOSITORY, Daemon, Folder, Unexpected, expect

group("sessions", "people who sign in, switch, lock and leave, as a login manager and screen lockers of ours tell it "
      "(login.c, on a bus of its own); the camera is tried only for the person at the screen")

# A bus takes in only who has a name: nobody plays the person, and daemon the kiosk's system user.
PERSON, OTHER, KIOSK = 65534, 4212, 1
CAMERA = "v4l2:/dev/video99"


def becoming(uid):
    def prepare():
        os.setgroups([])
        os.setgid(uid)
        os.setuid(uid)

    return prepare


# A bus that lets in others than its own user.
BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>custom</type>
  <listen>unix:path=FOLDER/bus</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow user="*"/>
    <allow own="*"/>
    <allow send_destination="*"/>
    <allow receive_sender="*"/>
  </policy>
</busconfig>
"""


building = threading.Lock()


@functools.lru_cache
def built():
    folder = tempfile.mkdtemp(prefix="emotunes-login-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    subprocess.run(["cc", "-o", f"{folder}/login", REPOSITORY / "Tests/Faults/login.c", "-lsystemd"], check=True)
    return f"{folder}/login"


def login_manager():
    """The program, built once a run."""
    with building:
        return built()


class Desktop:
    """A bus, and a login manager and lockers on it that say what `lines` say."""

    def __init__(self, folder, *lines, uid=PERSON):
        if os.getuid() != 0:
            raise Unexpected("only root can play somebody else")
        os.chown(folder, uid, uid)
        self.folder, self.state = folder, f"{folder}/sessions"
        self.write(lines)
        with open(f"{folder}/bus.conf", "w") as file:
            file.write(BUS.replace("FOLDER", folder))
        self.bus = subprocess.Popen(
            ["dbus-daemon", f"--config-file={folder}/bus.conf", "--nofork", "--print-address"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            text=True)
        self.address = self.bus.stdout.readline().strip()
        self.login = subprocess.Popen(
            [login_manager(), self.address, self.state], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        if self.login.stdout.readline() != "ready\n":
            self.__exit__()
            raise Unexpected("the test's login manager does not start")
        self.environment = {"DBUS_SYSTEM_BUS_ADDRESS": self.address, "DBUS_SESSION_BUS_ADDRESS": self.address}

    def write(self, lines):
        with open(f"{self.state}.new", "w") as file:
            file.write("".join(f"{line}\n" for line in lines))
        os.chmod(f"{self.state}.new", 0o644)
        os.rename(f"{self.state}.new", self.state)

    def now(self, *lines):
        self.write(lines)
        self.say("changed")

    def say(self, word):
        self.login.stdin.write(f"{word}\n")
        self.login.stdin.flush()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for process in (self.login, self.bus):
            process.kill()
            process.wait()


def session(number, uid, seat="seat0", kind="user", remote=0, active=1, locked=0, closing=0):
    return f"session {number} {uid} {seat} {kind} {remote} {active} {locked} {closing}"


def own(**more):
    return session(1, PERSON, **more)


def other(**more):
    return session(2, OTHER, **more)


def tried(status):
    return status["camera"]["state"] == "missing"


def closed(words):
    return lambda status: status["camera"]["state"] == "released" and words in status["camera"]["detail"]


def says(holds, words):
    return lambda status: holds(status) and any(words in notice for notice in status["notices"])


AWAY, REMOTE, OUT, LOCKED = (closed(words) for words in (
    "another session is in front", "only from elsewhere", "not signed in at this machine's screen; ", "screen is locked"))
WORDS = {tried: "the camera is tried", AWAY: "released: another session is in front", REMOTE: "released: signed in from "
         "elsewhere only", OUT: "released: not signed in at the screen", LOCKED: "released: the screen is locked"}


def people(*steps, uid=PERSON):
    """Steps of the lines that describe the machine, and what the camera is to be then."""

    def body():
        with Folder() as folder, Desktop(folder, *steps[0][0], uid=uid) as desktop:
            with Daemon(folder, CAMERA, environment=desktop.environment, prepare=becoming(uid)) as daemon:
                seen = []
                for index, (lines, holds) in enumerate(steps):
                    if index:
                        desktop.now(*lines)
                    daemon.until(holds, 20, f"step {index + 1}: {WORDS[holds]}")
                    seen.append(WORDS[holds])
                expect(not daemon.status()["notices"] or "new here" in daemon.status()["notices"][0],
                       f"a notice: {daemon.status()['notices']}")
                daemon.stop()
        return ", then ".join(seen)

    return body


for name, steps in {
    "own session in front": [([own()], tried)],
    "service that lingers, nobody signed in": [([], OUT)],
    "service that lingers, another person works": [([other()], OUT)],
    "service that lingers, then its user signs in": [([other()], OUT), ([own()], tried)],
    "by ssh only": [([own(seat="-", remote=1)], REMOTE)],
    "by ssh, another person works": [([own(seat="-", remote=1), other()], REMOTE)],
    "by ssh and at the screen": [([session(3, PERSON, seat="-", remote=1), own()], tried)],
    "a session without a seat (VNC, cron)": [([own(seat="-")], REMOTE)],
    "the login screen is in front": [([own(active=0), session(3, 111, kind="greeter")], AWAY)],
    "the own login screen is no session": [([own(kind="greeter")], OUT)],
    "a manager's and a background session": [([own(kind="manager", seat="-"), session(3, PERSON, kind="background")], OUT)],
    "switched away and back": [([own(), other(active=0)], tried), ([own(active=0), other()], AWAY),
                               ([own(), other(active=0)], tried)],
    "switched away, the one in front signs out": [([own(active=0), other()], AWAY), ([own(active=0)], AWAY),
                                                  ([own()], tried)],
    "signs out, a service stays": [([own()], tried), ([own(closing=1)], OUT), ([], OUT)],
    "at another seat than the first": [([own(seat="seat-usb"), other()], tried)],
    "two of the own sessions": [([own(active=0), session(3, PERSON)], tried), ([own(active=0), session(3, PERSON, active=0)], AWAY)],
    "locked and unlocked, by the login manager's hint": [([own()], tried), ([own(locked=1)], LOCKED), ([own()], tried)],
    "another person's locked session behind": [([own(), other(active=0, locked=1)], tried)],
    "locked, then switched away, then back": [([own(locked=1)], LOCKED), ([own(active=0, locked=1), other()], AWAY),
                                              ([own(locked=1)], LOCKED)],
    "locker of GNOME": [([own(), "locker org.gnome.ScreenSaver 1"], LOCKED), ([own(), "locker org.gnome.ScreenSaver 0"], tried)],
    "locker of KDE and others": [([own()], tried), ([own(), "locker org.freedesktop.ScreenSaver 1"], LOCKED),
                                 ([own(), "locker org.freedesktop.ScreenSaver 0"], tried)],
    "two lockers, one of them active": [([own(), "locker org.gnome.ScreenSaver 0", "locker org.freedesktop.ScreenSaver 1"], LOCKED)],
    "locker that crashes while locked": [([own(), "locker org.gnome.ScreenSaver 1"], LOCKED), ([own()], LOCKED)],
    "2,000 sessions of others": [([session(number, 20_000 + number, active=0) for number in range(10, 2000)] + [own()], tried)],
}.items():
    case("sessions", name)(people(*steps))

for name, steps in {
    "kiosk, nobody signed in": [([], tried)], "kiosk, a person signed in": [([other()], tried), ([], tried)],
    "kiosk, the screen locked": [([other(locked=1)], LOCKED), ([other()], tried)],
}.items():
    case("sessions", name)(people(*steps, uid=KIOSK))


@case("sessions", "switched 100 times in a row")
def restless():
    with Folder() as folder, Desktop(folder, own()) as desktop:
        with Daemon(folder, CAMERA, environment=desktop.environment, prepare=becoming(PERSON)) as daemon:
            daemon.until(tried)
            for _ in range(50):
                desktop.now(own(active=0), other())
                desktop.now(own(), other(active=0))
            desktop.now(own(active=0), other())
            daemon.until(AWAY, 20)
            desktop.now(own(), other(active=0))
            daemon.until(tried, 20)
            daemon.stop()
    return "right in the end", 100


@case("sessions", "sleep, and waking up at another person's")
def sleeping():
    with Folder() as folder, Desktop(folder, own()) as desktop:
        with Daemon(folder, CAMERA, environment=desktop.environment, prepare=becoming(PERSON)) as daemon:
            daemon.until(tried)
            desktop.say("sleep")
            daemon.until(closed("goes to sleep"))
            desktop.now(own(active=0), other())
            desktop.say("wake")
            daemon.until(AWAY, 20)
            daemon.stop()
    return "released, and still so afterwards"


@case("sessions", "a pause is kept over a switch")
def paused():
    with Folder() as folder, Desktop(folder, own()) as desktop:
        with Daemon(folder, CAMERA, environment=desktop.environment, prepare=becoming(PERSON)) as daemon:
            daemon.until(tried)
            daemon.call("Pause")
            desktop.now(own(active=0), other())
            desktop.now(own(), other(active=0))
            # The bus tells of the switch back a moment later.
            daemon.until(lambda status: status["state"] == "paused", 10)
            desktop.now(own(active=0), other())
            daemon.call("Resume")
            daemon.until(AWAY, 20)
            daemon.stop()
    return "paused until resumed, then released"
