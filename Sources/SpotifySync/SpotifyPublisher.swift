import Emotions
import Foundation
import Publishing
import Songs
import SpotifyWebAPI
import StateStore

/// Brings the playlist in the account up to the newest wish: whatever happened before, it ends as that playlist, once.
struct SpotifyPublisher: Sendable {
    let client: SpotifyClient
    let store: StateStore
    let replacements: any ReplacementSource
    let template: PlaylistTemplate
    /// Days; 0: one playlist for good, else another for every wish.
    var keepDays = 0.0
    let now: @Sendable () -> Date

    /// What is known of the playlist in the account.
    struct Facts: Codable, Hashable {
        var playlistID: String?
        /// In the description of a playlist being made: by it one is found again whose request was never answered. Kept
        /// before the request goes out, gone once the id is kept.
        var mark: String?
        var name: String?
        var description: String?
        /// The wish it was filled for last.
        var wish: Int64?
        /// The mood of the cover it has.
        var cover: Emotion?
        /// Playlists of ours from before, oldest first; nil: there are none.
        var earlier: [Earlier]?

        /// Every playlist of ours, the present one first.
        var all: [String] { (playlistID.map { [$0] } ?? []) + (earlier ?? []).reversed().map(\.id) }

        /// Nothing is known any more of the present playlist.
        mutating func forgetPlaylist() { self = Facts(earlier: earlier) }
    }

    /// A playlist of ours that gave way to another.
    struct Earlier: Codable, Hashable {
        var id: String
        /// When it gave way.
        var at: Date
    }

    private var ledger: PublishingLedger { PublishingLedger(target: SpotifyTarget.name, store: store) }

    private static let factsName = "spotify_playlist"
    /// How often tracks that are not to be had are replaced by others before a shorter list will do.
    private static let rounds = 5

    /// Publishes the newest wish.
    ///
    /// - Returns: the playlist now in the account; nil if there is nothing to do.
    /// - Throws: `SpotifyError`, `StorageError`. The wish stays open then.
    func publish() async throws -> PlaylistRecord? {
        guard let (record, wish) = try await ledger.openWish() else { return nil }
        let playlist = try await playable(wish)
        let uris = playlist.tracks.compactMap { $0.identity.spotifyID.map { "spotify:track:" + $0 } }
        guard !uris.isEmpty else {
            throw SpotifyError(.notFound, "Spotify has none of the playlist's songs")
        }
        var facts = try await facts()
        if let id = facts.playlistID, keepDays > 0, let last = facts.wish, last != playlist.id {
            facts.forgetPlaylist()
            facts.earlier = (facts.earlier ?? []) + [Earlier(id: id, at: now())]
            try await keep(facts)
        } else if let id = facts.playlistID, try await isDeleted(id) {
            // A deleted playlist would still take the songs, but the person would not see them.
            facts.forgetPlaylist()
            try await keep(facts)
        }
        var id = try await playlistID(&facts, for: playlist)
        if try await !fill(id, with: uris) {
            facts.forgetPlaylist()
            try await keep(facts)
            id = try await playlistID(&facts, for: playlist)
            _ = try await client.replaceItems(of: id, with: uris)
        }
        try await describe(id, &facts, playlist)
        let isShown = try await ledger.notePublished(
            record,
            detail: uris.count == playlist.tracks.count ? "" : "\(uris.count) of \(playlist.tracks.count) songs",
            url: "https://open.spotify.com/playlist/" + id, at: now())
        // A newer wish may have come meanwhile: then this one counts for nothing.
        return isShown ? playlist : nil
    }

    /// Whether the person deleted it. Two answers have to agree before another one is made.
    private func isDeleted(_ id: String) async throws(SpotifyError) -> Bool {
        guard try await client.isInLibrary(playlist: id) == false else { return false }
        return try await !client.lists(playlist: id)
    }

    /// False if there is no such playlist any more.
    private func fill(_ id: String, with uris: [String]) async throws(SpotifyError) -> Bool {
        do throws(SpotifyError) {
            _ = try await client.replaceItems(of: id, with: uris)
            return true
        } catch {
            guard error.code == .notFound else { throw error }
            return false
        }
    }

    /// The playlist's id: kept, found again, or fresh.
    private func playlistID(_ facts: inout Facts, for playlist: PlaylistRecord) async throws -> String {
        if let id = facts.playlistID { return id }
        if let mark = facts.mark, let id = try await client.findPlaylist(marked: mark) {
            facts.forgetPlaylist()
            facts.playlistID = id
            try await keep(facts)
            return id
        }
        var generator = SystemRandomNumberGenerator()
        let mark = facts.mark ?? "EmoTunes \(RandomText.draw(using: &generator).filter(\.isLetter).prefix(12))"
        facts.forgetPlaylist()
        facts.mark = mark
        try await keep(facts)
        let id = try await client.createPlaylist(name: template.name(for: playlist), description: mark)
        facts.forgetPlaylist()
        facts.playlistID = id
        facts.name = template.name(for: playlist)
        try await keep(facts)
        return id
    }

    private func describe(_ id: String, _ facts: inout Facts, _ playlist: PlaylistRecord) async throws {
        let (name, description) = (template.name(for: playlist), template.description(for: playlist))
        guard facts.name != name || facts.description != description || facts.wish != playlist.id else { return }
        if facts.name != name || facts.description != description {
            try await client.describe(playlist: id, name: name, description: description)
        }
        facts.name = name
        facts.description = description
        facts.wish = playlist.id
        try await keep(facts)
    }

    /// The playlist with an id for every track that Spotify has, and other tracks for those it has not.
    private func playable(_ wish: PlaylistRecord) async throws -> PlaylistRecord {
        var playlist = wish
        let resolver = TrackResolver(client: client, store: store, now: now)
        for round in 0... {
            let known = KnownIdentifiers(found: try await store.resolutions(now: now()))
            var used: Set<String> = []
            var missing: [Int] = []
            var refusal: SpotifyError?
            for (index, track) in playlist.tracks.enumerated() {
                let id: String?
                if let given = track.identity.spotifyID {
                    id = given
                } else if let key = track.identity.nameKey, let answer = known.found[key] {
                    id = answer
                } else {
                    do {
                        id = try await resolver.resolve(
                            title: track.title, artists: track.artists, nameKey: track.identity.nameKey)
                    } catch let error as SpotifyError where error.code == .badRequest {
                        // One odd name must not hold up the others.
                        (id, refusal) = (nil, error)
                    }
                }
                if let id, used.insert(id).inserted {
                    playlist.tracks[index].identify(as: id)
                } else {
                    missing.append(index)
                }
            }
            if missing.isEmpty { break }
            // Where every search is refused, the names are not what is wrong.
            if let refusal, used.isEmpty { throw refusal }
            let others =
                round < Self.rounds ? try await replacements.replacements(missing.count, in: playlist, now: now()) : []
            for (index, other) in zip(missing, others) { playlist.tracks[index] = other }
            if others.count < missing.count {
                let gaps = Set(missing.dropFirst(others.count))
                playlist.tracks = playlist.tracks.enumerated().filter { !gaps.contains($0.offset) }.map(\.element)
            }
            if others.isEmpty { break }
        }
        if playlist != wish {
            try await store.replaceTracks(
                ofPlaylist: playlist.id, with: playlist.tracks, for: SpotifyTarget.name, at: playlist.at)
        }
        return playlist
    }

    /// Asks Spotify for names and covers of the playlist's tracks, if any is missing.
    ///
    /// - Returns: whether something new was learnt.
    func learnNames(of playlist: PlaylistRecord) async throws -> Bool {
        let ids = playlist.tracks.compactMap(\.identity.spotifyID)
        let known = try await store.details(of: ids)
        guard ids.contains(where: { known[$0] == nil }), let id = try await facts().playlistID else { return false }
        let tracks = try await client.items(ofPlaylist: id)
        try await store.keep(
            tracks.map {
                TrackDetail(
                    spotifyID: $0.id, title: $0.title, artists: $0.artists, album: $0.album, coverURL: $0.coverURL)
            }, for: SpotifyTarget.name, at: now())
        return !tracks.isEmpty
    }

    /// What is known of the playlist in the account; nothing where it cannot be read: better a second playlist than none.
    func facts() async throws -> Facts {
        do {
            return try await keptFacts() ?? Facts()
        } catch is DecodingError {
            return Facts()
        }
    }

    /// What was kept; nil where nothing was.
    ///
    /// - Throws: `DecodingError` where it cannot be read, `StorageError`.
    func keptFacts() async throws -> Facts? {
        guard let kept = try await store.snapshot(named: Self.factsName) else { return nil }
        return try JSONDecoder().decode(Facts.self, from: kept.content)
    }

    func keep(_ facts: Facts) async throws {
        try await store.keepDurably(try JSONEncoder().encode(facts), named: Self.factsName, at: now())
    }
}

extension RecordedTrack {
    /// Gives the track the id it is played by.
    mutating func identify(as id: String) {
        identity.spotifyID = id
        uri = "spotify:track:" + id
        url = "https://open.spotify.com/track/" + id
    }
}
