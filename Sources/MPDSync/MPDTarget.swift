package import FoundationEssentials
package import Publishing

/// MPD as a place that playlists go to.
package struct MPDTarget: PlaylistTarget, PlaybackTarget {
    package static let name = "mpd"

    package let isEnabled: Bool
    private let player: MPDPlayer

    package init(player: MPDPlayer, isEnabled: Bool) {
        self.player = player
        self.isEnabled = isEnabled
    }

    package var name: String { Self.name }

    package func reconcile(now: Date) async throws -> PublishingProgress {
        player.wake()
        return .underWay
    }

    package func settle() async { await player.settle() }

    package func perform(_ order: PlaybackOrder) async throws(PlaybackFailure) -> String {
        try await player.perform(order)
    }
}
