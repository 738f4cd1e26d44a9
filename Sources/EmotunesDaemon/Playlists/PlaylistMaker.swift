import Curation
import DaemonConfiguration
import Foundation
import Mood
import Music
import PlaylistFiles
import StateStore

/// Makes a playlist for a mood and keeps it: candidates, history and feedback in, a recorded list out.
struct PlaylistMaker: Sendable {
    let catalogue: Catalogue
    /// The catalogue's index; nil until it has been opened.
    var index: CatalogueIndex?
    let store: StateStore
    var songs: [Emotion: [SongMood]]
    var strategy: Curation.Strategy
    /// Whether the list is to be written as files.
    var writesFiles: Bool
    /// Whether the list is to go into a Spotify account, and so may hold only what Spotify has.
    var writesSpotify = false

    /// Of each song mood at most this many tracks are weighed, whatever the catalogue's size.
    private static let candidatesPerSongMood = 2000

    /// Chooses and records a list in one transaction with the shift that led to it.
    ///
    /// - Throws: `StorageError` when the state cannot be read or written; nothing is then recorded.
    func make(for mood: Emotion, after shift: MoodShiftRecord?, cause: String, now: Date) async throws -> PlaylistRecord
    {
        PipeTrace.enter(.choose)
        let latest = try await store.latestPlaylist()
        // The same state gives the same list: the only chance is seeded by how many lists there have been.
        let seed = UInt64(truncatingIfNeeded: (latest?.id ?? 0) + 1) &* 0x9E37_79B9_7F4A_7C15
        let request = try await request(for: mood, seed: seed, now: now)
        let selection = Curator().select(request)
        let wishes = (writesFiles ? [FilePublisher.target] : []) + (writesSpotify ? [SpotifyPublisher.target] : [])
        PipeTrace.enter(.record)
        return try await store.record(
            NewPlaylist(
                at: now, mood: mood, reason: "\(cause); \(selection.reason)", tracks: selection.tracks.map(recorded)),
            after: shift, wishes: wishes)
    }

    /// Tracks to take the place of so many of a list's that are not to be had; fewer where there are no more.
    func replacements(_ count: Int, in playlist: PlaylistRecord, now: Date) async throws -> [RecordedTrack] {
        var request = try await request(
            for: playlist.mood, seed: UInt64(bitPattern: playlist.id) &* 0x9E37_79B9_7F4A_7C15, now: now)
        let taken = IdentitySet(playlist.tracks.map(\.identity))
        request.candidates.removeAll { taken.contains($0.identity) }
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
        var candidates = try await catalogue.candidates(
            limitPerSongMood: Self.candidatesPerSongMood, seed: seed, index: index)
        if writesSpotify {
            candidates = KnownIdentifiers(found: try await store.resolutions(now: now)).playable(candidates)
        }
        let feedback = try await store.feedback()
        let offers = try await store.offers(countingPlaylists: 5)
        var disliked = IdentitySet()
        for verdict in feedback where verdict.verdict == .dislike { disliked.insert(verdict.identity) }
        let said = FeedbackTaste(
            liked: feedback.filter { $0.verdict == .like }.map { ($0.identity, $0.artists) },
            disliked: feedback.filter { $0.verdict == .dislike }.map { ($0.identity, $0.artists) })
        let taste = LayeredTaste(
            said, over: LayeredTaste(try await store.heardTracks().taste, over: try await store.knownTaste().listening))
        return CurationRequest(
            mood: mood, strategy: strategy, table: try SongTable(replacing: songs), candidates: candidates,
            history: OfferHistory(offers.map { ($0.identity, .init(at: $0.at, playlistsAgo: $0.playlistsAgo)) }),
            disliked: disliked, taste: taste, now: now, seed: seed)
    }
}
