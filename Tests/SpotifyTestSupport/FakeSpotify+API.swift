import Foundation
import SpotifyWebAPI
import Synchronization

// The Web API, as far as the product uses it.
extension FakeSpotify {
    func api(_ request: LoopbackServer.Request, _ path: String, _ rights: Rights) -> LoopbackServer.Answer {
        let query = PercentEncoding.pairs(request.query[...]) ?? [:]
        let body = JSON(parsing: request.body) ?? .null
        let parts = path.split(separator: "/").map(String.init)
        switch (request.method, parts.first, parts.count) {
        case ("GET", "me", 1): return .json(200, ["id": .string(rights.user), "type": "user"])
        case ("POST", "me", 2) where parts[1] == "playlists": return create(body, rights)
        case ("GET", "me", 2) where parts[1] == "playlists": return list(rights)
        case ("GET", "me", 3) where parts[1] == "library": return contains(query, rights)
        case ("GET", "me", 3) where parts[2] == "recently-played":
            return .json(200, ["items": .array(state.withLock { $0.recent }), "cursors": ["after": "1700000000000"]])
        case ("GET", "me", 3) where parts[1] == "top":
            return .json(200, ["items": .array(state.withLock { $0.top })])
        case ("GET", "me", 2) where parts[1] == "tracks":
            return .json(200, ["items": .array(state.withLock { $0.saved }), "total": 0])
        case ("GET", "me", 2) where parts[1] == "player":
            let player = state.withLock { $0.player }
            return player.isNull ? LoopbackServer.Answer(204) : .json(200, player)
        case ("PUT", "me", 3) where parts[2] == "play" || parts[2] == "pause": return LoopbackServer.Answer(204)
        case ("POST", "me", 3) where parts[2] == "next": return LoopbackServer.Answer(204)
        case ("PUT", "playlists", _) where refusal(parts[1], rights) != nil:
            return refusal(parts[1], rights) ?? LoopbackServer.Answer(500)
        case ("PUT", "playlists", 2): return describe(parts[1], body)
        case ("PUT", "playlists", 3) where parts[2] == "images": return takeCover(parts[1], request)
        case ("PUT", "playlists", 3): return replace(parts[1], body)
        case ("DELETE", "me", 2) where parts[1] == "library": return remove(query)
        case ("GET", "playlists", 2):
            return allPlaylists.first { $0.id == parts[1] }.map { .json(200, json($0)) }
                ?? .failure(404, "Resource not found")
        case ("GET", "playlists", 3): return items(parts[1])
        case ("GET", "search", 1): return search(query["q"] ?? "")
        default: return .failure(404, "this fake knows no \(request.method) \(path)")
        }
    }

    /// A playlist is changed by its owner only, and one that is public needs a permission of its own.
    private func refusal(_ id: String, _ rights: Rights) -> LoopbackServer.Answer? {
        guard let playlist = allPlaylists.first(where: { $0.id == id }) else { return nil }
        if playlist.owner != rights.user { return .failure(403, "You cannot change a playlist you don't own.") }
        let scope = playlist.isPublic ? "playlist-modify-public" : "playlist-modify-private"
        return rights.scopes.contains(scope) ? nil : .failure(403, "Insufficient client scope")
    }

    private func create(_ body: JSON, _ rights: Rights) -> LoopbackServer.Answer {
        let playlist = state.withLock { state in
            state.number += 1
            let playlist = Playlist(
                id: Self.identifier("playlist \(state.number)"), name: body["name"].string ?? "",
                description: body["description"].string ?? "", isPublic: body["public"].bool ?? true,
                owner: rights.user)
            state.playlists.append(playlist)
            return playlist
        }
        return .json(201, json(playlist))
    }

    private func json(_ playlist: Playlist) -> JSON {
        [
            "id": .string(playlist.id), "name": .string(playlist.name), "description": .string(playlist.description),
            "public": .bool(playlist.isPublic), "owner": ["id": .string(playlist.owner)],
            "type": "playlist", "items": ["total": .number(Double(playlist.uris.count))],
            "uri": .string("spotify:playlist:\(playlist.id)"),
            "external_urls": ["spotify": .string("https://open.spotify.com/playlist/\(playlist.id)")],
        ]
    }

    private func shown(to rights: Rights) -> [Playlist] {
        allPlaylists.filter { $0.isInLibrary && $0.owner == rights.user }
    }

    private func list(_ rights: Rights) -> LoopbackServer.Answer {
        let isLate = state.withLock { state in
            defer { state.lag = max(0, state.lag - 1) }
            return state.lag > 0
        }
        let playlists = shown(to: rights).dropLast(isLate ? 1 : 0)
        return .json(
            200,
            [
                "href": .string("\(apiURL)/users/\(rights.user)/playlists?offset=0&limit=50"),
                "items": .array(playlists.map(json)), "next": .null, "total": .number(Double(playlists.count)),
            ])
    }

    private func contains(_ query: [String: String], _ rights: Rights) -> LoopbackServer.Answer {
        let uris = (query["uris"] ?? "").split(separator: ",")
        let known = Set(shown(to: rights).map { "spotify:playlist:\($0.id)" })
        return .json(200, .array(uris.map { .bool(known.contains(String($0))) }))
    }

    private func remove(_ query: [String: String]) -> LoopbackServer.Answer {
        for uri in (query["uris"] ?? "").split(separator: ",") {
            let id = String(uri.split(separator: ":").last ?? "")
            if !change(id, { $0.isInLibrary = false }) { note(defect: "DELETE /me/library: \(uri) is not ours") }
        }
        return LoopbackServer.Answer(200)
    }

    /// The document says of a cover only that it is base64 of a JPEG, 256 KB at most.
    private func takeCover(_ id: String, _ request: LoopbackServer.Request) -> LoopbackServer.Answer {
        guard let picture = Data(base64Encoded: Data(request.body)), picture.starts(with: [0xFF, 0xD8, 0xFF]),
            request.headers["content-type"] == "image/jpeg", request.body.count <= 256_000
        else {
            note(defect: "PUT /playlists/{playlist_id}/images: no JPEG in base64, or too long")
            return .failure(400, "Bad image")
        }
        let found = change(id) { $0.covers.append(Array(picture)) }
        return found ? LoopbackServer.Answer(202) : .failure(404, "Resource not found")
    }

    private func change(_ id: String, _ body: (inout Playlist) -> Void) -> Bool {
        state.withLock { state in
            guard let index = state.playlists.firstIndex(where: { $0.id == id }) else { return false }
            body(&state.playlists[index])
            return true
        }
    }

    private func describe(_ id: String, _ body: JSON) -> LoopbackServer.Answer {
        let found = change(id) { playlist in
            if let name = body["name"].string { playlist.name = name }
            if let description = body["description"].string { playlist.description = description }
        }
        return found ? LoopbackServer.Answer(200) : .failure(404, "Resource not found")
    }

    private func replace(_ id: String, _ body: JSON) -> LoopbackServer.Answer {
        let uris = body["uris"].elements.compactMap(\.string)
        guard uris.count <= 100, uris.allSatisfy({ $0.wholeMatch(of: /spotify:track:[A-Za-z0-9]{22}/) != nil }) else {
            note(defect: "PUT /playlists/{playlist_id}/items: a uri is none, or there are too many")
            return .failure(400, "Invalid track uri")
        }
        let (dead, namesDead) = state.withLock { ($0.dead, $0.namesDead) }
        if let one = uris.first(where: { dead.contains(String($0.dropFirst(14))) }) {
            return .failure(400, namesDead ? "Payload contains a non-existing ID: \(one)" : "Invalid request")
        }
        let found = change(id) {
            $0.uris = uris
            $0.replacements += 1
        }
        return found
            ? .json(200, ["snapshot_id": .string("snapshot-\(UInt32.random(in: 0...UInt32.max))")])
            : .failure(404, "Resource not found")
    }

    private func items(_ id: String) -> LoopbackServer.Answer {
        guard let playlist = allPlaylists.first(where: { $0.id == id }) else { return .failure(404, "Not found") }
        return .json(
            200,
            [
                "items": .array(playlist.uris.map { ["item": track(String($0.split(separator: ":")[2]))] }),
                "next": .null,
            ]
        )
    }

    /// A track as the API tells it. Fields that Spotify has taken away are not there.
    private func track(_ id: String) -> JSON {
        let (title, artist) = state.withLock { $0.known[id] } ?? ("Title of \(id)", "Artist of \(id)")
        return [
            "id": .string(id), "uri": .string("spotify:track:\(id)"), "name": .string(title), "type": "track",
            "artists": [["name": .string(artist)]], "duration_ms": 200_000,
            "album": [
                "name": .string("Album of \(title)"),
                "images": [["url": .string("https://i.scdn.co/image/\(id)"), "width": 300, "height": 300]],
            ],
        ]
    }

    private func search(_ text: String) -> LoopbackServer.Answer {
        guard let match = text.firstMatch(of: /track:"([^"]*)" artist:"([^"]*)"/) else {
            return .json(200, ["tracks": ["items": []]])
        }
        let (title, artist) = (String(match.1), String(match.2))
        if let planted = state.withLock({ $0.planted[title.lowercased()] }) {
            return .json(200, ["tracks": ["items": .array(planted)]])
        }
        let isHidden = state.withLock { $0.unfindable.contains(title.lowercased()) }
        if isHidden { return .json(200, ["tracks": ["items": []]]) }
        let id = Self.identifier("\(artist)|\(title)")
        state.withLock { $0.known[id] = (title, artist) }
        return .json(200, ["tracks": ["items": [track(Self.identifier("someone else")), track(id), .null]]])
    }

    /// 22 base-62 characters, the same for the same name.
    package static func identifier(_ name: String) -> String {
        let digits = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
        return String(Digest.sha256(Array(name.utf8)).prefix(22).map { digits[Int($0) % 62] })
    }
}
