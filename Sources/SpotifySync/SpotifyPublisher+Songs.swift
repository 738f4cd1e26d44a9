import Publishing
import Songs
import SpotifyWebAPI
import StateStore

// Which songs the playlist gets: each with an id, another where Spotify does not have it.
extension SpotifyPublisher {
    /// How often tracks that are not to be had are replaced by others before a shorter list will do.
    private static let rounds = 5

    /// The playlist with an id for every track that Spotify has, and other tracks for those it has not.
    ///
    /// - Parameter refused: ids that Spotify has just refused.
    func playable(
        _ wish: PlaylistRecord, without refused: Set<String>, _ budget: inout SearchBudget
    ) async throws -> PlaylistRecord {
        var playlist = wish
        for round in 0... {
            var sieve = Sieve(known: try await store.knownIdentifiers(scope, now: now()))
            sieve.known.unknown.formUnion(refused)
            try await sift(&playlist, &sieve, &budget)
            if sieve.missing.isEmpty { break }
            // Where every search is refused, the names are not what is wrong.
            if let refusal = sieve.refusal, sieve.used.isEmpty { throw refusal }
            let others =
                round < Self.rounds ? try await others(sieve.missing.count, for: playlist, without: refused) : []
            for (index, other) in zip(sieve.missing, others) { playlist.tracks[index] = other }
            if others.count < sieve.missing.count {
                let gaps = Set(sieve.missing.dropFirst(others.count))
                playlist.tracks = playlist.tracks.enumerated().filter { !gaps.contains($0.offset) }.map(\.element)
            }
            if others.isEmpty { break }
        }
        // A list without songs says nothing of the songs: the wish stays as it was.
        if playlist != wish, !playlist.uris.isEmpty { try await replaceTracks(with: playlist) }
        return playlist
    }

    /// Tracks in the place of so many; those that Spotify has just refused are not known to who chooses.
    private func others(
        _ count: Int, for playlist: PlaylistRecord, without refused: Set<String>
    ) async throws -> [RecordedTrack] {
        let offered = try await replacements.replacements(count + refused.count, in: playlist, now: now())
        return Array(
            offered.filter { $0.identity.spotifyID.map { !refused.contains($0) } ?? true }.prefix(count))
    }

    /// Keeps which tracks the playlist has in truth.
    func replaceTracks(with playlist: PlaylistRecord) async throws {
        try await store.replaceTracks(
            ofPlaylist: playlist.id, with: playlist.tracks, for: SpotifyTarget.name, at: playlist.at)
    }

    /// What one look through the list came to.
    private struct Sieve {
        var known: KnownIdentifiers
        var used: Set<String> = []
        /// The places of tracks that are not to be had.
        var missing: [Int] = []
        var refusal: SpotifyError?
    }

    private func sift(
        _ playlist: inout PlaylistRecord, _ sieve: inout Sieve, _ budget: inout SearchBudget
    ) async throws {
        let resolver = TrackResolver(client: client, store: store, scope: scope, now: now)
        var lengths: [Int64: Int]?
        for (index, track) in playlist.tracks.enumerated() {
            var id: String?
            let name = track.identity.nameKey.flatMap { sieve.known.found[$0] }
            if let given = track.identity.spotifyID, !sieve.known.unknown.contains(given) {
                id = given
            } else if let name {
                id = name
            } else if track.identity.spotifyID == nil {
                // What cannot be looked for now is not missing: its turn comes.
                if !budget.isOpen, !budget.isOutOfOrder { continue }
                do {
                    if lengths == nil {
                        lengths = try await durations(playlist.tracks.compactMap(\.trackID))
                    }
                    id = try await resolver.resolve(
                        TrackResolver.Wanted(
                            title: track.title, artists: track.artists,
                            duration: track.trackID.flatMap { lengths?[$0] }, nameKey: track.identity.nameKey),
                        &budget, asksTwice: false)
                } catch let error as SpotifyError where error.code == .badRequest {
                    // One odd name must not hold up the others.
                    sieve.refusal = error
                }
            }
            if let id, !sieve.known.unknown.contains(id), sieve.used.insert(id).inserted {
                playlist.tracks[index].identify(as: id)
            } else {
                sieve.missing.append(index)
            }
        }
    }
}
