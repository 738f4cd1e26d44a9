"""Disks that are full, small, read-only or owned by another user."""

import os
import resource
import shutil
import subprocess

from .cases import case, group
from .daemon import Daemon, Folder, Unexpected, examine, expect

group("disk full", "a file system so small that another write fails each time, then made larger")
group("file size limit", "no file may grow beyond a size (RLIMIT_FSIZE)")
group("state folder", "read-only, not ours, no folder, lost and back while the daemon runs")

SOURCE = "demo:happy=40,sad=40?speed=max"


class SmallDisk(Folder):
    """A file system of so many kilobytes."""

    def __init__(self, kilobytes):
        self.kilobytes = kilobytes

    def __enter__(self):
        super().__enter__()
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={self.kilobytes}k", "tmpfs", self.path], check=True)
        return self.path

    def resize(self, options):
        subprocess.run(["mount", "-o", f"remount,{options}", self.path], check=True)

    def __exit__(self, *_):
        subprocess.run(["umount", "-l", self.path], check=True)
        super().__exit__()


def full(kilobytes):
    def body():
        disk = SmallDisk(kilobytes)
        with Folder() as folder, disk as small:
            state = f"{small}/state"
            with Daemon(folder, SOURCE, "--until-end", state=state) as daemon:
                status = daemon.end(120)
                expect(status in (0, 73), f"ended with {status}: {daemon.words()[-300:]}")
                said = daemon.words()
            expect(status == 0 or "o space left" in said or "full" in said, f"does not say why: {said[-300:]}")
            # SQLite's own look at it needs a little room too.
            disk.resize("size=4m")
            newest, damaged = examine(state) if os.path.isdir(state) else (0, [])
            expect(not damaged, f"set aside: {damaged}")
            with Daemon(folder, SOURCE, "--until-end", state=state) as daemon:
                expect(daemon.end(120) == 0, f"with room again: {daemon.words()[-300:]}")
            after, damaged = examine(state, newest + 1)
            expect(not damaged, f"set aside: {damaged}")
            return f"exit {status}" + ("" if status else " (it was enough)") + ", works with room again"

    return body


for size in range(16, 1312, 48):
    case("disk full", f"{size} KB")(full(size))


def limited(kilobytes):
    def body():
        def prepare():
            resource.setrlimit(resource.RLIMIT_FSIZE, (kilobytes << 10, kilobytes << 10))

        with Folder() as folder:
            with Daemon(folder, SOURCE, "--until-end", prepare=prepare) as daemon:
                status = daemon.end(120)
                expect(status in (0, 73), f"ended with {status}: {daemon.words()[-300:]}")
            if os.path.isdir(f"{folder}/state"):
                examine(f"{folder}/state")
            with Daemon(folder, SOURCE, "--until-end") as daemon:
                expect(daemon.end(120) == 0, f"without the limit: {daemon.words()[-300:]}")
            _, damaged = examine(f"{folder}/state", 1)
            expect(not damaged, f"set aside: {damaged}")
            return f"exit {status}, works without the limit"

    return body


for size in (4, 16, 40, 64, 100, 150, 250, 400):
    case("file size limit", f"{size} KB")(limited(size))


@case("state folder", "fills up and empties again while the daemon runs")
def fills_up():
    disk = SmallDisk(2500)
    with Folder() as folder, disk as small, Daemon(folder, state=f"{small}/state") as daemon:
        daemon.ready()
        expect("error" not in daemon.call("Regenerate", {"mood": "sad"}), "no playlist at first")
        kept = daemon.status()["playlist"]["id"]
        ballast = os.open(f"{small}/ballast", os.O_WRONLY | os.O_CREAT)
        try:
            while True:
                os.write(ballast, bytes(4096))
        except OSError:
            os.close(ballast)
        failed = None
        for mood in ["happy", "sad"] * 20:
            reply = daemon.call("Regenerate", {"mood": mood})
            if "error" in reply:
                failed = reply
                break
            kept = daemon.status()["playlist"]["id"]
        expect(failed and "space" in str(failed), f"no refusal on a full disk: {failed}")
        expect(daemon.status()["playlist"]["id"] == kept, "the playlist that was there is not")
        os.unlink(f"{small}/ballast")
        expect("error" not in daemon.call("Regenerate", {"mood": "happy"}), "no playlist with room again")
        daemon.stop()
        examine(f"{small}/state", kept + 1)
        return "a refusal that says so, the old playlist stays, works with room again"


@case("state folder", "becomes read-only and writable again while the daemon runs")
def turns_read_only():
    disk = SmallDisk(4000)
    with Folder() as folder, disk as small, Daemon(folder, state=f"{small}/state") as daemon:
        daemon.ready()
        expect("error" not in daemon.call("Regenerate", {"mood": "sad"}), "no playlist at first")
        # What is open for writing keeps a file system from turning; so the files are made immutable instead.
        for name in os.listdir(f"{small}/state"):
            os.chmod(f"{small}/state/{name}", 0o444)
        os.chmod(f"{small}/state", 0o555)
        kept = daemon.status()["playlist"]["id"]
        daemon.call("Regenerate", {"mood": "happy"})
        expect(daemon.process.poll() is None, "ended")
        daemon.stop()
        newest, _ = examine(f"{small}/state", kept)
        return "goes on"


def refused(name, make, status):
    def body():
        with Folder() as folder:
            make(folder)
            with Daemon(folder, SOURCE, "--until-end", state=f"{folder}/state/inner") as daemon:
                got = daemon.end(60)
                expect(got == status, f"ended with {got}: {daemon.words()[-300:]}")
                expect(len([line for line in daemon.words().splitlines() if "state" in line]) == 1,
                       f"more or less than one line: {daemon.words()}")
            return f"exit {status}, one line that names it"

    case("state folder", name)(body)


refused("its place is taken by a file", lambda folder: open(f"{folder}/state", "w").close(), 73)
refused("a dangling link", lambda folder: os.symlink("/nonexistent/folder", f"{folder}/state"), 73)


@case("state folder", "a read-only file system")
def read_only():
    disk = SmallDisk(1000)
    with Folder() as folder, disk as small:
        disk.resize("ro")
        with Daemon(folder, SOURCE, "--until-end", state=f"{small}/state") as daemon:
            expect(daemon.end(60) == 73, daemon.words()[-300:])
            expect("Read-only file system" in daemon.words(), daemon.words())
    return "exit 73"


def as_nobody():
    os.setgid(65534)
    os.setuid(65534)


def not_ours(mode):
    def body():
        if os.getuid() != 0:
            raise Unexpected("only root can play somebody else")
        with Folder() as folder:
            os.chmod(folder, 0o777)
            os.mkdir(f"{folder}/state")
            os.chmod(f"{folder}/state", mode)
            with Daemon(folder, SOURCE, "--until-end", prepare=as_nobody) as daemon:
                expect(daemon.end(60) == 73, daemon.words()[-300:])
                expect("ermission denied" in daemon.words() or "unable to open" in daemon.words(), daemon.words())
        return "exit 73"

    return body


case("state folder", "somebody else's, readable")(not_ours(0o755))
case("state folder", "somebody else's, closed")(not_ours(0o700))


@case("state folder", "taken away and another put in its place while the daemon runs")
def taken_away():
    with Folder() as folder, Daemon(folder) as daemon:
        daemon.ready()
        daemon.call("Regenerate", {"mood": "sad"})
        shutil.move(f"{folder}/state", f"{folder}/moved")
        os.mkdir(f"{folder}/state", 0o700)
        daemon.call("Regenerate", {"mood": "happy"})
        expect(daemon.status()["version"], "no answer")
        daemon.stop()
        examine(f"{folder}/moved", 1)
    return "goes on with the files it has open"
