"""Programs at the control socket that mean no good, or are many."""

import json
import os
import random
import time

from .cases import case, group
from .daemon import Daemon, Folder, Unexpected, ask, examine, expect, read_reply

group("messages", "half, giant, wrong and hostile messages; each time somebody else is answered meanwhile")
group("clients", "many, slow, silent and gone ones")
group("foreign user", "a connection of another user's, with the socket's modes opened by force")

CALL = b'{"method":"org.emotunes.Control.GetStatus"}'


def hostile(*messages, closes=None):
    """Sends those bytes; another client is answered while they are dealt with and afterwards."""

    def body():
        with Folder() as folder, Daemon(folder) as daemon:
            daemon.ready()
            with daemon.connect(10) as stranger:
                try:
                    for message in messages:
                        stranger.sendall(message)
                        daemon.status()
                    stranger.settimeout(1)
                    answer = stranger.recv(65536)
                    while answer and b"\0" not in answer:
                        answer += stranger.recv(65536)
                except (BrokenPipeError, ConnectionResetError):
                    answer = b""
                except TimeoutError:
                    answer = None
            daemon.status()
            expect("error" not in daemon.call("Regenerate", {"mood": "sad"}), "no playlist afterwards")
            daemon.stop()
        if answer is None:
            return "waits for the rest"
        if not answer:
            return "hung up"
        error = json.loads(answer.split(b"\0")[0]).get("error")
        return f"answers {error.rsplit('.', 1)[-1]}" if error else "answered"

    return body


def call(method, **parameters):
    return json.dumps({"method": method, "parameters": parameters}).encode() + b"\0"


CONTROL = "org.emotunes.Control."
for name, messages in {
    "half a call": [CALL[:20]],
    "a call without its end": [CALL],
    "a byte at a time": [bytes([byte]) for byte in CALL + b"\0"],
    "nothing but NUL": [b"\0" * 1000],
    "no JSON": [b"GET / HTTP/1.1\r\n\r\n\0"],
    "noise": [random.Random(7).randbytes(4000) + b"\0"],
    "not UTF-8": [b'{"method":"\xff\xfe"}\0'],
    "a number": [b"7\0"], "an array": [b"[]\0"], "null": [b"null\0"], "no method": [b"{}\0"],
    "a method that is a number": [b'{"method":7}\0'],
    "parameters that are an array": [b'{"method":"org.emotunes.Control.GetStatus","parameters":[]}\0'],
    "more that is a word": [b'{"method":"org.emotunes.Control.Monitor","more":"yes"}\0'],
    "a method nobody has": [call(CONTROL + "Dance")],
    "an interface nobody has": [call("org.example.Dance")],
    "a method without an interface": [call("GetStatus")],
    "100,000 brackets": [b"[" * 100_000 + b"\0"],
    "100,000 objects deep": [b'{"a":' * 100_000 + b"\0"],
    "a giant number": [b'{"method":"org.emotunes.Control.Pause","parameters":{"seconds":1' + b"0" * 400 + b"}}\0"],
    "a message of 1 MB": [b'{"method":"' + b"a" * (1 << 20) + b'"}\0'],
    "a message of 64 MB": [b'{"method":"'] + [b"a" * (1 << 20)] * 64,
    "a call with a megabyte in it": [call(CONTROL + "Feedback", uri="x" * 900_000, verdict="like")],
    "10,000 calls at once": [(CALL + b"\0") * 10_000],
    "pause for nought seconds": [call(CONTROL + "Pause", seconds=0)],
    "pause for less than nought": [call(CONTROL + "Pause", seconds=-5)],
    "pause for the age of the universe": [call(CONTROL + "Pause", seconds=4 * 10**17)],
    "pause for a word": [call(CONTROL + "Pause", seconds="long")],
    "a mood that is none": [call(CONTROL + "Regenerate", mood="bored")],
    "a mood of NUL": [call(CONTROL + "Regenerate", mood="\0")],
    "feedback on no song": [call(CONTROL + "Feedback", uri="spotify:track:none", verdict="like")],
    "a verdict that is none": [call(CONTROL + "Feedback", uri="", verdict="hate")],
    "calibrate for a year": [call(CONTROL + "Calibrate", seconds=31_536_000)],
    "finish a sign-in never begun": [call(CONTROL + "FinishLogin", address="http://127.0.0.1/callback?code=x&state=y")],
    "an address of noise": [call(CONTROL + "FinishLogin", address="\x01\x02 not an address")],
    "a member twice": [b'{"method":"org.emotunes.Control.GetStatus","method":"org.emotunes.Control.Logout"}\0'],
}.items():
    case("messages", name)(hostile(*messages))


@case("clients", "1,000 connected and answered at once")
def thousand():
    with Folder() as folder, Daemon(folder) as daemon:
        daemon.ready()
        clients = [daemon.connect(60) for _ in range(1000)]
        for client in clients:
            client.sendall(CALL + b"\0")
        for client in clients:
            expect("status" in read_reply(client)["parameters"], "no answer")
        for client in clients:
            client.close()
        descriptors = daemon.until(
            lambda status: status["process"]["descriptors"] < 100, 20, "their descriptors closed")["process"]["descriptors"]
        daemon.stop()
    return f"all answered; {descriptors} descriptors left open afterwards", 1000


@case("clients", "1,100 who say nothing")
def silent():
    with Folder() as folder, Daemon(folder) as daemon:
        daemon.ready()
        clients = []
        for _ in range(1100):
            try:
                clients.append(daemon.connect(5))
            except OSError:
                break
        # The places are taken; those who keep silent give way once they have had their time.
        status = daemon.until(lambda status: True, 30)
        for client in clients:
            client.close()
        daemon.stop()
    return f"somebody else is served ({len(clients)} connected)"


@case("clients", "100 who follow the status and read nothing")
def slow():
    with Folder() as folder, Daemon(folder, "demo:happy=2,sad=2?speed=max&repeat=forever") as daemon:
        before = daemon.ready()["process"]["residentBytes"]
        clients = [daemon.connect() for _ in range(100)]
        for client in clients:
            client.sendall(b'{"method":"org.emotunes.Control.Monitor","more":true}\0')
        end = time.monotonic() + 20
        worst = before
        while time.monotonic() < end:
            worst = max(worst, daemon.status()["process"]["residentBytes"])
            time.sleep(0.5)
        grown = (worst - before) >> 20
        expect(grown < 32, f"memory grew by {grown} MB")
        for client in clients:
            client.close()
        daemon.stop()
    return f"let go or made to wait; memory grew by {grown} MB", 100


@case("clients", "200 who hang up in the middle of a call")
def gone():
    with Folder() as folder, Daemon(folder) as daemon:
        daemon.ready()
        for number in range(200):
            with daemon.connect() as client:
                client.sendall((CALL + b"\0")[: number % 45 + 1])
        daemon.status()
        daemon.stop()
    return "answers on", 200


@case("clients", "50 who ask for a playlist and hang up")
def impatient():
    with Folder() as folder, Daemon(folder) as daemon:
        daemon.ready()
        for _ in range(50):
            with daemon.connect() as client:
                client.sendall(call(CONTROL + "Regenerate", mood="sad"))
        expect("error" not in daemon.call("Regenerate", {"mood": "happy"}, seconds=60), "no playlist afterwards")
        newest = daemon.status()["playlist"]["id"]
        daemon.stop()
        examine(daemon.state, newest)
    return "answers on; what they asked for is made", 50


@case("clients", "the socket's file removed")
def no_socket():
    with Folder() as folder, Daemon(folder) as daemon:
        daemon.ready()
        with daemon.connect() as client:
            os.unlink(daemon.socket)
            expect("status" in ask(client, "GetStatus")["parameters"], "no answer to who is connected")
        daemon.stop()
    return "serves who is connected, ends cleanly"


@case("clients", "a second daemon on the same socket")
def second():
    with Folder() as folder, Daemon(folder) as daemon:
        daemon.ready()
        with Daemon(folder, state=f"{folder}/other") as other:
            expect(other.end(30) == 69, other.words()[-300:])
        daemon.status()
        daemon.stop()
    return "exit 69, the first is left alone"


@case("clients", "a file in the socket's place")
def occupied():
    with Folder() as folder:
        with open(f"{folder}/control", "w") as file:
            file.write("mine")
        with Daemon(folder) as daemon:
            status = daemon.end(30)
        expect(status == 69, f"ended with {status}")
        expect(open(f"{folder}/control").read() == "mine", "the file is gone")
    return "exit 69, the file is left alone"


@case("clients", "a dead daemon's socket in its place")
def stale():
    with Folder() as folder:
        with Daemon(folder) as daemon:
            daemon.ready()
            daemon.kill()
        with Daemon(folder) as daemon:
            daemon.ready()
            daemon.stop()
    return "takes its place"


def foreign(uid):
    def body():
        if os.getuid() != 0:
            raise Unexpected("only root can play somebody else")

        def as_nobody():
            os.setgid(65534)
            os.setuid(65534)

        with Folder() as folder:
            os.chmod(folder, 0o777)
            with Daemon(folder, prepare=as_nobody) as daemon:
                daemon.ready()
                os.chmod(daemon.socket, 0o777)
                reading, writing = os.pipe()
                child = os.fork()
                if child == 0:
                    os.setgid(uid)
                    os.setuid(uid)
                    try:
                        with daemon.connect(5) as connection:
                            reply = ask(connection, "GetStatus")
                        os.write(writing, json.dumps(reply).encode()[:4000])
                    except OSError as error:
                        os.write(writing, f"{type(error).__name__}".encode())
                    os._exit(0)
                os.waitpid(child, 0)
                answer = os.read(reading, 65536).decode()
                os.close(reading)
                os.close(writing)
                expect('"status"' not in answer, f"it was told: {answer}")
                daemon.status()
                daemon.stop()
            return f"refused ({answer[:90]})"

    return body


for uid in (1, 1000, 65533):
    case("foreign user", f"uid {uid}")(foreign(uid))
