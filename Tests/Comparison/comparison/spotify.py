"""The requests that Spotify sees, in the order it sees them."""

import csv
import pathlib
import re
import threading

from . import results
from .fake_spotify import FakeSpotify, identifier
from .programs import START, Daemon, Trouble
from .tables import MOMENT, made

ITEMS = r"/v1/playlists/\w+/items"


class Account:
    """A daemon with an account beside it."""

    def __init__(self, place, fake, settings=(), signed_in=True, names=None, table=None):
        self.place, self.fake = place, fake
        self.data(names, table)
        more = {}
        if signed_in:
            # As the service manager hands it over (LoadCredential=).
            credentials = pathlib.Path(place.folder) / "credentials"
            credentials.mkdir(exist_ok=True)
            (credentials / "spotify-refresh-token").write_text(fake.issue_refresh())
            more["CREDENTIALS_DIRECTORY"] = str(credentials)
        if table:
            place.json("emotunesctl", "catalogue", "import", table, "--state-dir", place.state)
        self.daemon = Daemon(place, MOMENT, settings=[*fake.settings, "spotify.cover=true", *settings], more=more)

    def data(self, names, table):
        """The build's own data with another starter list: `names`, or the first song of `table`, so that it brings no
        song without an id and nothing has to be searched for."""
        folder = pathlib.Path(self.place.folder) / "data"
        folder.mkdir(exist_ok=True)
        for entry in pathlib.Path(self.place.data).iterdir():
            if not entry.name.startswith(".") and entry.name != "starter-catalogue.csv":
                (folder / entry.name).symlink_to(entry)
        if table:
            with open(table, newline="") as file:
                row = next(csv.DictReader(file))
            names = [(row["artists"].strip("[]'").split("'")[0], row["name"])]
        with open(folder / "starter-catalogue.csv", "w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["artist", "title", "year", "genre", "language", "mood"])
            writer.writerows([artist, title, 1990, "pop", "english", "happy"] for artist, title in names)
        self.place.data = str(folder)

    def published(self, mood=None):
        """Waits until the newest playlist is in the account."""
        self.daemon.until(
            lambda status: status["playlist"] and mood in (None, status["playlist"]["mood"]) and any(
                target["target"] == "spotify" and target["state"] == "published"
                for target in status["playlist"]["publishing"]), "the published playlist")

    def quiet(self, seconds=1.3):
        """Waits until it asks for nothing more."""
        self.daemon.seen(lambda: self.fake.quiet(seconds), "an end of the requests")

    def seen(self, method, path, count=1):
        self.daemon.seen(lambda: self.fake.count(method, path) >= count, f"{method} {path}")

    def is_state(self, state):
        return self.daemon.until(lambda status: status["spotify"]["state"] == state, state)

    def regenerate(self, mood):
        self.place.ask("regenerate", "--mood", mood)


def masked(text):
    """Without the ports that were free and the mark that was drawn; and without the playlist that waits, which is named
    only if the account has looked at its wish since that was made: within a moment of each other, either may be first."""
    text = re.sub(r"; playlist \d+ waits", "", text)
    return re.sub(r"EmoTunes [A-Za-z]{8,12}\b", "EmoTunes MARK", re.sub(r"127\.0\.0\.1:\d+", "127.0.0.1:PORT", text))


def answers(account):
    """What there is to compare once a scenario is through."""
    status = results.status(account.place.ask("status"), START)
    told = {"requests": [line for line in account.fake.requests], "account": account.fake.playlists}
    told["status"] = {"spotify": status["spotify"], "publishing": status["playlist"]["publishing"]}
    account.daemon.stop()
    told["journal"] = [{name: masked(value) for name, value in entry.items()} for entry in account.place.entries()]
    return told


def scenario(name, **options):
    """Registers what happens to an account between the daemon's start and its end."""
    def register(body):
        SCENARIOS[name] = (body, options)
        return body

    return register


SCENARIOS = {}


@scenario("signed in through the browser, then out", signed_in=False)
def browser(account):
    account.is_state("signed_out")
    account.daemon.ended()
    url = account.daemon.call("BeginLogin")["parameters"]["url"]
    waiting = threading.Thread(target=account.daemon.call, args=("FinishLogin",))
    waiting.start()
    status, page = account.fake.visit(url)
    waiting.join(30)
    if status != 200 or "close this page" not in page:
        raise Trouble(f"the browser ended on {status}: {page[:200]}")
    account.published()
    account.quiet()
    account.place.tell("logout")
    account.is_state("signed_out")


@scenario("another playlist after the access token has run out")
def refreshed(account):
    account.published()
    account.quiet()
    account.place.step_clock(2 * 3600)
    account.regenerate("happy")
    account.published("happy")
    account.quiet()


@scenario("a token refused in between")
def refused(account):
    account.published()
    account.quiet()
    account.fake.access.clear()
    account.regenerate("sad")
    account.published("sad")
    account.quiet()


@scenario("429 with a time to wait", faults=[("PUT", ITEMS, {"status": 429, "headers": {"Retry-After": "7"},
                                                             "body": {"error": {"status": 429, "message": "slow"}}})])
def limited(account):
    account.is_state("rate_limited")
    account.place.step_clock(9)
    account.published()
    account.quiet()


@scenario("cut off three times", faults=[("PUT", ITEMS, {"count": 3})])
def offline(account):
    account.published()
    account.quiet()


@scenario("the server in trouble twice", faults=[("POST", "/v1/me/playlists", {"status": 503, "count": 2})])
def trouble(account):
    account.published()
    account.quiet()


@scenario("names that have to be searched for, two not to be had", names=26)
def searched(account):
    account.published()
    account.quiet(5.5)


@scenario("the playlist deleted by the person")
def deleted(account):
    account.published()
    account.quiet()
    for playlist in account.fake.playlists.values():
        playlist["there"] = False
    account.regenerate("angry")
    account.published("angry")
    account.quiet()


@scenario("a playlist made whose making was not seen", faults=[
    ("POST", "/v1/me/playlists", {"status": 502, "carried_out": True})])
def lost(account):
    account.published()
    account.quiet()


@scenario("a sign-in that is dead, and a new one")
def dead(account):
    account.published()
    account.quiet()
    account.fake.access.clear()
    account.fake.refresh.clear()
    account.regenerate("happy")
    account.is_state("expired")
    url = account.daemon.call("BeginLogin")["parameters"]["url"]
    waiting = threading.Thread(target=account.daemon.call, args=("FinishLogin",))
    waiting.start()
    account.fake.visit(url)
    waiting.join(30)
    account.published("happy")
    account.quiet()


@scenario("a playlist for every mood, the old ones removed", settings=["spotify.keep_days=1"])
def kept(account):
    for mood in ("happy", "sad", "fear"):
        account.published()
        account.quiet()
        account.place.step_clock(86_400 - 3600)
        account.regenerate(mood)
    account.published("fear")
    account.quiet()


@scenario("the player follows, and taste is read", settings=["playback.follow=now"])
def followed(account):
    account.published()
    account.quiet()
    fake = account.fake
    id = next(iter(fake.playlists))
    playing = fake.playlists[id]["uris"][0].split(":")[-1]
    fake.player = {"is_playing": True, "context": {"uri": f"spotify:playlist:{id}", "type": "playlist"},
                   "item": fake.track(playing), "progress_ms": 60_000}
    fake.top = [fake.track(uri.split(":")[-1]) for uri in fake.playlists[id]["uris"][:5]]
    fake.recent = [{"track": track, "played_at": "2030-03-17T12:00:00Z", "context": None} for track in fake.top]
    account.place.step_clock(86_400 + 60)
    account.regenerate("happy")
    account.published("happy")
    account.seen("PUT", "/v1/me/player/play")
    account.quiet()


def acted(context, body, options):
    def question(place):
        with FakeSpotify() as fake:
            for method, path, fault in options.get("faults", []):
                fake.fail(method, path, **fault)
            names, table = None, None
            if "names" in options:
                names = [(f"Singer {number}", f"Song number {number}") for number in range(options["names"])]
                fake.hidden = {"song number 3", "song number 11"}
            else:
                table = made(context, "tracks160k", 400, 31)
            account = Account(place, fake, options.get("settings", ()), options.get("signed_in", True), names, table)
            with account.daemon:
                body(account)
                return answers(account)

    return question


def scenarios(context):
    for name, (body, options) in SCENARIOS.items():
        yield name, acted(context, body, options)
