"""A machine that has too little: descriptors, memory, threads."""

import os
import pathlib
import resource
import subprocess
import time

from .cases import case, group
from .daemon import Daemon, Folder, examine, expect

group("descriptors", "few files may be open (RLIMIT_NOFILE)")
group("memory", "a control group with little of it")
group("threads", "few threads (a control group's pids.max)")

SOURCE = "demo:happy=40?speed=max"


def few_files(count):
    def body():
        def prepare():
            resource.setrlimit(resource.RLIMIT_NOFILE, (count, count))

        with Folder() as folder:
            with Daemon(folder, SOURCE, "--until-end", prepare=prepare) as daemon:
                status = daemon.end(60)
            if os.path.isdir(f"{folder}/state"):
                examine(f"{folder}/state")
            with Daemon(folder, SOURCE, "--until-end") as daemon:
                expect(daemon.end(60) == 0, f"without the limit: {daemon.words()[-300:]}")
            return f"exit {status}, works without the limit"

    return body


for count in (12, 14, 16, 18, 20, 24, 32, 64):
    case("descriptors", f"{count} of them")(few_files(count))


@case("descriptors", "all taken by clients while it runs")
def taken_by_clients():
    def prepare():
        resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))

    with Folder() as folder, Daemon(folder, prepare=prepare) as daemon:
        daemon.ready()
        clients = []
        for _ in range(100):
            try:
                clients.append(daemon.connect(2))
            except OSError:
                break
        time.sleep(2)
        before = cpu_seconds(daemon.process.pid)
        time.sleep(2)
        busy = cpu_seconds(daemon.process.pid) - before
        expect(daemon.process.poll() is None, f"ended with {daemon.process.poll()}: {daemon.words()[-300:]}")
        for client in clients:
            client.close()
        daemon.until(lambda status: True, 20)
        expect("error" not in daemon.call("Regenerate", {"mood": "sad"}), "no playlist afterwards")
        daemon.stop()
        expect(busy < 1.5, f"{busy} s of CPU time in 2 s while none could be accepted")
    return "waits without spinning, answers again when they have gone"


def cpu_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class ControlGroup:
    """A control group of this machine's first or second kind; nil where none can be made."""

    def __init__(self, controller, limits):
        first = pathlib.Path("/sys/fs/cgroup") / controller
        self.path = (first if first.is_dir() else pathlib.Path("/sys/fs/cgroup")) / f"emotunes-fault-{os.getpid()}-{id(self)}"
        self.path.mkdir()
        for name, value in limits[0 if first.is_dir() else 1].items():
            (self.path / name).write_text(str(value))

    def __enter__(self):
        return lambda: (self.path / "cgroup.procs").write_text(str(os.getpid()))

    def __exit__(self, *_):
        for _ in range(100):
            try:
                self.path.rmdir()
                return
            except OSError:
                time.sleep(0.05)


def little_memory(megabytes):
    def body():
        size = megabytes << 20
        with Folder() as folder:
            with ControlGroup("memory", ({"memory.limit_in_bytes": size}, {"memory.max": size})) as enter:
                with Daemon(folder, SOURCE, "--until-end", prepare=enter) as daemon:
                    try:
                        status = daemon.process.wait(120)
                    except subprocess.TimeoutExpired:
                        daemon.kill()
                        status = "too slow, stopped"
            if os.path.isdir(f"{folder}/state"):
                examine(f"{folder}/state")
            with Daemon(folder, SOURCE, "--until-end") as daemon:
                expect(daemon.end(60) == 0, f"without the limit: {daemon.words()[-300:]}")
            # The kernel kills what has too little, as kill -9 does; a crash of our own would be another signal.
            expect(status in (0, -9, "too slow, stopped"), f"ended with {status}")
            how = {0: "enough", -9: "killed by the kernel"}.get(status, status)
            return f"{how}; state whole, works without the limit"

    return body


for megabytes in (8, 16, 24, 32, 48, 64, 80):
    case("memory", f"{megabytes} MB of a control group")(little_memory(megabytes))


def few_threads(count):
    def body():
        with Folder() as folder:
            with ControlGroup("pids", ({"pids.max": count}, {"pids.max": count})) as enter:
                with Daemon(folder, SOURCE, "--until-end", prepare=enter) as daemon:
                    status = daemon.end(60)
            return f"exit {status}"

    return body


for count in (16, 32, 64):
    case("threads", f"{count} of them")(few_threads(count))
