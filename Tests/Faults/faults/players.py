"""MPDs that hang, lie and break off: a server of ours speaks as one for as long as the case wants. Looks go on, `status` says
what is the matter, and the daemon ends when it is asked to."""

import itertools
import os
import random
import socket
import threading
import time

from .cases import case, group
from .daemon import Daemon, Folder, expect

group("MPD", "a Music Player Daemon that hangs, lies or breaks off (a server of ours on a local socket): looks go on, and "
      "`status` names the trouble")

WELCOME = b"OK MPD 0.23.5\n"
STATUS = b"repeat: 0\nrandom: 0\nsingle: 0\nconsume: 0\nplaylistlength: 0\nstate: stop\nOK\n"


class FakeMPD:
    """Answers as an empty MPD does, but for what a case says: an answer for a command's first word, or for all (`*`)."""

    def __init__(self, path, welcome=WELCOME, answers=None):
        self.welcome, self.answers = welcome, answers or {}
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.bind(path)
        self.socket.listen(16)
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                client, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(client,), daemon=True).start()

    def serve(self, client):
        try:
            if self.welcome is None:
                client.close()
                return
            client.sendall(self.welcome)
            in_list = False
            for line in client.makefile("rb"):
                word = line.split()[0].decode(errors="replace") if line.split() else ""
                if word.startswith("command_list_begin"):
                    in_list = True
                elif word == "command_list_end":
                    in_list = False
                    self.answer(client, "list")
                elif not in_list and word != "idle":
                    self.answer(client, word)
        except OSError:
            pass

    def answer(self, client, word):
        given = self.answers.get(word, self.answers.get("*"))
        if callable(given):
            given(client)
        elif given is not None:
            client.sendall(given)
        else:
            client.sendall(STATUS if word == "status" else b"OK\n")


def taken(state, words, welcome=WELCOME, answers=None, seconds=40):
    """Runs the daemon with that MPD, and gives what `status` said of it."""
    with Folder() as folder:
        FakeMPD(f"{folder}/mpd", welcome, answers)
        with Daemon(folder, "demo:happy=600?repeat=forever", "--set", f"mpd.socket={folder}/mpd", "--set",
                    "mpd.enabled=on") as daemon:
            daemon.ready()
            daemon.call("Regenerate", {"mood": "happy"})

            def part(status):
                return next(one for one in status["playlist"]["publishing"] if one["target"] == "mpd")

            found = daemon.until(
                lambda status: part(status)["state"] == state and words in part(status)["detail"],
                seconds=seconds, what=f"{state}, {words}")
            looks = found["camera"]["framesAnalysed"]
            daemon.until(lambda status: status["camera"]["framesAnalysed"] >= looks + 4, seconds=20, what="looks")
            daemon.stop()
            expect("Fatal" not in daemon.words(), daemon.words()[-300:])
            return f"{state}: {words}"


def hang_up(client):
    client.shutdown(socket.SHUT_RDWR)


def silence(_):
    time.sleep(600)


def endless(client):
    for number in itertools.count():
        client.sendall(b"".join(b"name%d: value\n" % number for _ in range(1000)))


def dribble(client):
    while True:
        client.sendall(b"name: value\n")
        time.sleep(1)


@case("MPD", "says nothing at all")
def silent():
    return taken("pending", "does not answer", welcome=b"")


@case("MPD", "says nothing after the welcome")
def silent_after_welcome():
    return taken("pending", "does not answer", answers={"*": silence})


@case("MPD", "hangs up on everybody")
def hangs_up():
    return taken("pending", "tried again", welcome=None)


@case("MPD", "hangs up at every command")
def hangs_up_at_commands():
    return taken("pending", "tried again", answers={"*": hang_up})


@case("MPD", "is a web server")
def web_server():
    return taken("failed", "is no MPD", welcome=b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")


@case("MPD", "an answer that never ends")
def never_ends():
    return taken("pending", "does not answer", answers={"status": endless})


@case("MPD", "a line a second, for ever")
def dribbles():
    return taken("pending", "does not answer", answers={"status": dribble})


@case("MPD", "a line of 10 MB")
def long_line():
    return taken("failed", "is no MPD", answers={"status": b"x" * 10_000_000 + b"\nOK\n"})


@case("MPD", "noise")
def noise():
    return taken("failed", "is no MPD", answers={"status": random.Random(1).randbytes(100_000) + b"\nOK\n"})


@case("MPD", "refuses everything")
def refuses():
    return taken("failed", "refused", answers={"*": b"ACK [5@0] {x} unknown command\n"})


@case("MPD", "permits nothing")
def permits_nothing():
    return taken("failed", "permissions", answers={"*": b"ACK [4@0] {x} you don't have permission for \"x\"\n"})


@case("MPD", "numbers that are none")
def numbers():
    lie = b"songid: x\nsong: -9\nplaylistlength: 99999999999999999999\nelapsed: nan\nduration: -inf\nstate: play\nOK\n"
    return taken("failed", "none of the songs", answers={"status": lie})


@case("MPD", "names that are no UTF-8, and a thousand songs where one was asked for")
def names():
    songs = b"".join(b"file: \xff\xfe%d\nTitle: \xc3\x28\nArtist: \xf0\n" % number for number in range(1000)) + b"OK\n"
    return taken("failed", "none of the songs", answers={"search": songs, "lsinfo": songs})


@case("MPD", "is not there")
def absent():
    with Folder() as folder:
        with Daemon(folder, "demo:happy=600?repeat=forever", "--set", f"mpd.socket={folder}/mpd") as daemon:
            daemon.ready()
            daemon.call("Regenerate", {"mood": "happy"})
            daemon.until(lambda status: any(
                one["target"] == "mpd" and one["state"] == "pending" for one in status["playlist"]["publishing"]))
            reply = daemon.call("Play")
            expect(reply.get("error", "").endswith("NoPlayer"), reply)
            server = FakeMPD(f"{folder}/mpd")
            daemon.until(lambda status: any(
                one["target"] == "mpd" and "none of the songs" in one["detail"]
                for one in status["playlist"]["publishing"]), seconds=70)
            server.socket.close()
            os.unlink(f"{folder}/mpd")
            daemon.stop()
            return "pending, answers NoPlayer, and is taken up when it comes"
