package import Songs
import SpotifyWebAPI
import StateStore

/// The tracks that playlists are chosen from.
package protocol CandidateSource: Sendable {
    /// Another number whenever the tracks have changed.
    func revision() async throws -> Int64
    /// Tracks that are worth looking up ahead of need: some hundreds of each song mood, the same as long as the revision
    /// is.
    func tracksToLookUp() async throws -> [Track]
    /// How long these tracks last, in milliseconds, as far as it is known.
    func durations(of ids: [Int64]) async throws -> [Int64: Int]
}

/// Looks up the ids of the catalogue's tracks while there is nothing else to do, so that the next playlist waits for no
/// search.
actor SearchAhead {
    private let source: any CandidateSource
    private let store: StateStore
    private let clocks: AccountClocks
    private var unknown: [Track] = []
    private var revision: Int64?
    /// By the boot clock.
    private var nextAt = 0.0
    private var interval = leastInterval
    private var budget = SearchBudget(2)
    /// Whose the searches are: another account's begin anew.
    private var scope: AccountScope?

    /// Seconds between two searches.
    private static let leastInterval = 4.0, mostInterval = 300.0
    /// After a sign-in the first list comes first, which looks for its songs itself.
    private static let patience = 60.0

    init(source: any CandidateSource, store: StateStore, clocks: AccountClocks) {
        self.source = source
        self.store = store
        self.clocks = clocks
    }

    /// Spotify was asked too much: searching may have been what was too much.
    func slowDown() { interval = min(interval * 2, Self.mostInterval) }

    /// An account has signed in.
    func waitForFirstList() { nextAt = clocks.boot() + Self.patience }

    /// Looks for one more track if it is time.
    ///
    /// - Returns: seconds until the next; nil: none is left.
    /// - Throws: `SpotifyError`, `StorageError`.
    func step(_ resolver: TrackResolver) async throws -> Double? {
        let present = try await source.revision()
        if revision != present || scope != resolver.scope {
            let known = try await store.knownIdentifiers(resolver.scope, now: clocks.now())
            unknown = known.unknown(try await source.tracksToLookUp())
            revision = present
            scope = resolver.scope
        }
        guard let track = unknown.first else { return nil }
        let left = nextAt - clocks.boot()
        if left > 0 { return left }
        nextAt = clocks.boot() + interval
        let known = try await store.knownIdentifiers(resolver.scope, now: clocks.now())
        if known.identified(track)?.spotifyID == nil, known.identified(track) != nil {
            do {
                budget.refill(2)
                // Where nothing is ever found, it is asked as rarely as may be.
                if budget.isOutOfOrder {
                    budget = SearchBudget(2)
                    nextAt = clocks.boot() + Self.mostInterval
                }
                var spent = budget
                defer { budget = spent }
                _ = try await resolver.resolve(
                    TrackResolver.Wanted(
                        title: track.title, artists: track.artists, duration: track.durationMilliseconds,
                        nameKey: track.identity.nameKey), &spent)
            } catch let error as SpotifyError where error.code == .badRequest {
                // A name that Spotify refuses must not keep the ones behind it waiting.
            }
        } else {
            // A playlist has asked for it meanwhile.
            nextAt = 0
        }
        unknown.removeFirst()
        return max(0, nextAt - clocks.boot())
    }
}
