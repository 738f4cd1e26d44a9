import FoundationEssentials
import SpotifyWebAPI
import StateStore

/// Finds the Spotify ids of tracks known by name, and remembers what it found and what it did not.
struct TrackResolver: Sendable {
    let client: SpotifyClient
    let store: StateStore
    let now: @Sendable () -> Date

    /// The id of a track; nil if Spotify does not have it. One or two requests.
    ///
    /// - Throws: `SpotifyError`, `StorageError`.
    func resolve(title: String?, artists: [String], duration: Int? = nil, nameKey: String?) async throws -> String? {
        guard let title, !artists.isEmpty, let nameKey else { return nil }
        let match = TrackMatch(title: title, artists: artists, durationMilliseconds: duration)
        for query in match.queries {
            if let found = match.best(of: try await client.search(query)) {
                try await store.noteResolution(of: nameKey, as: found.id, at: now())
                return found.id
            }
        }
        try await store.noteResolution(of: nameKey, as: nil, at: now())
        return nil
    }
}
