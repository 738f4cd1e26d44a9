"""Files that are not what they should be: databases, index, models, tokens."""

import os
import random
import shutil
import sqlite3

from .cases import case, group
from .daemon import Daemon, Folder, REPOSITORY, examine, expect

group("database", "emotunes.sqlite or catalogue.sqlite damaged between two runs")
group("index", "catalogue.index damaged between two runs")
group("models", "a model, a cascade or the starter list damaged or missing")
group("token", "spotify-token.json damaged")

SOURCE = "demo:happy=40?speed=max"


def made(folder):
    """A state folder that a run has left."""
    with Daemon(folder, SOURCE, "--until-end") as daemon:
        expect(daemon.end(60) == 0, daemon.words()[-300:])


def survives(damage, *files):
    """Runs, damages, runs again: the second run must work, with the damaged files set aside or mended."""

    def body():
        with Folder() as folder:
            made(folder)
            for file in files:
                damage(f"{folder}/state/{file}")
            with Daemon(folder, SOURCE, "--until-end") as daemon:
                expect(daemon.end(60) == 0, daemon.words()[-400:])
            _, damaged = examine(f"{folder}/state", 1)
            return "set aside, made anew, says so" if damaged else "mended or not touched by it"

    return body


def flip(share):
    def damage(path):
        with open(path, "r+b") as file:
            size = os.path.getsize(path)
            file.seek(int(size * share))
            old = file.read(64)
            file.seek(int(size * share))
            file.write(bytes(byte ^ 0xFF for byte in old))

    return damage


def zero_page(share):
    def damage(path):
        pages = os.path.getsize(path) // 4096
        with open(path, "r+b") as file:
            file.seek(int(pages * share) * 4096)
            file.write(bytes(4096))

    return damage


def cut(share):
    return lambda path: os.truncate(path, int(os.path.getsize(path) * share))


def replace(content):
    def damage(path):
        with open(path, "wb") as file:
            file.write(content)

    return damage


DAMAGES = {
    "its first page zeroed": zero_page(0), "a page in the middle zeroed": zero_page(0.5),
    "its last page zeroed": zero_page(0.99), "cut to a third": cut(0.33), "cut to 100 bytes": lambda path: os.truncate(path, 100),
    "empty": lambda path: os.truncate(path, 0), "noise": replace(random.Random(2).randbytes(9000)),
    "64 bytes flipped at a quarter": flip(0.25), "64 bytes flipped at two thirds": flip(0.66),
}
for file in ("emotunes.sqlite", "catalogue.sqlite"):
    for name, damage in DAMAGES.items():
        case("database", f"{file}: {name}")(survives(damage, file))
case("database", "both: noise")(survives(DAMAGES["noise"], "emotunes.sqlite", "catalogue.sqlite"))
for file in ("emotunes.sqlite-wal", "catalogue.sqlite-wal"):
    case("database", f"{file}: noise")(survives(replace(random.Random(3).randbytes(20_000)), file))
case("database", "emotunes.sqlite-shm: noise")(survives(replace(random.Random(4).randbytes(32_768)), "emotunes.sqlite-shm"))


def ends_with(status, damage, text):
    def body():
        with Folder() as folder:
            made(folder)
            damage(f"{folder}/state")
            with Daemon(folder, SOURCE, "--until-end") as daemon:
                got = daemon.end(60)
                expect(got == status, f"ended with {got}: {daemon.words()[-400:]}")
                expect(text in daemon.words(), daemon.words()[-400:])
        return f"exit {status}, says why"

    return body


def into_folder(name):
    def damage(state):
        os.unlink(f"{state}/{name}")
        os.mkdir(f"{state}/{name}")

    return damage


def newer(state):
    with sqlite3.connect(f"{state}/emotunes.sqlite") as database:
        database.execute("INSERT INTO grdb_migrations VALUES ('of a version to come')")


case("database", "emotunes.sqlite is a folder")(ends_with(73, into_folder("emotunes.sqlite"), "emotunes.sqlite"))
case("database", "catalogue.sqlite is a folder")(ends_with(73, into_folder("catalogue.sqlite"), "catalogue.sqlite"))
case("database", "of a newer version")(ends_with(73, newer, "newer version"))


def strange_rows(sql, *values):
    def body():
        with Folder() as folder:
            made(folder)
            with sqlite3.connect(f"{folder}/state/emotunes.sqlite") as database:
                database.execute(sql, values)
            with Daemon(folder, "demo:sad=600?repeat=forever") as daemon:
                daemon.ready()
                daemon.call("GetHistory")
                daemon.call("GetPlaylist")
                daemon.call("Regenerate", {"mood": "sad"})
                state = daemon.status()["state"]
                daemon.stop()
        return f"goes on ({state})"

    return body


case("database", "a mood that is none")(strange_rows("UPDATE mood_interval SET mood = 'bored'"))
case("database", "playlist of no songs")(strange_rows("DELETE FROM playlist_track"))
case("database", "a song mood that is none")(strange_rows("UPDATE playlist_track SET song_mood = 'loud'"))
case("database", "a snapshot of noise")(
    strange_rows("INSERT OR REPLACE INTO snapshot (name, content, at) VALUES ('mood', ?, 0)", b"\0\xff noise"))
case("database", "times of the year 292,000,000")(strange_rows("UPDATE playlist SET at = 9223372036854775807"))
case("database", "a table that is gone")(strange_rows("DROP TABLE feedback"))


for name in ("its first page zeroed", "a page in the middle zeroed", "cut to a third", "empty", "noise",
             "64 bytes flipped at a quarter", "64 bytes flipped at two thirds"):
    case("index", name)(survives(DAMAGES[name], "catalogue.index"))


@case("index", "missing")
def no_index():
    return survives(os.unlink, "catalogue.index")()


@case("index", "a folder in its place")
def index_folder():
    with Folder() as folder:
        made(folder)
        os.unlink(f"{folder}/state/catalogue.index")
        os.mkdir(f"{folder}/state/catalogue.index")
        with Daemon(folder, SOURCE, "--until-end") as daemon:
            expect(daemon.end(60) == 0, daemon.words()[-400:])
        examine(f"{folder}/state", 2)
    return "works without one, says so"


def broken_data(damage, file, status=70):
    def body():
        with Folder() as folder:
            data = f"{folder}/data"
            shutil.copytree(REPOSITORY / "models/emotion", f"{data}/models/emotion")
            shutil.copytree(REPOSITORY / "models/face-detector", f"{data}/models/face-detector")
            shutil.copytree(REPOSITORY / "models/song-mood", f"{data}/models/song-mood")
            shutil.copy(REPOSITORY / "config/starter-catalogue.csv", data)
            damage(f"{data}/{file}")
            with Daemon(folder, SOURCE, "--until-end", "--data-dir", data) as daemon:
                got = daemon.end(60)
                expect(got == status, f"ended with {got}: {daemon.words()[-400:]}")
            return f"exit {got}, names it" if got else "works"

    return body


for name in ("cut to a third", "cut to 100 bytes", "empty", "noise", "64 bytes flipped at two thirds"):
    case("models", f"emotion.onnx: {name}")(broken_data(DAMAGES[name], "models/emotion/emotion.onnx"))
    case("models", f"emotion.json: {name}")(broken_data(DAMAGES[name], "models/emotion/emotion.json"))
for name in ("emotion.onnx", "emotion.json"):
    case("models", f"{name} missing")(broken_data(os.unlink, f"models/emotion/{name}"))
# Packages have none: only measurements ask it.
case("models", "fer2013.onnx missing")(broken_data(os.unlink, "models/emotion/fer2013.onnx", status=0))
for name in ("face-detector.onnx", "face-detector.json"):
    for damage in ("cut to a third", "empty", "noise"):
        case("models", f"{name}: {damage}")(broken_data(DAMAGES[damage], f"models/face-detector/{name}"))
    case("models", f"{name} missing")(broken_data(os.unlink, f"models/face-detector/{name}"))
case("models", "starter list missing")(broken_data(os.unlink, "starter-catalogue.csv"))
case("models", "starter list: noise")(broken_data(DAMAGES["noise"], "starter-catalogue.csv"))


def cascade(content):
    def body():
        with Folder() as folder:
            path = f"{folder}/cascade.xml"
            if content is not None:
                with open(path, "wb") as file:
                    file.write(content)
            haar = ("--set", "camera.detector=haar")
            with Daemon(folder, SOURCE, "--until-end", *haar, environment={"EMOTUNES_CASCADE": path}) as daemon:
                expect(daemon.end(60) == 70, daemon.words()[-400:])
        return "exit 70, names it"

    return body


CASCADE = "/usr/share/opencv4/haarcascades/haarcascade_frontalface_default.xml"
with open(CASCADE, "rb") as whole:
    HAAR = whole.read()
case("models", "cascade missing")(cascade(None))
case("models", "cascade empty")(cascade(b""))
case("models", "cascade cut to a third")(cascade(HAAR[: len(HAAR) // 3]))
case("models", "cascade: noise")(cascade(random.Random(5).randbytes(9000)))
case("models", "cascade: another XML")(cascade(b"<?xml version='1.0'?><opencv_storage><a>1</a></opencv_storage>"))


def token(content):
    def body():
        with Folder() as folder:
            os.mkdir(f"{folder}/state", 0o700)
            with open(f"{folder}/state/spotify-token.json", "wb") as file:
                file.write(content)
            settings = ["--set", "spotify.client_id=abc", "--set", "spotify.accounts_url=http://127.0.0.1:9",
                        "--set", "spotify.api_url=http://127.0.0.1:9"]
            with Daemon(folder, "demo:happy=600", *settings) as daemon:
                status = daemon.ready()
                daemon.call("Regenerate", {"mood": "sad"})
                state = daemon.status()["spotify"]["state"]
                expect(state in ("signed_out", "expired", "offline"), f"spotify is {state}: {status}")
                daemon.stop()
        return f"goes on, spotify {state}"

    return body


for name, content in {
    "empty": b"", "noise": random.Random(6).randbytes(500), "half of a JSON": b'{"clientID": "abc", "refreshTok',
    "another JSON": b"[1, 2, 3]", "members missing": b'{"clientID": "abc"}', "numbers for words": b'{"clientID": 1, "refreshToken": 2}',
    "10 MB": b'{"clientID": "' + b"a" * 10_000_000 + b'"}',
}.items():
    case("token", name)(token(content))
