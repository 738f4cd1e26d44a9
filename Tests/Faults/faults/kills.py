"""kill -9 at random moments, each phase of the pipe as often as the others."""

import os
import random
import signal
import sqlite3
import threading
import time

from .cases import case, group
from .daemon import Daemon, Folder, Unexpected, ask, examine, expect

group("kill -9", "at random moments of the pipe, somebody asking for playlists and liking songs meanwhile; the database "
      "is then checked by SQLite itself, and the next start goes on with it")

PHASES = ["start", "look", "mood", "note", "choose", "record", "publish"]
KILLS = int(os.environ.get("EMOTUNES_KILLS", "200"))
SHARE = max(1, min(10, KILLS // len(PHASES)))
LONGEST = 4 * KILLS


class Victim:
    """A daemon whose phases are read as it enters them."""

    def __init__(self, folder):
        reading, writing = os.pipe()
        source = "demo:happy=30,sad=30,angry=30?speed=max&repeat=forever"
        settings = ["--set", "mood.cooldown_seconds=0"]
        self.daemon = Daemon(folder, source, *settings, environment={"EMOTUNES_PIPE_TRACE": "1"}, stderr=writing)
        os.close(writing)
        self.stream = os.fdopen(reading, "rb", 0)
        self.acknowledged, self.verdicts = 0, {}
        self.over = False

    def chatter(self):
        """A client that asks for playlists and gives feedback, and records what the daemon acknowledged."""
        while not self.over:
            try:
                with self.daemon.connect() as connection:
                    while not self.over:
                        # The id comes from a second call: what GetPlaylist returns has been acknowledged as well.
                        if "error" in ask(connection, "Regenerate", {"mood": random.choice(["happy", "sad"])}):
                            continue
                        playlist = ask(connection, "GetPlaylist")["parameters"]["playlist"]
                        self.acknowledged = max(self.acknowledged, playlist["id"])
                        # Not "dislike": said a thousand times, it leaves too few songs for a list.
                        track, verdict = playlist["tracks"][3], "like"
                        if "error" not in ask(connection, "Feedback", {"uri": track["uri"], "verdict": verdict}):
                            self.verdicts[track["title"]] = verdict
            except (OSError, ValueError):
                time.sleep(0.01)

    def die_in(self, wanted, delay):
        """Kills it so many seconds after it next enters the phase; the phase it was in by then, nil if it never was."""
        talker = threading.Thread(target=self.chatter)
        talker.start()
        last, killer, skip = None, None, random.randrange(6) if wanted != "start" else 0
        for line in self.stream:
            if not line.startswith(b"phase "):
                continue
            last = line[6:].strip().decode()
            if killer is None and last == wanted:
                if skip:
                    skip -= 1
                    continue
                killer = threading.Timer(delay, self.daemon.process.send_signal, [signal.SIGKILL])
                killer.start()
        self.over = True
        status = self.daemon.process.wait()
        talker.join()
        self.stream.close()
        if status != -signal.SIGKILL:
            raise Unexpected(f"ended with {status} before it was killed")
        return last


def check(folder, victim):
    newest, damaged = examine(f"{folder}/state", victim.acknowledged)
    expect(not damaged, f"set aside: {damaged}")
    if victim.verdicts:
        with sqlite3.connect(f"{folder}/state/emotunes.sqlite") as database:
            kept = dict(database.execute("SELECT title, verdict FROM feedback").fetchall())
        for title in victim.verdicts:
            expect(title in kept, f"the verdict on {title} was acknowledged and is not there")
    return newest


def kills():
    tally = dict.fromkeys(PHASES, 0)
    lengths = {"start": 0.25, "look": 0.008, "mood": 0.002, "note": 0.003, "choose": 0.006, "record": 0.004,
               "publish": 0.004}
    promises = 0
    with Folder() as folder:
        for _ in range(LONGEST):
            missing = [phase for phase in PHASES if tally[phase] < SHARE]
            if not missing and sum(tally.values()) >= KILLS:
                break
            wanted = random.choice(missing or PHASES)
            victim = Victim(folder)
            phase = victim.die_in(wanted, random.random() * lengths[wanted])
            if phase not in tally:
                continue
            tally[phase] += 1
            check(folder, victim)
            promises += len(victim.verdicts) + (victim.acknowledged > 0)
        with Daemon(folder) as daemon:
            daemon.ready()
            daemon.stop()
    short = [phase for phase in PHASES if tally[phase] < min(10, SHARE)]
    expect(not short, f"too few kills in {short}: {tally}")
    words = ", ".join(f"{phase} {count}" for phase, count in tally.items())
    return f"database sound every time, nothing acknowledged lost ({promises} promises); killed in {words}", sum(tally.values())


case("kill -9", f"{KILLS} random moments")(kills)
