import Songs
import SpotifyWebAPI
import StateStore

// The songs go into the account, without the ones that Spotify turns out not to know.
extension SpotifyPublisher {
    /// What became of an attempt to fill a playlist.
    enum Filling {
        /// It holds these songs now.
        case filled(PlaylistRecord)
        /// There is no such playlist any more.
        case gone
        /// The playlist may not be changed.
        case forbidden(SpotifyError)
    }

    /// Requests that may be spent on one list.
    private static let mostTries = 24

    /// Puts the songs into the playlist. One id that Spotify does not know makes it refuse the whole list: such an id is
    /// found, remembered, and another song takes its place.
    func fill(
        _ id: String, with wish: PlaylistRecord, _ budget: inout SearchBudget
    ) async throws -> Filling {
        var playlist = wish
        var search = try await search(for: playlist)
        var refusal: SpotifyError?
        while search.tries < Self.mostTries {
            search.tries += 1
            do throws(SpotifyError) {
                _ = try await client.replaceItems(of: id, with: playlist.uris)
                try await blame(search.dead)
                return .filled(playlist)
            } catch {
                switch error.code {
                case .notFound: return .gone
                case .forbidden: return .forbidden(error)
                case .badRequest: refusal = error
                default: throw error
                }
            }
            guard let refusal, try await findDead(in: playlist, id, refusal, &search) else { break }
            playlist = try await playable(playlist, without: search.dead, &budget)
            if playlist.uris.isEmpty { break }
        }
        // Where nothing was ever taken, the songs are not what is wrong.
        let rest = playlist.tracks.filter { $0.identity.spotifyID.map(search.good.contains) == true }
        guard search.hasSucceeded, !rest.isEmpty else {
            if playlist != wish { try await replaceTracks(with: wish) }
            throw refusal ?? SpotifyError(.notFound, "Spotify has none of the playlist's songs")
        }
        playlist.tracks = rest
        _ = try await client.replaceItems(of: id, with: playlist.uris)
        try await blame(search.dead)
        try await replaceTracks(with: playlist)
        return .filled(playlist)
    }

    /// The state of looking for ids that Spotify does not know.
    private struct DeadSearch {
        var tries = 0
        /// Ids that Spotify took.
        var good: Set<String>
        var dead: Set<String> = []
        /// Whether Spotify took any list meanwhile.
        var hasSucceeded = false
    }

    private func search(for playlist: PlaylistRecord) async throws -> DeadSearch {
        // What was in a playlist before was known to Spotify then.
        let ids = playlist.tracks.compactMap(\.identity.spotifyID)
        return DeadSearch(good: Set(try await store.details(of: ids).keys))
    }

    private func blame(_ dead: Set<String>) async throws(SpotifyError) {
        do {
            try await store.noteUnknownIDs(dead, for: scope.key, at: now())
        } catch {
            throw SpotifyError(.storage, "\(error)")
        }
    }

    /// Finds an id that makes Spotify refuse the list: from its answer, else by halves. What is sent meanwhile begins
    /// with all that is known to be right, so that the listener sees the list grow and nothing wrong in it.
    ///
    /// - Returns: false where none can be found.
    private func findDead(
        in playlist: PlaylistRecord, _ id: String, _ refusal: SpotifyError, _ search: inout DeadSearch
    ) async throws -> Bool {
        let ids = playlist.tracks.compactMap(\.identity.spotifyID)
        let named = refusal.namedIDs.intersection(ids)
        if !named.isEmpty {
            search.dead.formUnion(named)
            search.good.subtract(named)
            return true
        }
        var suspects = ids.filter { !search.good.contains($0) }
        if suspects.isEmpty {
            // One that was known once is not any more.
            search.good = []
            suspects = ids
        }
        while suspects.count > 1 {
            guard search.tries < Self.mostTries else { return false }
            search.tries += 1
            let half = Array(suspects.prefix(suspects.count / 2))
            let list = ids.filter { search.good.contains($0) || half.contains($0) }
            do throws(SpotifyError) {
                _ = try await client.replaceItems(of: id, with: list.map { "spotify:track:" + $0 })
                search.hasSucceeded = true
                search.good.formUnion(half)
                suspects.removeFirst(half.count)
            } catch {
                guard error.code == .badRequest else { throw error }
                suspects = half
                let named = error.namedIDs.intersection(list)
                if let first = named.first { suspects = [first] }
            }
        }
        guard let last = suspects.first else { return false }
        search.dead.insert(last)
        search.good.remove(last)
        return true
    }
}
