"""What a look, a list and an import cost in CPU time, and the memory at its most, both builds in turns."""

import os
import pathlib
import re
import shutil
import statistics
import subprocess

from .programs import Daemon, Place
from .streams import render
from .tables import MOMENT, MOODS, made

# What may be more, as a share, and in memory in bytes.
SHARE, BYTES = 0.05, 2 << 20
LISTS, ROWS = 140, 60_000


def plain(place):
    """Nothing is loaded into what is measured; it goes by the machine's own clocks."""
    return {"LD_PRELOAD": "", "EMOTUNES_TEST_CLOCK": ""}


def spent(process):
    """Waits for its end: CPU seconds and the most memory it held, in bytes."""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"what was measured ended with {process.returncode}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024


def look(place, tables):
    """A whole recording; the start is in it, spread over its looks."""
    with Daemon(place, tables["stream"], "--until-end", more=plain(place)) as daemon:
        seconds, memory = spent(daemon.process)
    return {"CPU a look": seconds / tables["looks"], "memory, watching": memory}


def list_(place, tables):
    prepared = f"{os.path.dirname(place.folder)}/prepared-{place.build.name}"
    if not os.path.exists(prepared):
        place.run("emotunesctl", "catalogue", "import", tables["catalogue"], "--state-dir", prepared, more=plain(place))
    shutil.copytree(prepared, place.state)
    with Daemon(place, MOMENT, more=plain(place)) as daemon:
        daemon.ended()
        for mood in MOODS:
            daemon.call("Regenerate", {"mood": mood})
        before = ticks(daemon.process.pid)
        for number in range(LISTS):
            daemon.call("Regenerate", {"mood": MOODS[number % 7]})
        seconds = ticks(daemon.process.pid) - before
        memory = peak(daemon.process.pid)
        daemon.stop()
    return {"CPU a list": seconds / LISTS, "memory, choosing": memory}


def ticks(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def peak(pid):
    return int(re.search(r"VmHWM:\s+(\d+)", pathlib.Path(f"/proc/{pid}/status").read_text())[1]) * 1024


def import_(place, tables):
    process = subprocess.Popen(
        [place.build.programs / "emotunesctl", "catalogue", "import", tables["catalogue"], "--state-dir", place.state],
        env=place.environment(plain(place)), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL)
    seconds, memory = spent(process)
    return {"CPU an import": seconds, "memory, importing": memory}


def told(name, value):
    return f"{value / 2**20:.1f} MB" if "memory" in name else f"{value * 1000:.2f} ms"


def measure(options, before, after, folder, machine, report):
    # Five minutes in which nothing happens.
    stream = next(path for path in render(options.shared, options.cache) if path.stem == "stream-105")
    tables = {"catalogue": made(options, "tracks160k", ROWS, 41), "stream": f"video:{stream}?speed=max"}
    place = Place(before, folder, machine)
    with Daemon(place, tables["stream"]) as daemon:
        tables["looks"] = daemon.ended()["camera"]["framesAnalysed"]
        daemon.stop()
    for body in (look, list_, import_):
        values = {}
        # The first pair warms the disk's cache and counts for nothing. In turns, and the first of a pair is the second
        # of the next, so that a machine that gets slower is slower for both.
        for pair in range(options.pairs + 1):
            for build in (before, after) if pair % 2 else (after, before):
                figures = body(Place(build, folder, machine), tables)
                for name, value in figures.items() if pair else ():
                    values.setdefault(name, {}).setdefault(build.name, []).append(value)
        for name, of in values.items():
            one, two = statistics.median(of["before"]), statistics.median(of["after"])
            # The two of a pair ran within seconds of each other; and what else the machine did can only have added. A
            # build that takes more does so by all three.
            ratios = [two / one, statistics.median(b / a for a, b in zip(of["before"], of["after"])),
                      min(of["after"]) / min(of["before"])]
            is_more = two - one > BYTES if "memory" in name else min(ratios) > 1 + SHARE
            words = (f"{told(name, one)} then {told(name, two)}, medians of {options.pairs} pairs; ratio of medians "
                     f"{ratios[0]:.3f}, of pairs {ratios[1]:.3f}, of the least {ratios[2]:.3f}")
            report.add(f"cost/{name}", "more than may be" if is_more else None,
                       {"told": words, "before": of["before"], "after": of["after"]})
