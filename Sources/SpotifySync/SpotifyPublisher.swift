import FoundationEssentials
import Publishing
import Songs
import SpotifyWebAPI
import StateStore

/// Brings the playlist in the account up to the newest wish: whatever happened before, it ends as that playlist, once.
struct SpotifyPublisher: Sendable {
    var client: SpotifyClient
    let store: StateStore
    let replacements: any ReplacementSource
    let template: PlaylistTemplate
    /// Days; 0: one playlist for good, else another for every wish.
    var keepDays = 0.0
    /// Whose playlist it is, and what may be in it.
    var scope = AccountScope()
    /// How long tracks of the catalogue last, in milliseconds.
    var durations: @Sendable ([Int64]) async throws -> [Int64: Int] = { _ in [:] }
    /// Says what a person should know of what was found and done.
    var say: @Sendable (String) -> Void = { _ in }
    let now: @Sendable () -> Date

    private var ledger: PublishingLedger { PublishingLedger(target: SpotifyTarget.name, store: store) }

    /// Publishes the newest wish.
    ///
    /// - Returns: the playlist now in the account; nil if there is nothing to do.
    /// - Throws: `SpotifyError`, `StorageError`. The wish stays open then.
    func publish() async throws -> PlaylistRecord? {
        guard let (record, wish) = try await ledger.openWish() else { return nil }
        var budget = SearchBudget()
        var playlist = try await playable(wish, without: [], &budget)
        guard !playlist.uris.isEmpty else {
            throw SpotifyError(
                .notFound,
                budget.isOutOfOrder
                    ? "Spotify's search finds nothing at all" : "Spotify has none of the playlist's songs")
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
        var news = ""
        switch try await fill(id, with: playlist, &budget) {
        case .filled(let filled): playlist = filled
        case .gone:
            facts.forgetPlaylist()
            try await keep(facts)
            (id, playlist) = try await fillAnother(&facts, playlist, &budget)
        case .forbidden(let error):
            guard let reason = try await whyForbidden(id, facts, error) else { throw error }
            news = try await release(id, for: reason, &facts)
            (id, playlist) = try await fillAnother(&facts, playlist, &budget)
        }
        try await describe(id, &facts, playlist)
        let count = playlist.uris.count
        let gaps = count < wish.tracks.count ? "\(count) of \(wish.tracks.count) songs" : ""
        if count < playlist.tracks.count {
            // The others are looked for next, a few at a time.
            try await ledger.noteTrouble(.pending, gaps + " so far", at: now())
            return nil
        }
        let isShown = try await ledger.notePublished(
            record, detail: [gaps, news].filter { !$0.isEmpty }.joined(separator: "; "),
            url: "https://open.spotify.com/playlist/" + id, at: now())
        // A newer wish may have come meanwhile: then this one counts for nothing.
        return isShown ? playlist : nil
    }

    /// Fills a new playlist in the place of one that cannot be had any more.
    private func fillAnother(
        _ facts: inout Facts, _ playlist: PlaylistRecord, _ budget: inout SearchBudget
    ) async throws -> (id: String, playlist: PlaylistRecord) {
        let id = try await playlistID(&facts, for: playlist)
        switch try await fill(id, with: playlist, &budget) {
        case .filled(let filled): return (id, filled)
        case .gone: throw SpotifyError(.notFound, "Spotify does not know the playlist it has just made")
        case .forbidden(let error): throw error
        }
    }

    /// Whether the person deleted it. Two answers have to agree before another one is made.
    private func isDeleted(_ id: String) async throws(SpotifyError) -> Bool {
        guard try await client.isInLibrary(playlist: id) == false else { return false }
        return try await !client.lists(playlist: id)
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
}

extension PlaylistRecord {
    /// What the account is given, in order.
    var uris: [String] { tracks.compactMap { $0.identity.spotifyID.map { "spotify:track:" + $0 } } }
}

extension RecordedTrack {
    /// Gives the track the id it is played by.
    mutating func identify(as id: String) {
        identity.spotifyID = id
        uri = "spotify:track:" + id
        url = "https://open.spotify.com/track/" + id
    }
}
