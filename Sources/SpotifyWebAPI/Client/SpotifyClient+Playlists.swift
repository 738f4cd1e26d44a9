// The playlist of ours: made, found again, filled, described, read.
extension SpotifyClient {
    /// Makes an empty private playlist. After a failure that `mayHaveHappened` it may be there all the same: look for
    /// its description before making another.
    package func createPlaylist(name: String, description: String) async throws(SpotifyError) -> String {
        let reply = try await call(
            "POST", "/me/playlists", body: .json(NewPlaylistRequest(name: name, description: description)),
            as: PlaylistObject.self)
        guard let id = reply?.id, SpotifyID.isValid(id) else {
            var error = SpotifyError(.server, "Spotify made a playlist but did not say which")
            error.mayHaveHappened = true
            throw error
        }
        return id
    }

    /// What is told of a playlist, its songs left out.
    package struct PlaylistFacts: Sendable, Hashable {
        package var id: String
        /// Nil where Spotify does not say, as are all that follow.
        package var name: String?
        package var description: String?
        package var isPublic: Bool?
        /// The user id.
        package var owner: String?
        /// How many songs it has.
        package var count: Int?

        init?(_ object: PlaylistObject) {
            guard let id = object.id, SpotifyID.isValid(id) else { return nil }
            self.id = id
            (name, description, isPublic) = (object.name, object.description, object.isPublic)
            (owner, count) = (object.owner, object.count)
        }
    }

    /// The ids of the account's playlists whose description holds `mark`, among the first 200.
    package func findPlaylists(marked mark: String) async throws(SpotifyError) -> [PlaylistFacts] {
        try await listed { $0.description?.contains(mark) == true }
    }

    /// Whether the account's first 200 playlists hold that one.
    package func lists(playlist id: String) async throws(SpotifyError) -> Bool {
        try await !listed { $0.id == id }.isEmpty
    }

    private func listed(where isWanted: (PlaylistFacts) -> Bool) async throws(SpotifyError) -> [PlaylistFacts] {
        var found: [PlaylistFacts] = []
        for page in 0..<4 {
            let reply = try await call(
                "GET", "/me/playlists", query: [("limit", "50"), ("offset", String(page * 50))],
                as: PageReply<PlaylistObject>.self)
            found += (reply?.items ?? []).compactMap(PlaylistFacts.init).filter(isWanted)
            if reply?.next == nil { break }
        }
        return found
    }

    /// What is told of one playlist; nil where Spotify does not say.
    package func facts(ofPlaylist id: String) async throws(SpotifyError) -> PlaylistFacts? {
        do {
            return try await call(
                "GET", "/playlists/\(id)", query: [("fields", "id,name,description,public,owner(id)")],
                as: PlaylistObject.self
            ).flatMap(PlaylistFacts.init)
        } catch {
            if !error.concernsSignIn, [.forbidden, .notFound, .badRequest].contains(error.code) { return nil }
            throw error
        }
    }

    /// Whether the playlist is among those the account shows: deleting one only takes it out of there. Nil if Spotify
    /// does not say.
    package func isInLibrary(playlist id: String) async throws(SpotifyError) -> Bool? {
        do {
            let reply = try await call(
                "GET", "/me/library/contains", query: [("uris", "spotify:playlist:\(id)")], as: LossyList<Bool>.self)
            return reply?.elements.first ?? nil
        } catch {
            // It is only asked to be sure; without an answer the playlist is taken to be there.
            if !error.concernsSignIn, [.server, .forbidden, .notFound, .badRequest].contains(error.code) { return nil }
            throw error
        }
    }

    /// Replaces everything in the playlist in one request, so that the listener never sees half a list.
    ///
    /// - Parameter uris: 100 at most.
    /// - Returns: Spotify's name for this state of the playlist, where it gives one.
    package func replaceItems(of id: String, with uris: [String]) async throws(SpotifyError) -> String? {
        try await call("PUT", "/playlists/\(id)/items", body: .json(["uris": uris]), as: SnapshotReply.self)?.snapshotID
    }

    /// Gives the playlist a name and a description; nil leaves one as it is.
    package func describe(playlist id: String, name: String?, description: String?) async throws(SpotifyError) {
        var words: [String: String] = [:]
        words["name"] = name
        words["description"] = description
        guard !words.isEmpty else { return }
        _ = try await call("PUT", "/playlists/\(id)", body: .json(words), expecting: .acknowledgement)
    }

    /// Gives the playlist a cover.
    ///
    /// - Parameter jpeg: at most 192,000 bytes: Spotify takes 256 KB of base64, four letters for three bytes.
    package func setCover(ofPlaylist id: String, to jpeg: [UInt8]) async throws(SpotifyError) {
        _ = try await call("PUT", "/playlists/\(id)/images", body: .jpeg(jpeg), expecting: .acknowledgement)
    }

    /// Takes a playlist out of the account's library, which is what deleting one means.
    package func remove(playlist id: String) async throws(SpotifyError) {
        _ = try await call(
            "DELETE", "/me/library", query: [("uris", "spotify:playlist:\(id)")], expecting: .acknowledgement)
    }

    /// The first tracks of a playlist; Spotify tells them of one's own only.
    package func items(ofPlaylist id: String, limit: Int = 50) async throws(SpotifyError) -> [SpotifyTrack] {
        let reply = try await call(
            "GET", "/playlists/\(id)/items", query: [("limit", String(limit))], as: PageReply<TrackEntry>.self)
        return (reply?.items ?? []).compactMap { ($0.item ?? $0.track)?.track }
    }

    /// Tracks that may be the one named, the likeliest first as Spotify sees it; ten at most.
    package func search(_ text: String) async throws(SpotifyError) -> [SpotifyTrack] {
        let reply = try await call(
            "GET", "/search", query: [("q", text), ("type", "track"), ("limit", "10")], as: SearchReply.self)
        return (reply?.tracks?.items ?? []).compactMap(\.track)
    }
}
