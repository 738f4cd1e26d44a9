import Catalogue
import CatalogueSearch
import Curation
import Emotions
import Foundation
import Publishing
import Songs
import SpotifySync
import StateStore

/// Makes a playlist for a mood and keeps it: candidates, history and feedback in, a recorded list out.
struct PlaylistMaker: ReplacementSource {
    let catalogue: Catalogue
    let store: StateStore
    var songs: [Emotion: [SongMood]]
    var strategy: Curation.Strategy
    /// Where the list is to go: it may hold only what each of the enabled ones can show.
    var targets: [any PlaylistTarget]

    /// Whether tracks marked as explicit may be chosen.
    var allowsExplicit = true
    /// Whether what was said of tracks and heard of them moves the choice.
    var learns = true
    /// Shared by all makers of one catalogue.
    var memory = CatalogueMemory()

    /// While there is no index, of each song mood at most this many tracks are weighed.
    private static let candidatesPerSongMood = 2000
    /// What was offered before is not asked for; what was offered in a week is left out while there is enough else.
    private static let month = 28 * 86_400.0, week = 7 * 86_400.0

    /// Chooses and records a list in one transaction with the shifts that led to it.
    ///
    /// - Throws: `StorageError` when the state cannot be read or written; nothing is then recorded.
    func make(
        for mood: Emotion, after shifts: [MoodShiftRecord], cause: String, now: Date
    ) async throws -> PlaylistRecord {
        PipeTrace.enter(.choose)
        let latest = try await store.latestPlaylist()
        // The same state gives the same list: the only chance is seeded by how many lists there have been.
        let seed = UInt64(truncatingIfNeeded: (latest?.id ?? 0) + 1) &* 0x9E37_79B9_7F4A_7C15
        let request = try await request(for: mood, seed: seed, now: now)
        let selection = Curator().select(request)
        let wishes = targets.filter(\.isEnabled).map(\.name)
        PipeTrace.enter(.record)
        return try await store.record(
            NewPlaylist(
                at: now, mood: mood, reason: "\(cause); \(selection.reason)", tracks: selection.tracks.map(recorded)),
            after: shifts, wishes: wishes)
    }

    /// Tracks to take the place of so many of a list's that are not to be had; fewer where there are no more.
    func replacements(_ count: Int, in playlist: PlaylistRecord, now: Date) async throws -> [RecordedTrack] {
        var request = try await request(
            for: playlist.mood, seed: UInt64(bitPattern: playlist.id) &* 0x9E37_79B9_7F4A_7C15, now: now)
        let taken = IdentitySet(playlist.tracks.map(\.identity))
        // The list's rule of two songs an artist holds with the songs that stay.
        let artists = Dictionary(
            playlist.tracks.compactMap { $0.artists.first.map { (NameKey.fold($0), 1) } }, uniquingKeysWith: +)
        let isFull = { (track: Track) in track.artists.first.map { (artists[NameKey.fold($0)] ?? 0) >= 2 } ?? false }
        request.company = request.candidates.filter { taken.contains($0.identity) }
        let others = request.candidates.filter { !taken.contains($0.identity) }
        let unlike = others.filter { !isFull($0) }
        request.candidates = unlike.count >= count ? unlike : others
        request.count = count
        return Curator().select(request).tracks.map(recorded)
    }

    private func recorded(_ chosen: ChosenTrack) -> RecordedTrack {
        RecordedTrack(
            chosen.track, uri: chosen.track.spotifyURI ?? "emotunes:track:\(chosen.track.id)",
            url: Links.page(
                title: chosen.track.title, artists: chosen.track.artists, spotifyID: chosen.track.spotifyID),
            score: chosen.score, why: chosen.why)
    }

    private func request(for mood: Emotion, seed: UInt64, now: Date) async throws -> CurationRequest {
        let listener = ListenerKnowledge(
            feedback: try await store.feedback(), account: try await store.knownTaste(), learns: learns, now: now)
        let learned = LearnedTaste(listener.lessons, for: mood)
        let offers = try await store.offers(countingPlaylists: 5, since: now - Self.month)
        var request = CurationRequest(
            mood: mood, strategy: strategy, table: try SongTable(replacing: songs), candidates: [],
            history: OfferHistory(offers.map { ($0.identity, .init(at: $0.at, playlistsAgo: $0.playlistsAgo)) }),
            disliked: IdentitySet(listener.disliked), taste: LayeredTaste(learned, over: listener.listening), now: now,
            seed: seed)
        request.history.isComplete = try await !store.hasOffers(before: now - Self.month)
        request.allowsExplicit = allowsExplicit
        request.songMoodFactors = learned.songMoodFactors
        try await findCandidates(for: &request, listener, offers)
        return request
    }

    /// Looks through the whole catalogue; without an index through a part of it drawn at random.
    private func findCandidates(
        for request: inout CurationRequest, _ listener: ListenerKnowledge, _ offers: [OfferRecord]
    ) async throws {
        if let index = memory.index, try await catalogue.revision() == index.revision {
            request.profile = try await memory.profile(of: listener.liked, index, catalogue)
            let disliked = try await memory.rows(of: listener.disliked, index, catalogue)
            let week = request.now - Self.week
            let stale = try await memory.rows(of: offers.filter { $0.at > week }.map(\.identity), index, catalogue)
            var wanted = ShortlistRequest(
                mood: request.mood, strategy: strategy, table: request.table, profile: request.profile,
                seed: request.seed)
            wanted.allowsExplicit = allowsExplicit
            wanted.isExcluded = disliked.contains
            wanted.isStale = stale.contains
            let shortlist = memory.shortlist(wanted, index)
            request.shortlist = shortlist
            request.candidates = try await catalogue.tracks(ids: shortlist.trackIDs)
        } else {
            request.candidates = try await catalogue.candidates(
                limitPerSongMood: Self.candidatesPerSongMood, seed: request.seed)
        }
        for target in targets where target.isEnabled {
            request.candidates = try await target.playable(request.candidates, now: request.now)
        }
    }
}
