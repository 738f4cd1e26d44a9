import FoundationEssentials
import SpotifyWebAPI
import StateStore

/// Asks the account about its listener, one question at a time, and keeps the answers.
actor TasteReader {
    private let store: StateStore
    private var schedule = TasteSchedule()
    /// Rises with every `restart`: an answer to what was asked before is then not kept.
    private var generation = 0

    init(store: StateStore) {
        self.store = store
    }

    func secondsUntilDue(now: Date) -> Double { schedule.secondsUntilDue(now: now) }

    /// Drops the answer to what was just asked: from now on it may be another person's.
    func restart() {
        generation += 1
        schedule = TasteSchedule()
    }

    /// Forgets what that account told.
    func forget(_ account: String?, at moment: Date) async {
        restart()
        try? await store.keepTaste(nil, of: account, at: moment)
    }

    /// Asks one question if one is due and allowed.
    ///
    /// - Returns: whether a request was made.
    /// - Throws: `SpotifyError`, `StorageError`.
    func step(_ connection: SpotifyConnection, now: Date) async throws -> Bool {
        let asked = generation
        let account = connection.publisher.scope.userID
        var known = try await store.knownTaste(of: account)
        for (word, moment) in known.answeredAt {
            // A question of another version is not asked by this one.
            if let question = TasteSchedule.Question(rawValue: word), schedule.answeredAt[question] == nil {
                schedule.answeredAt[question] = moment
            }
        }
        guard let question = schedule.due(now: now),
            let isAllowed = await connection.client.authorization.allows(question.scope)
        else { return false }
        schedule.answeredAt[question] = now
        guard isAllowed else { return false }
        do {
            try await ask(question, connection, &known)
        } catch let error as SpotifyError where [.forbidden, .notFound, .badRequest].contains(error.code) {
            // Asking again would not help; choosing does without.
        } catch {
            if asked == generation { schedule.answeredAt[question] = nil }
            throw error
        }
        guard asked == generation else { return true }
        known.answeredAt[question.rawValue] = now
        try await store.keepTaste(known, of: account, at: now)
        return true
    }

    private func ask(
        _ question: TasteSchedule.Question, _ connection: SpotifyConnection, _ known: inout KnownTaste
    ) async throws {
        let client = connection.client
        switch question {
        case .recent:
            let heard = try await client.recentlyPlayed(after: known.cursor)
            let entries = heard.tracks.map(KnownTaste.Entry.init)
            known.recent = Array(
                (entries + known.recent.filter { !entries.contains($0) }).prefix(KnownTaste.longestRecent))
            known.cursor = heard.cursor
            known.playlistID = heard.playlistID ?? known.playlistID
        case .top: known.top = try await client.topTracks().map(KnownTaste.Entry.init)
        case .saved: known.saved = try await client.savedTracks().map(KnownTaste.Entry.init)
        case .playlist:
            // A playlist of ours says nothing of the listener's taste.
            let own = try await connection.publisher.facts().all
            guard let id = known.playlistID, !own.contains(id) else { return }
            known.playlist = try await client.items(ofPlaylist: id).map(KnownTaste.Entry.init)
        }
    }
}
