"""Servers, buses and the camera's driver that do not answer, and cameras that stamp their frames with the wrong time."""

import os
import socket
import time

from .cases import case, group
from .daemon import Folder, expect
from .hangs import Server
from .stalls import Machine, NAMED_WITHIN, calm, looks, published, through_a_hang, watching

group("frame stamps", "a camera that stamps its frames with a wrong time (hang.c): as many looks as with a sound one")


def spotify(folder, address):
    """Settings and environment of a daemon with an account."""
    os.mkdir(f"{folder}/credentials")
    with open(f"{folder}/credentials/spotify-refresh-token", "w") as file:
        file.write("a-refresh-token")
    settings = ["--set", "spotify.client_id=abc", "--set", f"spotify.accounts_url={address}",
                "--set", f"spotify.api_url={address}"]
    return settings, {"CREDENTIALS_DIRECTORY": f"{folder}/credentials"}


def server(lines, behave):
    def body():
        with Folder() as folder, Server(behave) as peer:
            machine = Machine(folder)
            settings, environment = spotify(folder, peer.address)
            machine.hang(*lines)
            with machine.daemon(*settings, environment=environment) as daemon:
                watching(daemon)
                expect("error" not in daemon.call("Regenerate", {"mood": "happy"}), "no playlist")
                words = "the server " + peer.address.removeprefix("http://")
                took, _, status = through_a_hang(machine, daemon, lines, words)
                expect(published(status)["file"] == "published", f"the files wait too: {published(status)}")
                calm(daemon, words)
                daemon.stop()
        return f"looks and files go on; named after {took:.0f} s"

    return body


case("hanging calls", "connect to Spotify")(server(["connect inet"], lambda connection: connection.close()))
case("hanging calls", "an answer of Spotify's")(server([], lambda connection: time.sleep(600)))
case("hanging calls", "an answer of Spotify's, a byte a minute")(server(
    [], lambda connection: [connection.sendall(b"H"), time.sleep(60)]))


def bus(variable):
    def body():
        with Folder() as folder, socket.socket(socket.AF_UNIX) as listener:
            machine = Machine(folder)
            listener.bind(f"{folder}/bus")
            listener.listen()
            with machine.daemon(environment={variable: f"unix:path={folder}/bus"}) as daemon:
                watching(daemon)
                took, _, _ = through_a_hang(machine, daemon, [], "the message bus")
                listener.close()
                os.unlink(f"{folder}/bus")
                calm(daemon, "the message bus")
                expect("error" not in daemon.call("Regenerate", {"mood": "happy"}), "no playlist")
                daemon.stop()
        return f"looks go on; named after {took:.0f} s"

    return body


case("hanging calls", "a reply of the system bus")(bus("DBUS_SYSTEM_BUS_ADDRESS"))
case("hanging calls", "a reply of the session bus")(bus("DBUS_SESSION_BUS_ADDRESS"))


@case("hanging calls", "connect to the message bus")
def bus_connection():
    with Folder() as folder:
        machine = Machine(folder)
        machine.hang("connect unix")
        # Otherwise the daemon finds no bus to connect to.
        address = {"DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={folder}/bus"}
        with machine.daemon(environment=address) as daemon:
            watching(daemon)
            took, _, _ = through_a_hang(machine, daemon, ["connect unix"], "the message bus")
            calm(daemon, "the message bus")
            daemon.stop()
    return f"looks go on; named after {took:.0f} s"


def driver(line):
    def body():
        with Folder() as folder:
            machine = Machine(folder)
            with machine.daemon() as daemon:
                watching(daemon)
                if line.startswith("open"):
                    daemon.call("Pause")
                    daemon.until(lambda status: status["camera"]["state"] == "paused")
                began = time.monotonic()
                machine.hang(line)
                daemon.call("Resume")
                daemon.until(lambda status: status["camera"]["state"] == "failed", NAMED_WITHIN + 5, "failed")
                took = time.monotonic() - began
                expect(took < NAMED_WITHIN + 1, f"failed after {took:.0f} s")
                expect("error" not in daemon.call("Regenerate", {"mood": "sad"}), "no playlist")
                before = looks(daemon)
                machine.release()
                daemon.until(lambda status: status["camera"]["state"] == "streaming"
                             and status["camera"]["framesAnalysed"] > before, 30, "looks")
                daemon.stop()
        return f"failed after {took:.0f} s, streaming again afterwards"

    return body


case("hanging calls", "the camera's driver, at a frame")(driver("dequeue FOLDER/camera"))
case("hanging calls", "the camera's driver, at opening")(driver("open FOLDER/camera"))


def spent(daemon):
    """CPU seconds of the process so far, ended threads included: its CPU-time clock (clock_getcpuclockid)."""
    return time.clock_gettime(~daemon.process.pid << 3 | 2)


def stamps(how):
    def body():
        with Folder() as one, Folder() as other:
            sound, odd = Machine(one), Machine(other, EMOTUNES_TEST_STAMPS=how)
            with sound.daemon() as first, odd.daemon() as second:
                daemons = (first, second)
                for daemon in daemons:
                    daemon.until(lambda status: status["camera"]["framesAnalysed"] >= 1, what="a look")
                before = [looks(daemon) for daemon in daemons]
                idle = [spent(daemon) for daemon in daemons]
                time.sleep(15)
                cost = [spent(daemon) - count for daemon, count in zip(daemons, idle)]
                seen = [looks(daemon) - count for daemon, count in zip(daemons, before)]
                expect(abs(seen[1] - seen[0]) <= max(2, seen[0] / 10), f"{seen[1]} looks, {seen[0]} with sound stamps")
                notices = second.status()["notices"]
                said = sum(": the driver does not say when" in line or "stamps on frames are wrong" in line
                           for line in second.words().splitlines())
                expect(said == 1, f"said {said} times")
                expect(how == "none" or any("stamps on frames are wrong" in notice for notice in notices), str(notices))
                first.stop()
                second.stop()
        return (f"{seen[1]} looks and {cost[1] * 1000:.0f} ms of CPU in 15 s, {seen[0]} and {cost[0] * 1000:.0f} with sound "
                "stamps; said once")

    return body


for name, how in {
    "none": "none", "wall-clock time": "realtime", "600 s ahead for ten frames": "jump", "one second late": "late",
    "always the same": "constant", "zero": "zero", "before the start of the machine": "negative",
    "backwards": "backwards",
}.items():
    case("frame stamps", name)(stamps(how))
