import Catalogue
import CatalogueSearch
import Curation
import Emotions
import FoundationEssentials
import MusicLibrary
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
    /// The person's own music; nil where there is none to choose from.
    var own: OwnMusic?

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
        await own?.awaitFirstLook()
        let latest = try await store.latestPlaylist()
        // The same state gives the same list: the only chance is seeded by how many lists there have been.
        let seed = UInt64(truncatingIfNeeded: (latest?.id ?? 0) + 1) &* 0x9E37_79B9_7F4A_7C15
        var request = try await request(for: mood, seed: seed, now: now)
        var selection = Curator().select(request)
        let isOwn = await own?.choosable() != nil
        if isOwn { selection = await opening(selection, of: &request) }
        let wishes = targets.filter(\.isEnabled).map(\.name)
        PipeTrace.enter(.record)
        return try await store.record(
            NewPlaylist(
                at: now, mood: mood,
                reason: "\(cause); \(selection.reason)" + (isOwn ? "; all from your own folders" : ""),
                tracks: selection.tracks.map(recorded)),
            after: shifts, wishes: wishes)
    }

    /// The list without songs whose files are gone or do not open, others in their places.
    private func opening(_ selection: Selection, of request: inout CurationRequest) async -> Selection {
        var selection = selection
        for _ in 0..<5 {
            let lost = await own?.lost(of: selection.tracks.map(\.track)) ?? []
            if lost.isEmpty { break }
            request.candidates.removeAll { lost.contains($0.id) }
            selection = Curator().select(request)
        }
        return selection
    }

    /// Whether most of a playlist cannot be heard although only what can be is to be chosen.
    func isSilent(_ playlist: PlaylistRecord) async -> Bool {
        guard let own, await own.choosable() != nil else { return false }
        let files = await own.library.files(of: playlist.tracks.map(\.identity))
        return files.count { $0 == nil } * 2 > files.count
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
            feedback: try await store.feedback(), account: try await store.knownTaste(),
            said: try await saidTaste(),
            own: (await own?.ratings() ?? []) + (try await store.playerTaste()).entries, learns: learns, now: now)
        let learned = LearnedTaste(listener.lessons, for: mood)
        let offers = try await store.offers(countingPlaylists: 5, since: now - Self.month)
        var request = CurationRequest(
            mood: mood, strategy: strategy, table: try SongTable(replacing: songs), candidates: [],
            history: OfferHistory(offers.map { ($0.identity, .init(at: $0.at, playlistsAgo: $0.playlistsAgo)) }),
            disliked: IdentitySet(listener.disliked), taste: listener.taste(over: learned), now: now,
            seed: seed)
        request.history.isComplete = try await !store.hasOffers(before: now - Self.month)
        request.allowsExplicit = allowsExplicit
        request.songMoodFactors = learned.songMoodFactors
        try await findCandidates(for: &request, listener, offers)
        return request
    }

    /// What was said without an account. That it cannot be read was said at the start; songs are wanted all the same.
    private func saidTaste() async throws -> StatedTasteRecord {
        do {
            return try await store.statedTaste()
        } catch is UnreadableTaste {
            return StatedTasteRecord()
        }
    }

    /// Looks through the whole catalogue; without an index through a part of it drawn at random.
    private func findCandidates(
        for request: inout CurationRequest, _ listener: ListenerKnowledge, _ offers: [OfferRecord]
    ) async throws {
        let choosable = await own?.choosable()
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
            wanted.among = choosable.map { memory.rows(of: $0.tracks, generation: $0.generation, index) }
            wanted.isStale = stale.contains
            let shortlist = memory.shortlist(wanted, index)
            request.shortlist = shortlist
            request.candidates = try await catalogue.tracks(ids: shortlist.trackIDs)
        } else if let choosable {
            var generator = SeededGenerator(seed: request.seed)
            let most = 4 * Self.candidatesPerSongMood
            let drawn =
                choosable.tracks.count <= most
                ? choosable.tracks : Array(choosable.tracks.shuffled(using: &generator).prefix(most))
            request.candidates = try await catalogue.tracks(ids: drawn)
        } else {
            request.candidates = try await catalogue.candidates(
                limitPerSongMood: Self.candidatesPerSongMood, seed: request.seed)
        }
        for target in targets where target.isEnabled {
            request.candidates = try await target.playable(request.candidates, now: request.now)
        }
    }
}
