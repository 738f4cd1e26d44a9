"""A build's programs as processes on a machine that stands still, see machine.c."""

import json
import os
import pathlib
import re
import shutil
import signal
import socket
import struct
import subprocess
import time

HERE = pathlib.Path(__file__).resolve().parents[1]
# 2030-03-17 17:46:40 UTC; later than any machine that runs this, see sem_timedwait in machine.c.
START = 1_900_000_000


class Trouble(Exception):
    """A program did not do what the comparison needs it for."""


def without_version(text):
    """A refactored build may be another version."""
    return re.sub(r"\b(emotunesd|EmoTunes/?) ?\d+\.\d+\.\d+", r"\1 VERSION", text)


class Build:
    """One of the two: a checkout after `make build`, or a folder that holds the programs and, beside them or in
    share/emotunes, their data."""

    def __init__(self, name, folder, settings=()):
        self.name = name
        self.folder = pathlib.Path(folder).resolve()
        release = self.folder / ".build/release"
        self.programs = next((place for place in (release, self.folder / "bin", self.folder)
                              if (place / "emotunesd").exists()), None)
        self.data = next((place for place in (self.folder / "share/emotunes", self.folder)
                          if (place / "models").exists()), None)
        if not self.programs or not self.data:
            raise SystemExit(f"{folder}: holds no emotunesd, or no models (make build?)")
        # Given to every daemon of this build over its defaults.
        self.settings = list(settings)


class Place:
    """A folder for one question and one build. Both builds are given the same path one after the other, so that paths
    are no difference between them."""

    def __init__(self, build, folder, machine):
        self.build, self.folder, self.machine = build, str(folder), machine
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(folder)
        os.chmod(folder, 0o755)
        self.state = f"{folder}/state"
        self.socket = f"{folder}/control"
        self.journal = f"{folder}/journal"
        self.log = f"{folder}/log"
        self.clock = f"{folder}/clock"
        # By the same path for both.
        self.data = f"{folder}/share"
        os.symlink(build.data, self.data)
        self.set_clock(0)
        open(self.journal, "w").close()

    def set_clock(self, seconds):
        """Has the wall clock say so many seconds after START."""
        self.now = seconds
        if not os.path.exists(self.clock):
            pathlib.Path(self.clock).write_bytes(bytes(8))
        # In place: the programs have the file mapped.
        with open(self.clock, "r+b") as file:
            file.write(struct.pack("=q", int((START + seconds) * 1e9)))

    def step_clock(self, seconds):
        self.set_clock(self.now + seconds)

    def environment(self, more=None):
        known = {"PATH": "/usr/bin:/bin", "HOME": self.folder, "TZ": "UTC", "LANG": "C.UTF-8",
                 "EMOTUNES_DATA_DIR": self.data, "LD_PRELOAD": self.machine, "EMOTUNES_TEST_CLOCK": self.clock,
                 "EMOTUNES_TEST_JOURNAL": self.journal}
        known.update(more or {})
        return known

    def run(self, program, *arguments, more=None, patience=300, prepare=None, text=None):
        """Runs it to its end: status, output, complaints."""
        done = subprocess.run([self.build.programs / program, *map(str, arguments)], env=self.environment(more),
                              cwd=self.folder, input=text, stdin=None if text else subprocess.DEVNULL, timeout=patience,
                              capture_output=True, text=True, errors="replace", preexec_fn=prepare)
        return {"status": done.returncode, "output": done.stdout, "complaints": done.stderr}

    def json(self, program, *arguments, **options):
        """What it prints with --json."""
        done = self.run(program, *arguments, "--json", **options)
        if done["status"] != 0:
            raise Trouble(f"{program} {' '.join(map(str, arguments))}: status {done['status']}: {done['complaints']}")
        return json.loads(done["output"])

    def ask(self, *arguments):
        """What emotunesctl has from the daemon, with --json."""
        return self.json("emotunesctl", *arguments, "--socket", self.socket)

    def tell(self, *arguments, **options):
        """The same without --json and whatever its status."""
        return self.run("emotunesctl", *arguments, "--socket", self.socket, **options)

    def entries(self):
        """What went to the journal, each entry as its fields."""
        found = []
        for entry in pathlib.Path(self.journal).read_text(errors="replace").split("\n\n"):
            fields = dict(line.split("=", 1) for line in entry.split("\n") if "=" in line)
            # Where in the source it is written: that moves when the source is rearranged.
            for name in ("CODE_FILE", "CODE_LINE", "CODE_FUNC"):
                fields.pop(name, None)
            fields = {name: without_version(value) for name, value in fields.items()}
            if fields:
                found.append(fields)
        return found


class Daemon:
    """emotunesd, until the end of the block."""

    def __init__(self, place, source, *arguments, more=None, prepare=None, state=None, socket=None, settings=()):
        self.place = place
        words = ["--source", source, "--state-dir", state or place.state, "--socket", socket or place.socket]
        for setting in [*settings, *place.build.settings]:
            words += ["--set", setting]
        with open(place.log, "ab") as log:
            standing = os.fstat(log.fileno())
            # As the service manager says it where standard error is the journal.
            known = {"JOURNAL_STREAM": f"{standing.st_dev}:{standing.st_ino}", **(more or {})}
            self.process = subprocess.Popen(
                [place.build.programs / "emotunesd", *words, *arguments], env=place.environment(known),
                cwd=place.folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log, preexec_fn=prepare)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def call(self, method, parameters=None):
        """One call without a program in between: for asking often."""
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(30)
            connection.connect(self.place.socket)
            message = {"method": f"org.emotunes.Control.{method}", "parameters": parameters or {}}
            connection.sendall(json.dumps(message).encode() + b"\0")
            reply = b""
            while not reply.endswith(b"\0"):
                piece = connection.recv(65536)
                if not piece:
                    raise ConnectionError("hung up")
                reply += piece
        return json.loads(reply[:-1])

    def until(self, holds, what, patience=45):
        """The first status for which `holds`."""
        end, last = time.monotonic() + patience, "no answer"
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise Trouble(f"emotunesd ended with {self.process.returncode}: {self.last_words()}")
            try:
                last = self.call("GetStatus")["parameters"]["status"]
                if holds(last):
                    return last
            except (OSError, KeyError):
                pass
            time.sleep(0.05)
        raise Trouble(f"{what} did not come within {patience} s; the last answer was {last}")

    def seen(self, holds, what, patience=45):
        """Waits for something else than a status."""
        end = time.monotonic() + patience
        while not holds():
            if time.monotonic() > end or self.process.poll() is not None:
                raise Trouble(f"{what} did not come within {patience} s: {self.last_words()}")
            time.sleep(0.05)

    def ready(self):
        return self.until(lambda status: True, "an answer")

    def ended(self, patience=300):
        """The status once a recording has ended and its playlist is written."""
        return self.until(
            lambda status: status["camera"]["state"] == "ended" and all(
                target["state"] != "pending" for target in (status["playlist"] or {}).get("publishing", [])
                if target["target"] == "file"),
            "the source's end", patience)

    def wait(self, patience=60):
        return self.process.wait(patience)

    def stop(self, patience=15):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(patience)

    def words(self):
        """What it printed."""
        return pathlib.Path(self.place.log).read_text(errors="replace")

    def last_words(self):
        """The latest it said anywhere."""
        journal = " / ".join(entry.get("MESSAGE", "") for entry in self.place.entries()[-3:])
        return f"{self.words()[-300:]} {journal}".strip()
