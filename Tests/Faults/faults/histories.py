"""Long histories, and readers that are slow or never end."""

import json
import os
import socket
import sqlite3
import time

from .cases import case, group
from .daemon import Daemon, Folder, examine, expect

group("history", "long histories, slow readers, readers that never end")


def fill_history(path, days):
    """So many busy days, as the daemon would have kept them."""
    now, day = int(time.time() * 1000), 86_400_000
    with sqlite3.connect(path) as database:
        database.executemany(
            "INSERT INTO mood_interval (start, end, mood, confidence) VALUES (?, ?, ?, 0.9)",
            ((now - n * day // 300, now - n * day // 300 + 60_000, ("happy", "sad")[n % 2]) for n in range(days * 300, 0, -1)))
        database.executemany(
            "INSERT INTO shift (at, from_mood, to_mood, confidence, why) VALUES (?, 'happy', 'sad', 0.9, ?)",
            ((now - n * day // 30, "looked sad rather than happy for the last 12 s") for n in range(days * 30, 0, -1)))


def long_history(ask_for):
    def body():
        with Folder() as folder:
            with Daemon(folder) as daemon:
                daemon.ready()
                daemon.stop()
            fill_history(f"{folder}/state/emotunes.sqlite", 400)
            with Daemon(folder) as daemon:
                daemon.ready()
                daemon.call("GetHistory")
                before = daemon.status()["process"]["residentBytes"]
                entries = ask_for(daemon)
                grown = (daemon.status()["process"]["residentBytes"] - before) >> 20
                expect(grown < 24, f"it takes {grown} MB more")
                daemon.stop()
        return f"{entries} entries told, {max(grown, 0)} MB more"

    return body


def count(history):
    return sum(len(entries) for entries in history.values())


def at_once(daemon):
    history = daemon.call("GetHistory", {"from": "2000-01-01T00:00:00Z"}, 60)["parameters"]["history"]
    expect(max(len(entries) for entries in history.values()) <= 2000, "there is no limit")
    return count(history)


def usual(daemon):
    history = daemon.call("GetHistory", None, 60)["parameters"]["history"]
    expect(len(history["moods"]) < 400, f"{len(history['moods'])} moods of a day")
    return count(history)


def streamed(daemon, pause=0.0, most=None):
    message = {"method": "org.emotunes.Control.GetHistory", "parameters": {"from": "2000-01-01T00:00:00Z"}, "more": True}
    told, pending = 0, b""
    with daemon.connect(60) as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.sendall(json.dumps(message).encode() + b"\0")
        while True:
            while b"\0" not in pending:
                piece = connection.recv(65536)
                expect(piece, f"hung up after {told} entries")
                pending += piece
            reply, pending = pending.split(b"\0", 1)
            reply = json.loads(reply)
            told += count(reply["parameters"]["history"])
            if not reply.get("continues"):
                return told
            if most and told >= most:
                return told
            time.sleep(pause)


case("history", "of a day, where 400 are kept")(long_history(usual))
case("history", "of 400 days in one reply")(long_history(at_once))
case("history", "of 400 days with more")(long_history(streamed))
case("history", "of 400 days, read slowly")(long_history(lambda daemon: streamed(daemon, 0.02)))
case("history", "of 400 days, and the reader leaves")(
    long_history(lambda daemon: [streamed(daemon, most=2000) for _ in range(20)][-1]))


@case("history", "a reader of the database that never ends")
def endless_reader():
    with Folder() as folder, Daemon(folder) as daemon:
        daemon.ready()
        reader = sqlite3.connect(f"{folder}/state/emotunes.sqlite")
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM snapshot").fetchone()
        for number in range(60):
            expect("error" not in daemon.call("Regenerate", {"mood": ("sad", "happy")[number % 2]}), "no playlist")
        expect(daemon.status()["state"] != "degraded", "degraded")
        reader.close()
        for _ in range(5):
            daemon.call("Regenerate", {"mood": "sad"})
        daemon.stop()
        examine(f"{folder}/state", 65)
    return "65 playlists made meanwhile"


@case("history", "the log is cut back")
def log_is_cut_back():
    with Folder() as folder, Daemon(folder) as daemon:
        daemon.ready()
        reader = sqlite3.connect(f"{folder}/state/emotunes.sqlite")
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM snapshot").fetchone()
        for _ in range(250):
            daemon.call("Regenerate", {"mood": "sad"})
        longest = os.path.getsize(f"{folder}/state/emotunes.sqlite-wal")
        expect(longest > 2 << 20, f"the log grew to {longest} bytes only")
        reader.close()
        for _ in range(20):
            daemon.call("Regenerate", {"mood": "sad"})
        left = os.path.getsize(f"{folder}/state/emotunes.sqlite-wal")
        expect(left <= 2 << 20, f"{left} of {longest} bytes are left")
        daemon.stop()
    return f"from {longest >> 10} to {left >> 10} KB"
