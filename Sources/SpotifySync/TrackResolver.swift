import FoundationEssentials
import Songs
import SpotifyWebAPI
import StateStore

/// Finds the Spotify ids of tracks known by name, and remembers what it found and what it did not.
struct TrackResolver: Sendable {
    let client: SpotifyClient
    let store: StateStore
    let scope: AccountScope
    let now: @Sendable () -> Date

    /// What is known of a track to look for.
    struct Wanted: Sendable {
        var title: String?
        var artists: [String]
        /// In milliseconds.
        var duration: Int?
        var nameKey: String?
    }

    /// The id of a track; nil if Spotify does not have it, or the budget is spent. One or two requests.
    ///
    /// - Parameter asksTwice: whether to ask in other words too where what was found is not meant.
    /// - Throws: `SpotifyError`, `StorageError`.
    func resolve(_ wanted: Wanted, _ budget: inout SearchBudget, asksTwice: Bool = true) async throws -> String? {
        guard let title = wanted.title, !wanted.artists.isEmpty, let nameKey = wanted.nameKey else { return nil }
        var match = TrackMatch(title: title, artists: wanted.artists, durationMilliseconds: wanted.duration)
        match.allowsExplicit = scope.allowsExplicit
        let refused = try await store.unknownIDs(of: scope.key, now: now())
        for query in match.queries {
            guard budget.isOpen else { return nil }
            let found = try await client.search(query)
            budget.spend(findingAnything: !found.isEmpty)
            try await store.noteResolutions(
                of: budget.settled().map { ($0, nil) }, for: scope.key, at: now())
            if let best = match.best(of: found.filter { !refused.contains($0.id) }) {
                try await store.noteResolution(of: nameKey, as: best.id, for: scope.key, at: now())
                return best.id
            }
            if !asksTwice, !found.isEmpty { break }
        }
        budget.noteMissing(nameKey)
        try await store.noteResolutions(of: budget.settled().map { ($0, nil) }, for: scope.key, at: now())
        return nil
    }
}
