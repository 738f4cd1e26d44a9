"""Files that are not what they should be: settings, databases, index, models, tokens."""

import ctypes
import os
import random
import shutil
import sqlite3
import subprocess
import time
import tomllib

from .cases import case, group
from .daemon import BINARIES, REPOSITORY, Daemon, Folder, examine, expect

group("settings", "a configuration that is wrong in one way each, in one of its layers; and changes of one with emotunesctl")
group("database", "emotunes.sqlite or catalogue.sqlite damaged between two runs")
group("index", "catalogue.index damaged between two runs")
group("models", "a model, a cascade or the starter list damaged or missing")
group("token", "spotify-token.json damaged")

SOURCE = "demo:happy=40?speed=max"

SETTINGS = {
    "an unknown key": b"[mood]\nthresold = 0.5\n",
    "an unknown section": b"[moods]\nthreshold = 0.5\n",
    "a number where a word belongs": b"[camera]\nsource = 7\n",
    "a word where a number belongs": b"[mood]\nthreshold = \"much\"\n",
    "out of range, above": b"[mood]\nthreshold = 7\n",
    "out of range, below": b"[camera]\nlooks_per_second = 0\n",
    "not a number": b"[mood]\nthreshold = nan\n",
    "infinite": b"[mood]\nwindow_seconds = inf\n",
    "no such choice": b"[camera]\nwhen = \"sometimes\"\n",
    "a key twice": b"[mood]\nthreshold = 0.5\nthreshold = 0.6\n",
    "a section twice": b"[mood]\nthreshold = 0.5\n[mood]\ndwell_seconds = 1\n",
    "a quote that is never closed": b"[camera]\nsource = \"demo:happy=1\n",
    "a bracket that is never closed": b"[mood\nthreshold = 0.5\n",
    "not UTF-8": b"[camera]\nsource = \"\xff\xfe\"\n",
    "NUL bytes": b"[mood]\nthreshold = 0.5\n\0\0\0",
    "noise": random.Random(1).randbytes(5000),
    "brackets 50,000 deep": b"a = " + b"[" * 50_000,
    "an http address of a stranger": b"[spotify]\nclient_id = \"x\"\napi_url = \"http://example.com\"\n",
}


def refused_settings(content):
    def body():
        with Folder() as folder:
            with open(f"{folder}/wrong.toml", "wb") as file:
                file.write(content)
            with Daemon(folder, SOURCE, "--until-end", "--config", f"{folder}/wrong.toml") as daemon:
                expect(daemon.end(30) == 78, f"not 78: {daemon.words()[-300:]}")
                expect("wrong.toml" in daemon.words(), f"the file is not named: {daemon.words()[-300:]}")
            expect(not os.path.exists(f"{folder}/state"), "a state folder was made")
        return "exit 78, file named"

    return body


for name, content in SETTINGS.items():
    case("settings", name)(refused_settings(content))


@case("settings", "the file is a folder")
def settings_folder():
    with Folder() as folder:
        os.mkdir(f"{folder}/wrong.toml")
        with Daemon(folder, SOURCE, "--until-end", "--config", f"{folder}/wrong.toml") as daemon:
            expect(daemon.end(30) == 78, daemon.words()[-300:])
    return "exit 78"


@case("settings", "wrong at a reload")
def wrong_reload():
    with Folder() as folder:
        open(f"{folder}/set.toml", "w").close()
        with Daemon(folder, "demo:happy=600", "--config", f"{folder}/set.toml") as daemon:
            daemon.ready()
            for content in SETTINGS.values():
                with open(f"{folder}/set.toml", "wb") as file:
                    file.write(content)
                reply = daemon.call("Reload")
                expect(reply.get("error", "").endswith("ReloadFailed"), str(reply))
            expect(daemon.status()["state"] in ("starting", "watching"), "not watching")
            daemon.stop()
    return f"ReloadFailed, the old settings stay ({len(SETTINGS)} files)", len(SETTINGS)


USERS = ".config/emotunes/emotunesd.toml"
DROP_IN = f"{USERS}.d/50-a.toml"


def put(path, content=b""):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(content)


def refused_layer(prepare_files, named, prepare=None):
    """A start that is refused although the other layers are good; `named` is what the message must hold."""
    def body():
        with Folder() as folder:
            put(f"{folder}/{USERS}", b"[mood]\nthreshold = 0.5\n")
            put(f"{folder}/{USERS}.d/60-good.toml", b"[mood]\nthreshold = 0.6\n")
            prepare_files(folder)
            before = prepare(folder) if prepare else None
            with Daemon(folder, SOURCE, "--until-end", prepare=before) as daemon:
                got = daemon.end(30)
                expect(got == 78, f"ended with {got}: {daemon.words()[-300:]}")
                expect(named in daemon.words(), f"{named} is not named: {daemon.words()[-300:]}")
            expect(not os.path.exists(f"{folder}/state"), "a state folder was made")
        return "exit 78, named"

    return body


def replaced(path, make):
    def body(folder):
        if os.path.exists(f"{folder}/{path}"):
            os.unlink(f"{folder}/{path}")
        os.makedirs(os.path.dirname(f"{folder}/{path}"), exist_ok=True)
        make(f"{folder}/{path}")

    return body


def over_etc(folder):
    """Lays folder/etc over the machine's /etc, for the daemon alone."""
    def prepare():
        libc = ctypes.CDLL(None, use_errno=True)
        private, new_mounts = 1 << 18, 0x20000
        for done in (libc.unshare(new_mounts), libc.mount(b"none", b"/", None, private | 1 << 14, None),
                     libc.mount(b"overlay", b"/etc", b"overlay", 0, f"lowerdir={folder}/etc:/etc".encode())):
            if done != 0:
                raise OSError(ctypes.get_errno(), "cannot lay a folder over /etc")

    return prepare


def as_nobody(_):
    return lambda: (os.setgid(65534), os.setuid(65534))


def many(folder):
    for number in range(300):
        put(f"{folder}/{USERS}.d/{number}.toml")


def drop_ins_are_a_file(folder):
    shutil.rmtree(f"{folder}/{USERS}.d")
    put(f"{folder}/{USERS}.d")


def closed(folder):
    os.chmod(folder, 0o755)
    os.chmod(f"{folder}/{USERS}.d", 0o700)


for name, files, named, prepare in [
    ("a drop-in with a mistake", lambda folder: put(f"{folder}/{DROP_IN}", b"\n[mood]\nthreshold = 7\n"),
     "50-a.toml:3: mood.threshold", None),
    ("a drop-in that is no TOML", lambda folder: put(f"{folder}/{DROP_IN}", random.Random(2).randbytes(500)),
     "50-a.toml", None),
    ("a drop-in that is a folder", replaced(DROP_IN, os.mkdir), "50-a.toml: is a folder", None),
    ("a drop-in that is a pipe", replaced(DROP_IN, os.mkfifo), "50-a.toml: is neither", None),
    ("a drop-in that leads nowhere", replaced(DROP_IN, lambda path: os.symlink("/nonexistent", path)),
     "50-a.toml: is a link to nothing", None),
    ("a person's file that leads nowhere", replaced(USERS, lambda path: os.symlink("/nonexistent", path)),
     "emotunesd.toml: is a link to nothing", None),
    ("drop-ins that are a file", drop_ins_are_a_file, "emotunesd.toml.d: is no folder", None),
    ("300 drop-ins", many, "emotunesd.toml.d: holds more than", None),
    ("drop-ins that may not be listed", closed, "emotunesd.toml.d: cannot be listed", as_nobody),
    ("a drop-in whose name is no UTF-8",
     lambda folder: put(f"{folder}/{USERS}.d/".encode() + b"\xff.toml"), "whose name is not UTF-8", None),
    ("a mistake in the machine's file under a person's good one",
     lambda folder: put(f"{folder}/etc/emotunes/emotunesd.toml", b"[mood]\nthreshold = 7\n"),
     "/etc/emotunes/emotunesd.toml:2: mood.threshold", over_etc),
]:
    case("settings", name)(refused_layer(files, named, prepare))


@case("settings", "a drop-in with a mistake at a reload, then without")
def wrong_drop_in_at_reload():
    with Folder() as folder:
        put(f"{folder}/{USERS}", b"[mood]\nthreshold = 0.5\n")
        with Daemon(folder, "demo:happy=600") as daemon:
            daemon.ready()
            put(f"{folder}/{DROP_IN}", b"[mood]\nthreshold = 7\n")
            reply = daemon.call("Reload")
            expect("50-a.toml:2" in reply.get("parameters", {}).get("message", ""), str(reply))
            expect(holding(daemon, "mood.threshold") == (0.5, f"{folder}/{USERS}:2"), "the old settings do not hold")
            put(f"{folder}/{DROP_IN}", b"[mood]\nthreshold = 0.7\n")
            expect("error" not in daemon.call("Reload"), "the good drop-in was refused")
            expect(holding(daemon, "mood.threshold") == (0.7, f"{folder}/{DROP_IN}:2"), "the drop-in does not hold")
            shutil.rmtree(f"{folder}/.config")
            expect("error" not in daemon.call("Reload"), "no files were refused")
            expect(holding(daemon, "mood.threshold")[1] == "default", "what is gone still holds")
            daemon.stop()
    return "ReloadFailed names it, the old settings stay; taken once it is right"


def holding(daemon, key):
    settings = daemon.call("GetConfiguration")["parameters"]["settings"]
    return next((setting["value"], setting["origin"]) for setting in settings if setting["key"] == key)


def change(folder, key, value):
    """A running `emotunesctl config set`."""
    return subprocess.Popen(
        [BINARIES / "emotunesctl", "config", "set", key, value, "--socket", f"{folder}/none"],
        env={"PATH": "/usr/bin:/bin", "HOME": folder}, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


@case("settings", "emotunesctl config set killed at a random moment")
def killed_change():
    moments = random.Random(3)
    with Folder() as folder:
        before = b"# mine\n[mood]\nthreshold = 0.5 # why\n"
        texts = {before, before.replace(b"0.5", b"0.6")}
        for _ in range(60):
            put(f"{folder}/{USERS}", before)
            running = change(folder, "mood.threshold", "0.6")
            time.sleep(moments.uniform(0, 0.04))
            running.kill()
            running.communicate()
            with open(f"{folder}/{USERS}", "rb") as file:
                expect(file.read() in texts, "half a file")
        done = change(folder, "mood.threshold", "0.6")
        expect(done.wait() == 0, str(done.communicate()))
    return "the file as it was or as it should be, every time", 60


@case("settings", "twenty changes at once")
def changes_at_once():
    songs = ["angry", "disgust", "fear", "happy", "neutral", "sad", "surprise"]
    keys = [(f"curation.songs.{mood}", "calm") for mood in songs] + [
        ("mood.threshold", "0.5"), ("mood.window_seconds", "40"), ("mood.dwell_seconds", "3"),
        ("mood.cooldown_seconds", "9"), ("mood.strategy", "lift"), ("camera.when", "playing"),
        ("camera.looks_per_second", "3"), ("curation.explicit", "false"), ("curation.learn", "false"),
        ("spotify.cover", "true"), ("spotify.taste", "false"), ("spotify.keep_days", "3"), ("playlist.file", "false")]
    with Folder() as folder:
        running = [(key, change(folder, key, value)) for key, value in keys]
        kept = [key for key, process in running if process.wait() == 0]
        with open(f"{folder}/{USERS}", "rb") as file:
            settings = tomllib.load(file)
        for key in kept:
            part = settings
            for name in key.split("."):
                expect(name in part, f"{key} was acknowledged and is not there")
                part = part[name]
    return f"{len(kept)} of {len(keys)} done, none of them lost", len(keys)


@case("settings", "a change of a file on a file system without room")
def change_without_room():
    with Folder() as folder:
        put(f"{folder}/{USERS}", b"[mood]\nthreshold = 0.5\n")
        process = subprocess.run(
            ["bash", "-c", "ulimit -f 0; exec \"$@\"", "-", BINARIES / "emotunesctl", "config", "set", "mood.threshold",
             "0.6", "--socket", f"{folder}/none"], env={"PATH": "/usr/bin:/bin", "HOME": folder},
            capture_output=True, check=False)
        expect(process.returncode == 1, f"status {process.returncode}")
        with open(f"{folder}/{USERS}", "rb") as file:
            expect(file.read() == b"[mood]\nthreshold = 0.5\n", "the file was changed")
        expect(os.listdir(f"{folder}/.config/emotunes") == ["emotunesd.toml"], "something was left behind")
    return "status 1, the file is as it was"


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
