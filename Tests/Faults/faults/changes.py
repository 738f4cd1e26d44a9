"""Things that change under a daemon that runs: its index, the version of its files, who its folders belong to."""

import json
import os
import random
import socket
import sqlite3
import subprocess
import time

from .cases import case, group
from .daemon import BINARIES, Daemon, Folder, REPOSITORY, examine, expect, read_reply

group("changes", "catalogue.index changed under a daemon that runs, and imports at once")
group("versions", "files of a newer version, as after going back to an older one")
group("strangers", "folders and sockets of another user where one's own are looked for")


def words_within(daemon, text, seconds=20):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if text in daemon.words():
            return
        time.sleep(0.1)
    expect(False, f"it does not say \"{text}\": {daemon.words()[-400:]}")


def whole(path):
    """The index as it is on the disk, once it is no longer being built."""
    with open(path, "rb") as file:
        return file.read()


def until_there(path):
    end = time.monotonic() + 20
    while not os.path.exists(path):
        expect(time.monotonic() < end, f"{path} was not made")
        time.sleep(0.05)


def cut(path, _):
    os.truncate(path, 0)


def half(path, index):
    os.truncate(path, len(index) // 2)


def overwrite(content):
    def change(path, index):
        # As cp does: the same file, other bytes.
        with open(path, "r+b") as file:
            file.write(content(index))

    return change


def remove(path, _):
    os.unlink(path)


def flip(path, index):
    random.seed(7)
    with open(path, "r+b") as file:
        for _ in range(50):
            file.seek(random.randrange(512, len(index)))
            file.write(bytes([random.randrange(256)]))


CHANGES = {
    "cut to nothing": cut,
    "cut to a half": half,
    "written over with zeros": overwrite(lambda index: bytes(len(index))),
    "written over with ones": overwrite(lambda index: b"\xff" * len(index)),
    "written over with noise": overwrite(lambda index: random.Random(5).randbytes(len(index))),
    "written over with itself, shifted": overwrite(lambda index: index[:512] + index[516:]),
    "50 bytes flipped": flip,
    "deleted": remove,
}


def changed_index(change, times=1):
    def body():
        with Folder() as folder, Daemon(folder) as daemon:
            daemon.ready()
            expect("error" not in daemon.call("Regenerate", {"mood": "sad"}), "no playlist before")
            path = f"{folder}/state/catalogue.index"
            until_there(path)
            for _ in range(times):
                index = whole(path)
                change(path, index)
                for mood in ("happy", "sad", "angry"):
                    reply = daemon.call("Regenerate", {"mood": mood})
                    expect("error" not in reply, str(reply))
                end = time.monotonic() + 20
                while not (os.path.exists(path) and whole(path) == index):
                    expect(time.monotonic() < end, f"it was not built anew: {daemon.words()[-300:]}")
                    time.sleep(0.1)
            words_within(daemon, "catalogue.index was changed from outside or is damaged")
            daemon.stop()
            examine(f"{folder}/state", 3 * times)
        return "goes on from what it has, built anew, and says so", times

    return body


for name, change in CHANGES.items():
    case("changes", f"catalogue.index {name}")(changed_index(change))
case("changes", "catalogue.index cut again and again")(changed_index(cut, 5))


@case("changes", "catalogue.index cut while playlists are made")
def cut_while_choosing():
    with Folder() as folder, Daemon(folder) as daemon:
        daemon.ready()
        path = f"{folder}/state/catalogue.index"
        until_there(path)
        with daemon.connect(60) as connection:
            for number in range(40):
                message = {"method": "org.emotunes.Control.Regenerate", "parameters": {"mood": "happy"}}
                connection.sendall(json.dumps(message).encode() + b"\0")
                if number % 4 == 0 and os.path.exists(path):
                    os.truncate(path, random.Random(number).randrange(0, 4096))
                reply = read_reply(connection)
                expect("error" not in reply, str(reply))
        daemon.stop()
        examine(f"{folder}/state", 40)
    return "40 playlists made", 40


@case("changes", "catalogue.index is a folder all of a sudden")
def index_becomes_a_folder():
    with Folder() as folder, Daemon(folder) as daemon:
        daemon.ready()
        expect("error" not in daemon.call("Regenerate", {"mood": "sad"}), "no playlist before")
        until_there(f"{folder}/state/catalogue.index")
        os.unlink(f"{folder}/state/catalogue.index")
        os.mkdir(f"{folder}/state/catalogue.index")
        words_within(daemon, "catalogue.index")
        expect("error" not in daemon.call("Regenerate", {"mood": "sad"}), "no playlist afterwards")
        os.rmdir(f"{folder}/state/catalogue.index")
        end = time.monotonic() + 20
        while not os.path.isfile(f"{folder}/state/catalogue.index"):
            expect(time.monotonic() < end, "it was not built again")
            time.sleep(0.1)
        daemon.stop()
    return "goes on from what it has, built again when it can be"


def table(path, first, count):
    with open(path, "w") as file:
        file.write("title,artists,genre\n")
        for number in range(first, first + count):
            file.write(f"Song {number},Artist {number % 90},genre {number % 7}\n")


def ctl(folder, *arguments):
    return subprocess.Popen(
        [BINARIES / "emotunesctl", *arguments],
        env={"PATH": "/usr/bin:/bin", "HOME": folder, "EMOTUNES_DATA_DIR": str(REPOSITORY)},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def imports_at_once(count, songs, kills=False):
    def body():
        with Folder() as folder, Daemon(folder) as daemon:
            daemon.ready()
            state = f"{folder}/state"
            before = daemon.until(lambda status: status["catalogue"]["tracks"] > 0)["catalogue"]["tracks"]
            for number in range(count):
                table(f"{folder}/{number}.csv", number * songs, songs)
            running = [ctl(folder, "catalogue", "import", f"{folder}/{number}.csv", "--state-dir", state)
                       for number in range(count)]
            if kills:
                time.sleep(0.3)
                for process in running[::2]:
                    process.kill()
            good = 0
            for process in running:
                output, _ = process.communicate(timeout=120)
                if process.returncode == 0:
                    good += 1
                elif not kills:
                    expect("another program is writing" in output, output[-300:])
            if kills:
                # Whoever was killed left what it had; the next import clears it away.
                process = ctl(folder, "catalogue", "import", f"{folder}/0.csv", "--state-dir", state)
                expect(process.wait(120) == 0, process.communicate()[0])
            with sqlite3.connect(f"{state}/catalogue.sqlite") as database:
                tracks = database.execute("SELECT count(*) FROM track").fetchone()[0]
            if not kills:
                expect(tracks == before + good * songs, f"{tracks} tracks after {good} imports of {songs}")
            daemon.until(lambda status: status["catalogue"]["tracks"] == tracks, what="the new catalogue")
            expect("error" not in daemon.call("Regenerate", {"mood": "sad"}), "no playlist afterwards")
            left = [name for name in os.listdir(state) if name.startswith("catalogue.index.")]
            expect(not left, f"left behind: {left}")
            daemon.stop()
            examine(state, 1)
        return f"{good} of {count} imported, one valid index", count

    return body


case("changes", "two imports at once")(imports_at_once(2, 3000))
case("changes", "six imports at once")(imports_at_once(6, 500))
case("changes", "six imports at once, three of them killed")(imports_at_once(6, 2000, kills=True))


def made_newer(folder, *names):
    with Daemon(folder, "demo:happy=5?speed=max", "--until-end") as daemon:
        daemon.end(60)
    for name in names:
        database = sqlite3.connect(f"{folder}/state/{name}")
        with database:
            database.execute("INSERT INTO grdb_migrations VALUES ('of a version to come')")
            if name == "catalogue.sqlite":
                database.execute("INSERT INTO source (name, fingerprint, loaded_at) VALUES ('/music/mine.csv', 'x', 0)")
        database.close()


@case("versions", "catalogue of a newer version")
def newer_catalogue():
    with Folder() as folder:
        made_newer(folder, "catalogue.sqlite")
        content = whole(f"{folder}/state/catalogue.sqlite")
        with Daemon(folder) as daemon:
            daemon.ready()
            expect("error" not in daemon.call("Regenerate", {"mood": "sad"}), "no playlist")
            words_within(daemon, "is of a newer version of EmoTunes; it is kept as")
            words_within(daemon, "/music/mine.csv")
            daemon.stop()
        kept = [name for name in os.listdir(f"{folder}/state") if name.startswith("catalogue.sqlite.newer-")]
        kept = [name for name in kept if not name.endswith(("-wal", "-shm"))]
        expect(len(kept) == 1, f"kept: {kept}")
        expect(whole(f"{folder}/state/{kept[0]}") == content, "it was changed")
        examine(f"{folder}/state", 1)
    return "kept aside, made anew, what was imported is named"


@case("versions", "state of a newer version is left whole")
def newer_state():
    with Folder() as folder:
        made_newer(folder, "emotunes.sqlite", "catalogue.sqlite")
        before = {name: whole(f"{folder}/state/{name}") for name in sorted(os.listdir(f"{folder}/state"))
                  if os.path.isfile(f"{folder}/state/{name}") and not name.endswith(("-wal", "-shm"))}
        with Daemon(folder) as daemon:
            expect(daemon.end(30) == 73, daemon.words()[-300:])
            expect("newer version" in daemon.words(), daemon.words()[-300:])
        after = {name: whole(f"{folder}/state/{name}") for name in before}
        expect(before == after, "files were changed")
    return "exit 73, says why, every file as it was"


@case("versions", "catalogue of a newer version and emotunesctl")
def newer_catalogue_and_command():
    with Folder() as folder:
        made_newer(folder, "catalogue.sqlite")
        content = whole(f"{folder}/state/catalogue.sqlite")
        table(f"{folder}/a.csv", 0, 5)
        for arguments in (["catalogue", "info"], ["catalogue", "import", f"{folder}/a.csv"]):
            process = ctl(folder, *arguments, "--state-dir", f"{folder}/state")
            output, _ = process.communicate(timeout=30)
            expect(process.returncode == 1 and "newer version" in output, output)
        expect(whole(f"{folder}/state/catalogue.sqlite") == content, "it was changed")
    return "exit 1, left whole"


@case("strangers", "$XDG_RUNTIME_DIR belongs to another user")
def foreign_runtime_folder():
    with Folder() as folder:
        os.mkdir(f"{folder}/runtime", 0o777)
        os.chown(f"{folder}/runtime", 65534, 65534)
        os.mkdir(f"{folder}/state")
        with Daemon(folder) as daemon:
            # Beside the one with --socket, one that looks for its own place.
            environment = {**daemon.known, "XDG_RUNTIME_DIR": f"{folder}/runtime"}
            with open(f"{folder}/own.log", "wb") as log:
                own = subprocess.Popen(
                    [BINARIES / "emotunesd", "--source", "demo:happy=600", "--state-dir", f"{folder}/other"],
                    env=environment, stdout=log, stderr=log)
            try:
                end = time.monotonic() + 20
                while not os.path.exists(f"{folder}/other/control") and time.monotonic() < end \
                        and not os.path.exists(f"{folder}/runtime/emotunes/control"):
                    time.sleep(0.1)
                expect(not os.path.exists(f"{folder}/runtime/emotunes"), "it made its socket in a foreign folder")
            finally:
                own.terminate()
                own.wait(10)
    return "its socket is elsewhere"


@case("strangers", "another user's program answers on one's own socket")
def stranger_answers():
    with Folder() as folder:
        os.makedirs(f"{folder}/runtime/emotunes")
        os.chmod(folder, 0o755)
        os.chmod(f"{folder}/runtime/emotunes", 0o777)
        path = f"{folder}/runtime/emotunes/control"
        child = os.fork()
        if child == 0:
            try:
                os.setgid(65534)
                os.setuid(65534)
                server = socket.socket(socket.AF_UNIX)
                server.bind(path)
                os.chmod(path, 0o777)
                server.listen(5)
                while True:
                    connection, _ = server.accept()
                    connection.recv(4096)
                    connection.sendall(b'{"parameters":{"status":{"state":"watching"}}}\0')
                    connection.close()
            finally:
                os._exit(0)
        try:
            end = time.monotonic() + 10
            while not os.path.exists(path) and time.monotonic() < end:
                time.sleep(0.05)
            process = subprocess.run(
                [BINARIES / "emotunesctl", "status"], capture_output=True, text=True, timeout=20,
                env={"PATH": "/usr/bin:/bin", "HOME": folder, "XDG_RUNTIME_DIR": f"{folder}/runtime"})
            expect(process.returncode == 1, f"exit {process.returncode}: {process.stdout}{process.stderr}")
            expect("of another user (65534) answers" in process.stderr, process.stderr)
        finally:
            os.kill(child, 9)
            os.waitpid(child, 0)
    return "exit 1, says who answers"
