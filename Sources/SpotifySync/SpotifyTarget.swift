package import FoundationEssentials
package import Publishing
package import Songs
package import StateStore

/// The account as a place that playlists go to.
package struct SpotifyTarget: PlaylistTarget {
    package static let name = "spotify"

    package let isEnabled: Bool
    /// Not owned: what chooses songs for the account knows this target.
    private weak var account: SpotifyAccount?
    private let store: StateStore

    package init(account: SpotifyAccount, store: StateStore, isEnabled: Bool) {
        self.account = account
        self.store = store
        self.isEnabled = isEnabled
    }

    package var name: String { Self.name }

    package func playable(_ candidates: [Track], now: Date) async throws -> [Track] {
        try await store.knownIdentifiers(await account?.scope ?? AccountScope(), now: now).playable(candidates)
    }

    package func reconcile(now: Date) async throws -> PublishingProgress {
        await account?.wake()
        return .underWay
    }

    package func settle() async { await account?.settle() }
}
