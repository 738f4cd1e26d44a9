"""Made-up catalogues: imports, and the lists chosen from them."""

import csv
import json
import pathlib
import subprocess
import sys

from . import results
from .programs import START, Daemon
from .streams import files

MOODS = ["angry", "disgust", "fear", "happy", "sad", "surprise", "neutral"]
SCHEMAS = {"emotions278k": (6000, 11), "tracks160k": (6000, 12), "genres114k": (6000, 13)}
# Shows a face for as long as a first mood and its playlist take, and is at its end: the daemon then does only what it
# is told.
MOMENT = "demo:neutral=40?speed=max"


def made(context, schema, rows, seed, tastes=0):
    """A catalogue in the cache; the same for the same numbers."""
    table = context.cache / f"{schema}-{rows}-{seed}-{tastes}.csv"
    if not table.exists():
        context.cache.mkdir(parents=True, exist_ok=True)
        part = table.with_suffix(".part")
        subprocess.run(
            [sys.executable, context.shared / "tools/make_catalogue.py", "--schema", schema, "--rows", str(rows),
             "--moods", context.shared / "music/data_moods.csv", "--seed", str(seed), "--tastes", str(tastes),
             "--out", part], check=True)
        if tastes:
            pathlib.Path(f"{part}.tastes.json").rename(f"{table}.tastes.json")
        part.rename(table)
    return table


def catalogue(place, *words):
    return place.json("emotunesctl", "catalogue", *words, "--state-dir", place.state)


def contents(place):
    """Everything in the catalogue, and its index."""
    index = next(pathlib.Path(place.state).glob("*index*"), None)
    answers = {"rows": {name: [len(rows), results.digest("\n".join(rows))] for name, rows in
                        results.database(f"{place.state}/catalogue.sqlite").items()}}
    answers["index"] = results.digest(index.read_bytes()) if index else None
    return answers


def imported(*tables):
    def question(place):
        answers = {"import": catalogue(place, "import", *tables), "info": catalogue(place, "info")}
        answers["contents"] = contents(place)
        out = pathlib.Path(place.folder) / "report"
        answers["report"] = catalogue(place, "report", "--out", out)
        answers["pictures"] = {path.name: results.digest(path.read_bytes()) for path in sorted(out.iterdir())}
        again = place.run("emotunesctl", "catalogue", "import", *tables, "--state-dir", place.state)
        answers["again, for people"] = [again["status"], again["output"]]
        answers["forget"] = catalogue(place, "forget", tables[0])
        return answers

    return question


def imports(context):
    tables = []
    for schema, (rows, seed) in SCHEMAS.items():
        tables.append(made(context, schema, rows, seed))
        yield schema, imported(tables[-1])
    yield "all three", imported(*tables)


# Five listeners: settings, then what they say of which playlist's songs before the lists are asked for.
LISTENERS = {
    "nothing known": ([], []),
    "likes": ([], [("happy", [1, 2, 3], []), ("sad", [1, 2], []), ("neutral", [5], [])]),
    "dislikes": ([], [("happy", [], [1, 2, 3, 4, 5]), ("angry", [], [1, 2]), ("neutral", [], [9, 10])]),
    "both, changed again": ([], [("happy", [1, 4, 7, 8], [2]), ("sad", [3], [1, 6]), ("happy", [2, 3], [1])]),
    "lift, nothing explicit": (
        ["mood.strategy=lift", "curation.explicit=false", "curation.songs.sad=[\"calm\",\"sad\"]"],
        [("fear", [1, 2, 3, 4], [5]), ("surprise", [6, 7], [])]),
}


def chosen(table, settings, opinions):
    def question(place):
        catalogue(place, "import", table)
        answers = {}
        with Daemon(place, MOMENT, settings=settings) as daemon:
            daemon.ended()
            for mood, likes, dislikes in opinions:
                place.step_clock(5400)
                place.ask("regenerate", "--mood", mood)
                for verdict, numbers in (("like", likes), ("dislike", dislikes)):
                    for number in numbers:
                        place.ask(verdict, str(number))
            answers["taste"] = results.relative(place.ask("taste"), START)
            for mood in MOODS:
                # What was offered lately is rested; how lately is told by the clock.
                place.step_clock(5400)
                answers[mood] = results.relative(place.ask("regenerate", "--mood", mood), START)
            answers.update(files(place))
            daemon.stop()
        return answers

    return question


def recommended(table, number):
    def question(place):
        place.json("emotunesctl", "catalogue", "import", table, "--state-dir", place.state)
        with open(f"{table}.tastes.json") as file:
            liked = set(json.load(file)[number]["ids"][:40])
        taste = f"{place.folder}/taste.csv"
        with open(table, newline="") as file, open(taste, "w", newline="") as out:
            rows = csv.DictReader(file)
            writer = csv.DictWriter(out, rows.fieldnames)
            writer.writeheader()
            writer.writerows(row for row in rows if row["id"] in liked)
        lists = place.json("emotunes-evaluate", "recommend", "--catalogue", place.state, "--taste", taste)
        return {entry["mood"]: entry for entry in lists}

    return question


def lists(context):
    table = made(context, "tracks160k", 6000, 21, tastes=6)
    for name, (settings, opinions) in LISTENERS.items():
        yield name, chosen(table, settings, opinions)
    for number in range(5):
        yield f"planted taste {number + 1}", recommended(table, number)


def music(place):
    """A folder with some of the starter list's songs, one of them by a name in another case."""
    folder = pathlib.Path(place.folder) / "music"
    with open(next(path for path in (place.build.data / "starter-catalogue.csv",
                                     place.build.data / "config/starter-catalogue.csv") if path.exists())) as file:
        for number, row in enumerate(csv.DictReader(file)):
            if number % 2:
                continue
            artist, title = row["artist"].split(";")[0].replace("/", "_"), row["title"].replace("/", "_")
            path = folder / artist / (f"{title}.mp3" if number % 4 else f"{title.upper()}.ogg")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
    return str(folder)


def written(kind):
    def question(place):
        settings = {"as it comes": [], "one's own music": [f"music.local_folder={music(place)}"],
                    "no files": ["playlist.file=false"]}[kind]
        answers = {}
        with Daemon(place, MOMENT, settings=settings) as daemon:
            daemon.ended()
            for mood in ("happy", "sad", "neutral"):
                place.ask("regenerate", "--mood", mood)
                answers.update({f"{mood}, {name}": text for name, text in files(place).items()})
            daemon.stop()
        return answers

    return question


def playlists(context):
    for kind in ("as it comes", "one's own music", "no files"):
        yield kind, written(kind)
