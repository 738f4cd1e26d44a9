"""Spotify on loopback, accounts service and Web API in one, as far as the product uses it: keeps one account, writes
down every request, and goes wrong when told to. Its tokens, codes and ids are the same in every run."""

import base64
import hashlib
import http.client
import http.server
import json
import re
import threading
import time
import urllib.parse

CLIENT = "0123456789abcdef0123456789abcdef"
SCOPES = ("playlist-modify-private playlist-read-private ugc-image-upload user-library-modify user-library-read "
          "user-modify-playback-state user-read-playback-state user-read-private user-read-recently-played "
          "user-top-read")


def identifier(name):
    """22 base-62 characters, the same for the same name."""
    digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    return "".join(digits[byte % 62] for byte in hashlib.sha256(name.encode()).digest()[:22])


class FakeSpotify:
    def __init__(self):
        self.lock = threading.RLock()
        self.requests, self.faults = [], []
        self.last = time.monotonic()
        self.playlists, self.known, self.hidden = {}, {}, set()
        self.access, self.refresh, self.codes = set(), set(), {}
        self.number = 0
        self.recent, self.top, self.saved, self.player = [], [], [], None
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def serve(self):
                outer.serve(self)

            do_GET = do_PUT = do_POST = do_DELETE = serve

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        self.base = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    @property
    def settings(self):
        return [f"spotify.client_id={CLIENT}", f"spotify.api_url={self.base}/v1",
                f"spotify.accounts_url={self.base}/accounts"]

    # What the scenarios do to it.

    def fail(self, method, path, status=None, count=1, headers=None, body=None, carried_out=False):
        """The next `count` requests whose path matches are answered so; no status: the connection is cut."""
        self.faults.append({"method": method, "path": path, "status": status, "count": count,
                            "headers": headers or {}, "body": body, "carried out": carried_out})

    def issue_refresh(self):
        self.number += 1
        self.refresh.add(f"planted-refresh-{self.number}")
        return f"planted-refresh-{self.number}"

    def count(self, method, path):
        with self.lock:
            return sum(line["method"] == method and re.fullmatch(path, line["path"]) is not None
                       for line in self.requests)

    def quiet(self, seconds=1.3):
        """Whether nothing has come for so long."""
        return time.monotonic() - self.last > seconds

    def visit(self, url):
        """What a person's browser does: follows redirects; the last page's status and text."""
        for _ in range(5):
            parts = urllib.parse.urlsplit(url)
            connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=20)
            connection.request("GET", f"{parts.path}?{parts.query}" if parts.query else parts.path)
            reply = connection.getresponse()
            page = reply.read().decode(errors="replace")
            connection.close()
            if reply.status not in (301, 302, 303, 307):
                return reply.status, page
            url = reply.headers["Location"]
        raise OSError("redirected in a circle")

    # Requests.

    def serve(self, handler):
        length = int(handler.headers.get("Content-Length") or 0)
        body = handler.rfile.read(length)
        parts = urllib.parse.urlsplit(handler.path)
        query = dict(urllib.parse.parse_qsl(parts.query, keep_blank_values=True))
        with self.lock:
            self.requests.append(self.described(handler, parts.path, query, body))
            self.last = time.monotonic()
            fault = next((fault for fault in self.faults if fault["method"] == handler.command
                          and re.fullmatch(fault["path"], parts.path)), None)
            if fault:
                fault["count"] -= 1
                if fault["count"] <= 0:
                    self.faults.remove(fault)
            if fault and not fault["carried out"]:
                answer = fault["status"], fault["body"], fault["headers"]
            else:
                answer = self.respond(handler, parts.path, query, body)
                if fault:
                    answer = fault["status"], fault["body"], fault["headers"]
        status, content, headers = answer
        if status is None:
            handler.close_connection = True
            handler.connection.close()
            return
        data = b"" if content is None else json.dumps(content).encode()
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        if data:
            handler.send_header("Content-Type", "application/json; charset=utf-8")
        handler.send_header("Content-Length", str(len(data)))
        handler.end_headers()
        handler.wfile.write(data)

    def described(self, handler, path, query, body):
        """A request without what is drawn by lot: the sign-in's state, proof and port, a new playlist's mark; and
        without the bytes of a cover, which may be drawn by another encoder."""
        text = body.decode(errors="replace")
        if handler.headers.get("Content-Type") == "application/x-www-form-urlencoded":
            text = dict(urllib.parse.parse_qsl(text, keep_blank_values=True))
            if "code_verifier" in text:
                text["code_verifier"] = f"{len(text['code_verifier'])} characters"
            if "redirect_uri" in text:
                text["redirect_uri"] = re.sub(r":\d+", ":PORT", text["redirect_uri"])
        elif path.endswith("/images"):
            text = "a JPEG" if base64.b64decode(body or b"").startswith(b"\xff\xd8\xff") else "no JPEG"
        elif text:
            text = json.loads(text)
            if re.fullmatch(r"EmoTunes [A-Za-z]{12,}|EmoTunes [A-Za-z]+", text.get("description", "")):
                text["description"] = "EmoTunes MARK"
        query = {name: "DRAWN" if name in ("state", "code_challenge") else re.sub(r"(127\.0\.0\.1):\d+", r"\1:PORT", value)
                 for name, value in query.items()}
        return {"method": handler.command, "path": path, "query": query, "body": text,
                "token": handler.headers.get("Authorization"), "type": handler.headers.get("Content-Type"),
                "accept": handler.headers.get("Accept"),
                "agent": re.sub(r"\d+\.\d+\.\d+", "VERSION", handler.headers.get("User-Agent", ""))
                if path.startswith(("/v1", "/accounts/api")) else None}

    def respond(self, handler, path, query, body):
        if path == "/accounts/authorize":
            return self.authorize(query)
        if path == "/accounts/api/token":
            return self.token(dict(urllib.parse.parse_qsl(body.decode(), keep_blank_values=True)))
        if (handler.headers.get("Authorization") or "").removeprefix("Bearer ") not in self.access:
            return 401, {"error": {"status": 401, "message": "The access token expired"}}, {}
        document = json.loads(body) if body and not path.endswith("/images") else {}
        return self.api(handler.command, path.removeprefix("/v1/").split("/"), query, document)

    def authorize(self, query):
        self.number += 1
        code = f"planted-code-{self.number}"
        self.codes[code] = query["code_challenge"]
        reply = urllib.parse.urlencode({"code": code, "state": query["state"]})
        return 302, None, {"Location": f"{query['redirect_uri']}?{reply}"}

    def token(self, form):
        if form.get("grant_type") == "refresh_token":
            if form.get("refresh_token") not in self.refresh:
                return 400, {"error": "invalid_grant", "error_description": "as planted"}, {}
            self.refresh.discard(form["refresh_token"])
        else:
            challenge = self.codes.pop(form.get("code"), None)
            proof = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
            if challenge != base64.urlsafe_b64encode(proof).decode().rstrip("="):
                return 400, {"error": "invalid_grant", "error_description": "no such code"}, {}
        self.number += 1
        self.access.add(f"planted-access-{self.number}")
        return 200, {"access_token": f"planted-access-{self.number}", "token_type": "Bearer", "expires_in": 3600,
                     "scope": SCOPES, "refresh_token": self.issue_refresh()}, {}

    def api(self, method, parts, query, document):
        match method, parts:
            case "GET", ["me"]: return 200, {"id": "listener42", "type": "user"}, {}
            case "POST", ["me", "playlists"]:
                return 201, self.make(identifier(f"playlist {len(self.playlists)}"), **document), {}
            case "GET", ["me", "playlists"]:
                there = [self.shown(id) for id, playlist in self.playlists.items() if playlist["there"]]
                return 200, {"items": there, "next": None, "total": len(there)}, {}
            case "GET", ["me", "library", "contains"]:
                ids = [uri.split(":")[-1] for uri in query["uris"].split(",")]
                return 200, [self.playlists.get(id, {"there": False})["there"] for id in ids], {}
            case "DELETE", ["me", "library"]:
                for uri in query["uris"].split(","):
                    self.playlists[uri.split(":")[-1]]["there"] = False
                return 200, None, {}
            case "GET", ["me", "player", "recently-played"]:
                return 200, {"items": self.recent, "cursors": {"after": "1700000000000"}}, {}
            case "GET", ["me", "top", "tracks"]: return 200, {"items": self.top}, {}
            case "GET", ["me", "tracks"]: return 200, {"items": self.saved, "total": 0}, {}
            case "GET", ["me", "player"]: return (200, self.player, {}) if self.player else (204, None, {})
            case "PUT", ["me", "player", "play"]: return 204, None, {}
            case _, ["playlists", id, *_] if id not in self.playlists:
                return 404, {"error": {"status": 404, "message": "Resource not found"}}, {}
            case "PUT", ["playlists", id]:
                self.playlists[id].update(document)
                return 200, None, {}
            case "GET", ["playlists", id]: return 200, self.shown(id), {}
            case "PUT", ["playlists", id, "images"]: return 202, None, {}
            case "PUT", ["playlists", id, "items"]:
                self.playlists[id]["uris"] = document["uris"]
                return 200, {"snapshot_id": "snapshot"}, {}
            case "GET", ["playlists", id, "items"]:
                return 200, {"items": [{"item": self.track(uri.split(":")[-1])} for uri in self.playlists[id]["uris"]],
                             "next": None}, {}
            case "GET", ["search"]: return self.search(query["q"])
        return 404, {"error": {"status": 404, "message": "no such thing here"}}, {}

    def make(self, id, name="", description="", **_):
        self.playlists[id] = {"name": name, "description": description, "uris": [], "there": True}
        return self.shown(id)

    def shown(self, id):
        playlist = self.playlists[id]
        return {"id": id, "name": playlist["name"], "description": playlist["description"], "public": False,
                "owner": {"id": "listener42"}, "type": "playlist", "uri": f"spotify:playlist:{id}",
                "external_urls": {"spotify": f"https://open.spotify.com/playlist/{id}"}}

    def track(self, id):
        title, artist = self.known.get(id, (f"Title of {id}", f"Artist of {id}"))
        return {"id": id, "uri": f"spotify:track:{id}", "name": title, "type": "track", "artists": [{"name": artist}],
                "duration_ms": 200000, "album": {"name": f"Album of {title}", "images": [
                    {"url": f"https://i.scdn.co/image/{id}", "width": 300, "height": 300}]}}

    def search(self, text):
        match = re.search('track:"([^"]*)" artist:"([^"]*)"', text)
        if not match or match[1].lower() in self.hidden:
            return 200, {"tracks": {"items": []}}, {}
        id = identifier(f"{match[2]}|{match[1]}")
        self.known[id] = match[1], match[2]
        return 200, {"tracks": {"items": [self.track(identifier("someone else")), self.track(id), None]}}, {}
