import FoundationEssentials
import SpotifyWebAPI
import StateStore

// Which playlist of the account is ours.
extension SpotifyPublisher {
    /// Why a playlist of ours may not be changed any more.
    enum Closure {
        /// A person has made it public, and the sign-in allows to change private ones only.
        case isPublic
        /// It belongs to another account.
        case isForeign
    }

    /// The list of playlists may lag behind what was made: so many seconds, and looks, before another one is made.
    private static let lag = 45.0, leastLooks = 3
    /// Seconds after which a twin is looked for, once and again.
    private static let twinWaits = [60.0, 600]

    /// The playlist's id: kept, found again, or fresh.
    func playlistID(_ facts: inout Facts, for playlist: PlaylistRecord) async throws -> String {
        if let id = facts.playlistID { return id }
        var isAskedAgain = false
        if let mark = facts.mark {
            let found = try await client.findPlaylists(marked: mark)
            if let first = found.first {
                facts.forgetPlaylist()
                facts.playlistID = first.id
                facts.names = [template.name(for: playlist)] + (first.name.map { [$0] } ?? [])
                facts.descriptions = [mark]
                if found.count > 1 { facts.expectTwin(mark, now()) }
                try await keep(facts)
                return first.id
            }
            facts.looks = (facts.looks ?? 0) + 1
            let waited = now().timeIntervalSince(facts.askedAt ?? .distantPast)
            // A clock that was set back must not make it wait for ever.
            if waited >= 0 && waited < Self.lag || facts.looks ?? 0 < Self.leastLooks {
                try await keep(facts)
                throw SpotifyError(
                    .server,
                    "Spotify did not say whether it made the playlist; it is looked for before another one is made")
            }
            isAskedAgain = true
        }
        return try await makePlaylist(&facts, for: playlist, isAskedAgain: isAskedAgain)
    }

    private func makePlaylist(
        _ facts: inout Facts, for playlist: PlaylistRecord, isAskedAgain: Bool
    ) async throws -> String {
        var generator = SystemRandomNumberGenerator()
        let mark = facts.mark ?? "EmoTunes \(RandomText.draw(using: &generator).filter(\.isLetter).prefix(12))"
        facts.forgetPlaylist()
        (facts.mark, facts.askedAt) = (mark, now())
        if isAskedAgain { facts.expectTwin(mark, now()) }
        try await keep(facts)
        let name = template.name(for: playlist)
        let id: String
        do throws(SpotifyError) {
            id = try await client.createPlaylist(name: name, description: mark)
        } catch {
            if !error.mayHaveHappened, !isAskedAgain {
                facts.forgetPlaylist()
                try await keep(facts)
            }
            throw error
        }
        facts.forgetPlaylist()
        facts.playlistID = id
        facts.name = name
        (facts.names, facts.descriptions) = ([name], [mark])
        try await keep(facts)
        return id
    }

    /// Why the playlist is closed to us; nil where that is not what `error` is about.
    func whyForbidden(_ id: String, _ facts: Facts, _ error: SpotifyError) async throws(SpotifyError) -> Closure? {
        guard await client.authorization.allows(.writePlaylists) != false else { return nil }
        let shown = try await client.facts(ofPlaylist: id)
        if let owner = shown?.owner, let user = scope.userID, owner != user { return .isForeign }
        if shown?.isPublic == true { return .isPublic }
        // A playlist that took songs before, and a sign-in that still has the permission for private ones.
        return shown?.isPublic == nil && error.lacksScope && facts.wish != nil ? .isPublic : nil
    }

    /// Leaves the playlist to the person, as it is.
    ///
    /// - Returns: what to say of it.
    func release(_ id: String, for reason: Closure, _ facts: inout Facts) async throws -> String {
        facts.forgetPlaylist()
        let news: String
        switch reason {
        case .isPublic:
            facts.released = (facts.released ?? []).filter { $0 != id } + [id]
            news =
                "the playlist from before was made public, which EmoTunes may not change: it stays as it is, and a new "
                + "private one takes its place"
        case .isForeign:
            news = "the playlist from before belongs to another account: a new one takes its place"
        }
        try await keep(facts)
        say(news)
        return news
    }

    /// Seconds until a twin is looked for; nil: none is expected.
    func secondsUntilTwin() async throws -> Double? {
        secondsUntilTwin(try await facts())
    }

    private func secondsUntilTwin(_ facts: Facts) -> Double? {
        guard let since = facts.twinSince, facts.twinMark != nil else { return nil }
        let wait = Self.twinWaits[min(facts.twinLooks ?? 0, Self.twinWaits.count - 1)]
        return min(max(0, since.addingTimeInterval(wait).timeIntervalSince(now())), wait)
    }

    /// Removes a playlist of ours that was made twice, if it is empty.
    ///
    /// - Returns: whether a request was made.
    func removeTwin() async throws -> Bool {
        var facts = try await facts()
        guard secondsUntilTwin(facts) == 0, let mark = facts.twinMark, let id = facts.playlistID else { return false }
        let twins = try await client.findPlaylists(marked: mark).filter { $0.id != id && $0.count == 0 }
        if let twin = twins.first {
            if await client.authorization.allows(.writeLibrary) != false {
                do throws(SpotifyError) {
                    try await client.remove(playlist: twin.id)
                    say("Spotify had made the playlist twice; the empty one is removed")
                } catch {
                    if Self.isFinal(error) { try await forgetTwins(&facts) }
                    throw error
                }
                if twins.count > 1 { return true }
            } else {
                say(
                    "Spotify made the playlist twice; the empty one, \(twin.name ?? twin.id), can be deleted: this "
                        + "sign-in does not allow EmoTunes to")
            }
            try await forgetTwins(&facts)
        } else if (facts.twinLooks ?? 0) + 1 < Self.twinWaits.count {
            // It may show later.
            facts.twinLooks = (facts.twinLooks ?? 0) + 1
            try await keep(facts)
        } else {
            try await forgetTwins(&facts)
        }
        return true
    }

    private func forgetTwins(_ facts: inout Facts) async throws {
        (facts.twinMark, facts.twinSince, facts.twinLooks) = (nil, nil, nil)
        try await keep(facts)
    }
}

extension SpotifyPublisher.Facts {
    /// A playlist was, or may have been, made twice.
    fileprivate mutating func expectTwin(_ mark: String, _ moment: Date) {
        (twinMark, twinSince, twinLooks) = (mark, moment, nil)
    }
}
