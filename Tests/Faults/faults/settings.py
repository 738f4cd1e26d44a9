"""Settings that are wrong, and changes of them."""

import ctypes
import os
import random
import shutil
import subprocess
import time
import tomllib

from .cases import case, group
from .daemon import BINARIES, Daemon, Folder, expect

group("settings", "a configuration that is wrong in one way each, in one of its layers; and changes of one with emotunesctl")

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
        after = before.replace(b"0.5", b"0.6")
        # Most of the time goes by before the file is touched, and how long depends on what else runs: each moment is drawn
        # around one that moves earlier when the change was made, and later when it was not.
        around = .05
        seen = {before: 0, after: 0}
        for _ in range(60):
            put(f"{folder}/{USERS}", before)
            running = change(folder, "mood.threshold", "0.6")
            time.sleep(moments.uniform(.8, 1.2) * around)
            running.kill()
            running.communicate()
            with open(f"{folder}/{USERS}", "rb") as file:
                text = file.read()
            expect(text in seen, "half a file")
            seen[text] += 1
            around *= 1.1 if text == before else .9
        expect(all(seen.values()), f"every one came to the same end: {seen[before]} before the change, {seen[after]} after it")
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
