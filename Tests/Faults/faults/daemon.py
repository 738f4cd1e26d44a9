"""The built daemon as a process: started, asked through its socket, ended, and what it left examined."""

import json
import os
import pathlib
import shutil
import signal
import socket
import sqlite3
import subprocess
import tempfile
import time
import xml.etree.ElementTree

REPOSITORY = pathlib.Path(__file__).resolve().parents[3]
BINARIES = pathlib.Path(os.environ.get("EMOTUNES_BINARIES", REPOSITORY / ".build/release"))
# Statuses the daemon may end with by itself; see DaemonFailure.
STATUSES = {0, 64, 66, 69, 70, 73, 78}
HAPPY = "demo:happy=600?repeat=forever"


class Unexpected(Exception):
    """The daemon did what it must not; the message says what."""


def expect(holds, what):
    if not holds:
        raise Unexpected(what)


class Folder:
    """A fresh folder, gone afterwards."""

    def __enter__(self):
        self.path = tempfile.mkdtemp(prefix="emotunes-fault-")
        return self.path

    def __exit__(self, *_):
        shutil.rmtree(self.path, ignore_errors=True)


class Daemon:
    """One run of the daemon with its state in `folder`/state."""

    def __init__(self, folder, source=HAPPY, *more, environment=None, state=None, prepare=None, stderr=None, data=None):
        self.folder = folder
        self.state = state or f"{folder}/state"
        self.socket = f"{folder}/control"
        self.log = f"{folder}/log"
        self.known = {"PATH": "/usr/bin:/bin", "HOME": folder, "EMOTUNES_DATA_DIR": data or str(REPOSITORY),
                      # No MPD of the person who runs this is touched.
                      "MPD_HOST": f"{folder}/no-mpd"}
        self.known.update(environment or {})
        arguments = [BINARIES / "emotunesd", "--source", source, "--state-dir", self.state, "--socket", self.socket]
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [*arguments, *more], env=self.known, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                stderr=stderr or log, preexec_fn=prepare)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def connect(self, seconds=10):
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(seconds)
        connection.connect(self.socket)
        return connection

    def call(self, method, parameters=None, seconds=30):
        """The reply as it came: a dictionary with `parameters` and perhaps `error`."""
        with self.connect(seconds) as connection:
            return ask(connection, method, parameters)

    def status(self):
        reply = self.call("GetStatus")
        if "error" in reply:
            raise ConnectionError(reply["error"])
        return reply["parameters"]["status"]

    def until(self, holds, seconds=60, what="the wanted state"):
        """Asks until `holds(status)` does, and gives that status; waits for the daemon to be there too."""
        end, last = time.monotonic() + seconds, "no answer"
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise Unexpected(f"ended with {self.process.returncode}: {self.words()[-300:]}")
            try:
                last = self.status()
                if holds(last):
                    return last
            except OSError:
                pass
            time.sleep(0.05)
        raise Unexpected(f"{what} did not come within {seconds} s; the last answer was {last}")

    def ready(self):
        return self.until(lambda status: True)

    def end(self, seconds=60, statuses=STATUSES):
        """Waits for it to end by itself; the status is one of those it may end with, and never a signal."""
        try:
            status = self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise Unexpected(f"still there after {seconds} s") from None
        expect(status in statuses, f"ended with {status}: {self.words()[-300:]}")
        expect("Fatal error" not in self.words(), self.words()[-300:])
        return status

    def stop(self, seconds=5):
        """Asks it to end, as the service manager does. One that is still starting may end by the signal itself, which
        a service manager takes as well as status 0."""
        self.process.send_signal(signal.SIGTERM)
        status = self.end(seconds, STATUSES | {-signal.SIGTERM})
        expect(status in (0, -signal.SIGTERM), f"asked to end, it ended with {status}: {self.words()[-300:]}")
        return status

    def kill(self):
        self.process.kill()
        self.process.wait()

    def words(self):
        return pathlib.Path(self.log).read_text(errors="replace")


def ask(connection, method, parameters=None):
    name = method if "." in method else f"org.emotunes.Control.{method}"
    connection.sendall(json.dumps({"method": name, "parameters": parameters or {}}).encode() + b"\0")
    return read_reply(connection)


def read_reply(connection):
    message = b""
    while not message.endswith(b"\0"):
        piece = connection.recv(65536)
        if not piece:
            raise ConnectionError("hung up")
        message += piece
    return json.loads(message[:-1].split(b"\0")[0])


def examine(state, least_playlist=0):
    """Holds what a daemon left against what it must be: databases sound, playlists and files whole, and no playlist
    that was acknowledged missing. SQLite's own tool reads it, not our code."""
    for name in ("emotunes.sqlite", "catalogue.sqlite"):
        path = f"{state}/{name}"
        if not os.path.exists(path):
            continue
        with sqlite3.connect(path) as database:
            finding = database.execute("PRAGMA integrity_check").fetchone()[0]
            expect(finding == "ok", f"{name}: {finding}")
    newest = 0
    if os.path.exists(f"{state}/emotunes.sqlite"):
        with sqlite3.connect(f"{state}/emotunes.sqlite") as database:
            has = database.execute("SELECT count(*) FROM sqlite_master WHERE name = 'playlist'").fetchone()[0]
            if has:
                rows = database.execute(
                    "SELECT id, (SELECT count(*) FROM playlist_track WHERE playlist_id = id) FROM playlist").fetchall()
                newest = max((row[0] for row in rows), default=0)
                short = [row for row in rows if row[1] != 20]
                expect(not short, f"playlists with another number of songs than 20: {short}")
    expect(newest >= least_playlist, f"playlist {least_playlist} was acknowledged, the newest that is there is {newest}")
    if os.path.exists(f"{state}/playlist.xspf"):
        root = xml.etree.ElementTree.parse(f"{state}/playlist.xspf").getroot()
        expect(len(root.findall(".//{*}track")) == 20, "playlist.xspf has not 20 songs")
    if os.path.exists(f"{state}/playlist.m3u8"):
        expect(open(f"{state}/playlist.m3u8").read().startswith("#EXTM3U"), "playlist.m3u8 is cut")
    left = [name for name in os.listdir(state) if ".damaged-" in name] if os.path.isdir(state) else []
    return newest, left
