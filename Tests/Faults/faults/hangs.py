"""Hanging peers of the daemon: its video, Spotify, the reader of its log."""

import fcntl
import os
import socket
import threading
import time

from .cases import case, group
from .daemon import Daemon, Folder, expect

group("source", "a video or a camera that hangs, lies or is missing; hanging drivers are tried in the system test, on a "
      "kernel of their own (checks 50, 55, 80, 90)")
group("Spotify", "a server that hangs, lies or breaks off, with an account signed in")
group("journal", "nobody takes the log's lines")


def source(address, status):
    def body():
        with Folder() as folder:
            with Daemon(folder, address.replace("FOLDER", folder), "--until-end") as daemon:
                got = daemon.end(60)
                expect(got == status, f"ended with {got}: {daemon.words()[-300:]}")
        return f"exit {status}"

    return body


for name, (address, status) in {
    "a video that is none": ("video:/etc/passwd", 66), "a video that is missing": ("video:/nonexistent.mp4", 66),
    "a folder without pictures": ("images:/etc/ssl", 66), "a script of nonsense": ("demo:bored=5", 66),
    "a kind nobody knows": ("webcam:1", 78), "a video of noise": ("video:/dev/urandom", 66),
}.items():
    case("source", name)(source(address, status))


@case("source", "a video from a pipe that nobody writes to")
def hanging_video():
    with Folder() as folder:
        os.mkfifo(f"{folder}/pipe")
        with Daemon(folder, f"video:{folder}/pipe") as daemon:
            try:
                status = daemon.ready()
                state = status["state"]
                expect(daemon.call("GetHistory")["parameters"], "no history")
                began = time.monotonic()
                daemon.stop(10)
                return f"{state}; answers, ends in {time.monotonic() - began:.1f} s"
            except Exception:
                if daemon.process.poll() == 66:
                    return "exit 66"
                raise


@case("source", "a video whose reader is still being loaded when the daemon is to end")
def video_at_the_end():
    tries = 40
    for number in range(tries):
        with Folder() as folder:
            os.mkfifo(f"{folder}/pipe")
            with Daemon(folder, f"video:{folder}/pipe") as daemon:
                daemon.ready()
                # Loading it takes a fifth of a second.
                time.sleep(number * 0.2 / tries)
                daemon.stop(10)
    return f"ends in time, {tries} times", tries


@case("source", "a camera that is missing")
def no_camera():
    with Folder() as folder, Daemon(folder, "v4l2:/dev/video99") as daemon:
        status = daemon.until(lambda status: status["state"] == "camera_unavailable")
        expect(status["camera"]["state"] in ("missing", "denied"), str(status["camera"]))
        expect("error" not in daemon.call("Regenerate", {"mood": "sad"}), "no playlist without a camera")
        daemon.stop()
    return f"camera_unavailable, {status['camera']['state']}"


@case("source", "a camera that is another device")
def no_video_device():
    with Folder() as folder, Daemon(folder, "v4l2:/dev/null") as daemon:
        status = daemon.until(lambda status: status["state"] == "camera_unavailable")
        daemon.stop()
    return f"camera_unavailable, {status['camera']['state']}"


class Server:
    """A server at a port of this machine that does to every connection what `behave` does."""

    def __init__(self, behave):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        self.behave, self.connections = behave, []
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            self.connections.append(connection)
            threading.Thread(target=self.guarded, args=[connection], daemon=True).start()

    def guarded(self, connection):
        try:
            connection.recv(65536)
            self.behave(connection)
        except OSError:
            pass

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.listener.close()
        for connection in self.connections:
            connection.close()


def answer(text, then=None):
    def behave(connection):
        connection.sendall(text.encode() if isinstance(text, str) else text)
        if then:
            then(connection)
        connection.close()

    return behave


def silence(connection):
    time.sleep(600)


def drip(connection):
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    while True:
        connection.sendall(b" ")
        time.sleep(1)


def endless(connection):
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"a\":\"")
    while True:
        connection.sendall(b"a" * 65536)


def endless_headers(connection):
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    while True:
        connection.sendall(b"X-A: " + b"a" * 1000 + b"\r\n")


def ok(body):
    return f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}"


def status_line(line, body="{}", extra=""):
    return f"HTTP/1.1 {line}\r\n{extra}Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}"


def with_server(behave):
    def body():
        with Folder() as folder, Server(behave) as server:
            os.mkdir(f"{folder}/credentials")
            with open(f"{folder}/credentials/spotify-refresh-token", "w") as file:
                file.write("a-refresh-token")
            settings = ["--set", "spotify.client_id=abc", "--set", f"spotify.accounts_url={server.address}",
                        "--set", f"spotify.api_url={server.address}"]
            credentials = {"CREDENTIALS_DIRECTORY": f"{folder}/credentials"}
            with Daemon(folder, "demo:happy=600?repeat=forever", *settings, environment=credentials) as daemon:
                before = daemon.ready()["process"]["residentBytes"]
                for mood in ("happy", "sad"):
                    expect("error" not in daemon.call("Regenerate", {"mood": mood}), "no playlist")
                end = time.monotonic() + 15
                while not server.connections and time.monotonic() < end:
                    time.sleep(0.05)
                expect(server.connections, "the server was never asked")
                time.sleep(2)
                status = daemon.status()
                expect(status["playlist"]["mood"] == "sad", "not the newest playlist")
                files = [part["state"] for part in status["playlist"]["publishing"] if part["target"] == "file"]
                expect(files == ["published"], f"the files wait too: {files}")
                grown = (status["process"]["residentBytes"] - before) >> 20
                # An answer of 8 MB is the longest that is read; an array that grows is twice as large for a moment.
                expect(grown < 64, f"memory grew by {grown} MB")
                daemon.stop(5)
            return f"spotify {status['spotify']['state']}; playlist and files as ever"

    return body


for name, behave in {
    "says nothing": silence, "a byte a second": drip, "an answer without an end": endless,
    "headers without an end": endless_headers, "hangs up": lambda connection: connection.close(),
    "half an answer": answer("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"acc"),
    "no HTTP": answer("SSH-2.0-OpenSSH\r\n"), "an empty answer": answer(ok("")), "no JSON": answer(ok("<html>")),
    "another JSON": answer(ok("[1]")), "null everywhere": answer(ok('{"access_token": null, "expires_in": null}')),
    "a number too large": answer(ok('{"access_token": "a", "token_type": "Bearer", "expires_in": 1e300}')),
    "status 500": answer(status_line("500 Oops")), "status 503": answer(status_line("503 Wait", extra="Retry-After: 1\r\n")),
    "status 429 for ten hours": answer(status_line("429 Slow", extra="Retry-After: 36000\r\n")),
    "status 429 for ever": answer(status_line("429 Slow", extra="Retry-After: 99999999999999999999\r\n")),
    "status 400, the token dead": answer(status_line("400 Bad", '{"error": "invalid_grant"}')),
    "a redirect to itself": answer(status_line("302 Found", extra="Location: /\r\n")),
    "status 999": answer(status_line("999 What")),
}.items():
    case("Spotify", name)(with_server(behave))


def full_pipe():
    """A pipe that takes nothing more: its two ends."""
    reading, writing = os.pipe()
    fcntl.fcntl(writing, fcntl.F_SETFL, os.O_NONBLOCK)
    try:
        while True:
            os.write(writing, bytes(65536))
    except BlockingIOError:
        pass
    try:
        while True:
            os.write(writing, b"x")
    except BlockingIOError:
        pass
    fcntl.fcntl(writing, fcntl.F_SETFL, 0)
    return reading, writing


@case("journal", "a pipe that is full and that nobody reads")
def nobody_reads():
    reading, writing = full_pipe()
    with Folder() as folder, Daemon(folder, stderr=writing) as daemon:
        os.close(writing)
        daemon.ready()
        for mood in ["happy", "sad"] * 10:
            expect("error" not in daemon.call("Regenerate", {"mood": mood}, seconds=10), "no playlist")
        daemon.stop(5)
        os.close(reading)
    return "answers, makes playlists, ends when asked"


@case("journal", "whoever reads it is gone")
def reader_gone():
    reading, writing = os.pipe()
    with Folder() as folder, Daemon(folder, stderr=writing) as daemon:
        os.close(writing)
        daemon.ready()
        os.close(reading)
        for mood in ["happy", "sad"] * 5:
            expect("error" not in daemon.call("Regenerate", {"mood": mood}, seconds=10), "no playlist")
        daemon.stop(5)
    return "goes on"


@case("journal", "standard error closed")
def closed():
    with Folder() as folder, Daemon(folder, prepare=lambda: os.close(2)) as daemon:
        daemon.ready()
        expect("error" not in daemon.call("Regenerate", {"mood": "sad"}), "no playlist")
        daemon.stop()
    return "goes on"
