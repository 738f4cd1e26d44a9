"""Whether what the daemon says is so. It goes on while it is asked, so a word counts only where it said the same before and
after what is held against it was read."""

import json
import os
import time
import xml.etree.ElementTree

from faults.daemon import Unexpected


def asked(daemon):
    try:
        return daemon.status()
    except (OSError, json.JSONDecodeError):
        if daemon.process.poll() is not None:
            raise Unexpected(f"ended with {daemon.process.returncode}: {daemon.words()[-600:]}") from None
        return None


def published(status):
    return {part["target"]: part["state"] for part in (status["playlist"] or {"publishing": []})["publishing"]}


def steady(before, after, target):
    """Whether both say that the same playlist is published there."""
    return (before and after and before["playlist"] and after["playlist"] and before["playlist"]["id"] == after["playlist"]["id"]
            and published(before).get(target) == published(after).get(target) == "published")


def plain(titles):
    """Titles as a search leaves them: without punctuation."""
    return ["".join(letter for letter in title.casefold() if letter.isalnum()) for title in titles]


def titles_of(path):
    root = xml.etree.ElementTree.parse(path).getroot()
    return [track.findtext("{*}title") for track in root.findall(".//{*}track")]


class Truth:
    def __init__(self, daemon, report, state, spotify=None):
        self.daemon, self.report, self.state, self.spotify = daemon, report, state, spotify
        self.since = {}
        # The newest list whose file was spoilt from outside after it had been written.
        self.spoilt = 0

    def look(self):
        """Asks once, and holds the answer against the files and the account; the answer, nil where there was none."""
        before = asked(self.daemon)
        if not before:
            return None
        self.report.sample(before)
        if not before["playlist"]:
            return before
        reply = self.daemon.call("GetPlaylist")
        wanted = reply.get("parameters", {}).get("playlist")
        if not wanted:
            return before
        try:
            in_file = titles_of(f"{self.state}/playlist.xspf")
        except (OSError, xml.etree.ElementTree.ParseError) as problem:
            in_file = [f"{problem}"]
        in_account = self.account()
        after = asked(self.daemon)
        if wanted["id"] != before["playlist"]["id"]:
            return after
        titles = [track["title"] for track in wanted["tracks"]]
        if len(titles) != 20 or len({track["uri"] or track["title"] for track in wanted["tracks"]}) != 20:
            self.report.wrong(f"playlist {wanted['id']} has {len(titles)} songs, or one twice")
        if steady(before, after, "file") and wanted["id"] > self.spoilt and in_file != titles:
            self.report.wrong(f"list {wanted['id']} is said to be in the file, which holds {in_file[:2]}, not {titles[:2]}")
        if in_account is not None and steady(before, after, "spotify") and plain(in_account) != plain(titles):
            differ = next(((is_, ought) for is_, ought in zip(in_account, titles) if plain([is_]) != plain([ought])), "fewer")
            self.report.wrong(f"list {wanted['id']} is said to be in the account, which holds {len(in_account)} songs: {differ}")
        return after

    def account(self):
        """The titles in the account's playlist; nil without an account."""
        if not self.spotify:
            return None
        # A server that is slow just now holds it.
        if not self.spotify.lock.acquire(timeout=0.5):
            return None
        try:
            lists = [one for one in self.spotify.playlists.values() if one["there"]]
            if len(lists) > 1:
                self.report.wrong(f"{len(lists)} playlists in the account")
            return [self.spotify.known.get(uri.split(":")[-1], ("?",))[0] for one in lists[-1:] for uri in one["uris"]]
        finally:
            self.spotify.lock.release()

    def must_say(self, name, holds, seconds, status):
        """Called again and again while something holds: within so many seconds `status` has to say so."""
        began = self.since.setdefault(name, time.monotonic())
        if status is not None and holds(status):
            self.since[name] = time.monotonic()
        elif time.monotonic() - began > seconds:
            self.report.wrong(f"{name}: not said within {seconds} s; state {status and status['state']}, camera "
                              f"{status and status['camera']['state']}, notices {status and status['notices']}, "
                              f"spotify {status and status['spotify']}")
            self.since[name] = time.monotonic()

    def over(self, name):
        self.since.pop(name, None)


def fill(folder):
    """Takes what room there is."""
    ballast = os.open(f"{folder}/ballast", os.O_WRONLY | os.O_CREAT)
    try:
        while True:
            os.write(ballast, bytes(65536))
    except OSError:
        pass
    finally:
        os.close(ballast)


def empty(folder):
    if os.path.exists(f"{folder}/ballast"):
        os.unlink(f"{folder}/ballast")
