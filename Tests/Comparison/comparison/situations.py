"""What goes wrong at a start, on the command line and around a running daemon: exit statuses, what is printed, and the
journal's fields.

Left out on purpose, since there the behaviour was to change: options before the subcommand, and output that cannot be
written."""

import os
import pathlib
import re

from . import results
from .programs import START, Daemon
from .tables import MOMENT


def masked(answer):
    """Without the numbers of processes, for how long one has run, and the version."""
    if isinstance(answer, dict):
        return {name: masked(value) for name, value in answer.items()}
    if isinstance(answer, list):
        return [masked(value) for value in answer]
    if not isinstance(answer, str):
        return answer
    text = re.sub(r"\(process \d+\)", "(process N)", answer)
    text = re.sub(r"(EmoTunes|emotunesd) \d+\.\d+\.\d+", r"\1 VERSION", text)
    return re.sub(r"\bup (\d+ (s|min|h) ?)+", "up N s", text)


def without_usage(answer):
    """Without the lists of options that emotunesctl prints: those were to change, what is wrong is said above them."""
    for stream in ("output", "complaints"):
        answer[stream] = re.sub(r"(?m)^((Usage|USAGE|Help): .*|OPTIONS:)\n( +.*\n)*", "", answer[stream])
    return answer


def outcome(place, daemon, **more):
    """What there is to see afterwards."""
    return masked({**more, "printed": daemon.words(), "journal": place.entries()})


def start(*words, source=MOMENT, prepare=None, config=None, more=None, before=None, state=None, settings=()):
    """A start that ends by itself."""
    def question(place):
        arguments = list(words)
        if config is not None:
            pathlib.Path(f"{place.folder}/settings.toml").write_text(config)
            arguments += ["--config", f"{place.folder}/settings.toml"]
        if before:
            before(place)
        known = {name: value.format(place=place) for name, value in (more or {}).items()}
        with Daemon(place, source.format(place=place), *arguments, prepare=prepare, more=known, settings=settings,
                    state=state and state.format(place=place)) as daemon:
            status = daemon.wait()
        return outcome(place, daemon, exit=status)

    return question


def once(place):
    """A first run, for what follows."""
    with Daemon(place, MOMENT, "--until-end") as daemon:
        daemon.wait()


def damaged(name):
    """A first run, and then a database that is none."""
    def before(place):
        once(place)
        for path in pathlib.Path(place.state).glob(f"{name}*"):
            path.unlink()
        pathlib.Path(f"{place.state}/{name}").write_bytes(b"no database at all " * 500)

    return before


def as_nobody():
    if os.getuid() == 0:
        os.setgid(65534)
        os.setuid(65534)


def read_only(place):
    os.makedirs(place.state)
    os.chmod(place.state, 0o555)
    # The socket is not what is to fail.
    os.chmod(place.folder, 0o777)
    for path in (place.journal, place.log):
        open(path, "a").close()
        os.chmod(path, 0o666)


def occupied(place):
    pathlib.Path(place.socket).write_text("somebody else's")


def no_models(place):
    os.makedirs(f"{place.folder}/empty")


def bad_starter(place):
    folder = pathlib.Path(f"{place.folder}/data")
    folder.mkdir()
    for entry in pathlib.Path(place.data).iterdir():
        if not entry.name.startswith(".") and entry.name != "starter-catalogue.csv":
            (folder / entry.name).symlink_to(entry)
    (folder / "starter-catalogue.csv").write_text("artist,title,year,genre,language,mood\nA,B,1990,pop,english,blue\n")


def second(**options):
    """Another one beside one that runs."""
    def question(place):
        with Daemon(place, MOMENT) as first:
            first.ended()
            known = {name: value.format(place=place) for name, value in options.items()}
            with Daemon(place, MOMENT, **known) as other:
                status = other.wait()
            first.stop()
            return outcome(place, first, exit=status)

    return question


def no_camera(place):
    with Daemon(place, f"v4l2:{place.folder}/no-camera") as daemon:
        status = daemon.until(lambda status: status["camera"]["state"] not in ("starting",), "a camera's state")
        answers = {"status": results.status(status, START)}
        answers["calibrate"] = place.tell("calibrate", "--seconds", "10")
        answers["pause"] = place.tell("pause", "30s")
        answers["status, paused"] = results.status(place.ask("status"), START)
        answers["exit"] = daemon.stop()
        return outcome(place, daemon, **answers)


def reloaded(place):
    path = pathlib.Path(f"{place.folder}/settings.toml")
    path.write_text("[mood]\nwindow_seconds = 30\n")
    with Daemon(place, MOMENT, "--config", str(path)) as daemon:
        daemon.ended()
        answers = {}
        for name, text in {"unknown key": "[mood]\nwindw_seconds = 30\n", "out of range": "[mood]\nthreshold = 7\n",
                           "no TOML": "[mood\n", "another source": "[camera]\nsource = \"v4l2:auto\"\n",
                           "good again": "[mood]\nwindow_seconds = 40\n"}.items():
            path.write_text(text)
            answers[name] = place.tell("reload")
        answers["exit"] = daemon.stop()
        return outcome(place, daemon, **answers)


def asked(place):
    """Everything that is answered with an error, or only with a word."""
    with Daemon(place, MOMENT) as daemon:
        daemon.ended()
        answers = {}
        for words in ("like 99", "like no-such-title", "like spotify:track:none", "dislike", "taste --forget 7",
                      "regenerate --mood bored", "calibrate --seconds 10", "login --no-open", "logout", "pause 0s",
                      "pause long", "history --plot /no/folder/x.svg", "taste --reset --forget 1", "status", "playlist",
                      "taste", "like 1", "dislike 2", "taste", "like 1 --clear", "reload", "resume"):
            name = words if words not in answers else f"{words}, again"
            answers[name] = without_usage(place.tell(*words.split()))
        daemon.stop()
        return outcome(place, daemon, **answers)


def alone(place):
    """emotunesctl without a daemon."""
    pathlib.Path(f"{place.folder}/words.csv").write_text("colour,size\nred,3\n")
    pathlib.Path(f"{place.folder}/cut.csv").write_text('artist,title\nSomebody,"no end\n')
    pathlib.Path(f"{place.folder}/good.csv").write_text("artist,title\nSomebody,Something\n,Nothing\n")
    answers = {}
    for words in ("status", "playlist", "history", "watch", "pause", "regenerate --mood happy", "login", "taste"):
        answers[words] = place.tell(*words.split())
    for words in ("", "dance", "status --loud", "regenerate --mood bored", "pause 3 4", "catalogue", "catalogue import",
                  "catalogue import no-such.csv", "catalogue import words.csv", "catalogue import cut.csv",
                  "catalogue import good.csv", "catalogue import good.csv words.csv", "catalogue info",
                  "catalogue forget", "catalogue forget no-such.csv", "catalogue forget good.csv",
                  "catalogue report --out /proc/none", "camera list --json"):
        state = ["--state-dir", place.state] if words.startswith("catalogue ") else []
        answers[f"emotunesctl {words}"] = without_usage(place.run("emotunesctl", *words.split(), *state))
    for words in ("--version", "--no-such-option", "--set camera.when", "--set camera.when=sometimes", "--check"):
        arguments = words.split() + (["--state-dir", place.state, "--socket", place.socket] if "check" in words else [])
        answers[f"emotunesd {words}"] = place.run("emotunesd", *arguments)
    # It says no more than the version.
    answers["emotunesd --version"]["output"] = "left out"
    return masked(answers)


def interrupted(place):
    """Asked to end in the middle of a recording, started again, and ended by another signal."""
    source = "demo:happy=2000,sad=2000"
    answers = {}
    with Daemon(place, source) as daemon:
        daemon.until(lambda status: status["camera"]["state"] == "streaming", "a stream")
        answers["first exit"] = daemon.stop()
    with Daemon(place, source, "--until-end", settings=["playlist.file=false"]) as daemon:
        daemon.until(lambda status: status["camera"]["state"] == "streaming", "a stream")
        daemon.process.send_signal(2)
        answers["second exit"] = daemon.wait()
    return outcome(place, daemon, **answers)


SITUATIONS = {
    "an unknown key": start(config="[mood]\nwindow_seconds = 30\nthreshhold = 0.4\n"),
    "a value of the wrong type": start(config="[camera]\nlooks_per_second = \"two\"\n"),
    "a value out of range": start("--set", "mood.threshold=9"),
    "settings that are no TOML": start(config="[mood\nx = \n"),
    "a settings file that is not there": start("--config", "/no/such/file.toml"),
    "an unknown option": start("--dance"),
    "a source that is none": start(source="telepathy:now"),
    "a recording that is not there": start(source="video:/no/such/film.mp4"),
    "a recording that is none": start(source="video:{place.log}"),
    "a folder without pictures": start(source="images:{place.folder}"),
    "no models": start(more={"EMOTUNES_DATA_DIR": "{place.folder}/empty"}, before=no_models),
    "a damaged starter list": start(more={"EMOTUNES_DATA_DIR": "{place.folder}/data"}, before=bad_starter),
    "a state folder below a file": start(state="{place.clock}/state"),
    "a state folder that cannot be written": start(prepare=as_nobody, before=read_only),
    "a damaged history": start("--until-end", before=damaged("emotunes.sqlite")),
    "a damaged catalogue": start("--until-end", before=damaged("catalogue.sqlite")),
    "a file where the socket belongs": start(before=occupied),
    "too few descriptors": None,
    "a recording that ends": start("--until-end"),
    "a second daemon on the state": second(socket="{place.folder}/other"),
    "a second daemon on the socket": second(state="{place.folder}/other"),
    "no camera": no_camera,
    "settings reloaded": reloaded,
    "a daemon asked what it refuses": asked,
    "the command line alone": alone,
    "asked to end": interrupted,
}


def few_descriptors():
    import resource
    resource.setrlimit(resource.RLIMIT_NOFILE, (24, 24))


SITUATIONS["too few descriptors"] = start(prepare=few_descriptors)


def situations(context):
    yield from SITUATIONS.items()
