import Curation
import Foundation
import Songs
import SpotifyWebAPI
import StateStore

/// When the account was asked about its listener, and when it is again.
struct TasteSchedule: Sendable {
    /// What can be asked, each in one request.
    enum Question: String, CaseIterable, Sendable, Codable {
        case recent, top, saved, playlist

        /// Seconds between two answers: what was heard changes by the hour, the rest by the day.
        var interval: Double { self == .recent ? 3600 : 86_400 }

        var scope: Scope {
            switch self {
            case .recent: .readRecent
            case .top: .readTop
            case .saved: .readLibrary
            case .playlist: .readPlaylists
            }
        }
    }

    var answeredAt: [Question: Date] = [:]

    func secondsUntilDue(now: Date) -> Double {
        Question.allCases.map { question in
            guard let last = answeredAt[question] else { return 0 }
            // A clock that was set back must not silence us for ever.
            return min(max(0, last.addingTimeInterval(question.interval).timeIntervalSince(now)), question.interval)
        }.min() ?? 0
    }

    func due(now: Date) -> Question? {
        Question.allCases.first { question in
            guard let last = answeredAt[question] else { return true }
            let age = now.timeIntervalSince(last)
            return age >= question.interval || age < -question.interval
        }
    }
}

/// What the account told of its listener, kept between runs.
struct KnownTaste: Codable, Sendable {
    /// A track as curation recognises it.
    struct Entry: Codable, Sendable, Hashable {
        var identity: TrackIdentity
        var artists: [String]

        init(_ track: SpotifyTrack) {
            identity = TrackIdentity(
                spotifyID: track.id, nameKey: NameKey.track(title: track.title, artists: track.artists))
            artists = track.artists
        }
    }

    var recent: [Entry] = []
    var top: [Entry] = []
    var saved: [Entry] = []
    var playlist: [Entry] = []
    var playlistID: String?
    var cursor: String?
    var answeredAt: [String: Date] = [:]

    static let snapshotName = "spotify_taste"
    /// Of what was heard lately no more than this is kept.
    static let longestRecent = 200

    var listening: ListeningTaste {
        func pairs(_ entries: [Entry]) -> [(identity: TrackIdentity, artists: [String])] {
            entries.map { ($0.identity, $0.artists) }
        }
        return ListeningTaste(
            top: pairs(top), saved: pairs(saved), playlist: pairs(playlist), recent: pairs(recent))
    }
}

extension StateStore {
    /// What is known of the listener from the account; nothing where nothing was kept.
    func knownTaste() async throws -> KnownTaste {
        guard let kept = try await snapshot(named: KnownTaste.snapshotName) else { return KnownTaste() }
        return (try? JSONDecoder().decode(KnownTaste.self, from: kept.content)) ?? KnownTaste()
    }
}

extension SpotifyAccount {
    /// Asks the account one question about its listener if one is due and allowed.
    ///
    /// - Returns: whether a request was made.
    func readTaste(_ client: SpotifyClient, now: Date) async throws -> Bool {
        let asked = tastes
        var known = try await store.knownTaste()
        for (word, moment) in known.answeredAt where TasteSchedule.Question(rawValue: word) != nil {
            if let question = TasteSchedule.Question(rawValue: word), taste.answeredAt[question] == nil {
                taste.answeredAt[question] = moment
            }
        }
        guard let question = taste.due(now: now), let isAllowed = await client.authorization.allows(question.scope)
        else { return false }
        taste.answeredAt[question] = now
        guard isAllowed else { return false }
        do {
            try await ask(question, client, &known)
        } catch let error as SpotifyError where [.forbidden, .notFound, .badRequest].contains(error.code) {
            // Not for us; choosing does without.
        } catch {
            if asked == tastes { taste.answeredAt[question] = nil }
            throw error
        }
        guard asked == tastes else { return true }
        known.answeredAt[question.rawValue] = now
        try await store.keepSnapshot(try JSONEncoder().encode(known), named: KnownTaste.snapshotName, at: now)
        return true
    }

    private func ask(
        _ question: TasteSchedule.Question, _ client: SpotifyClient, _ known: inout KnownTaste
    ) async throws {
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
            // Our own would only tell us what we chose.
            let own = try await connection?.publisher.facts().all ?? []
            guard let id = known.playlistID, !own.contains(id) else { return }
            known.playlist = try await client.items(ofPlaylist: id).map(KnownTaste.Entry.init)
        }
    }
}
