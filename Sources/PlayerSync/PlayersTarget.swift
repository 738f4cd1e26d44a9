package import FoundationEssentials
package import Publishing

/// The players on the session bus as a place that playlists go to.
package struct PlayersTarget: PlaylistTarget, PlaybackTarget {
    package static let name = "players"

    package let isEnabled: Bool
    private let players: BusPlayers

    package init(players: BusPlayers, isEnabled: Bool) {
        self.players = players
        self.isEnabled = isEnabled
    }

    package var name: String { Self.name }

    package func reconcile(now: Date) async throws -> PublishingProgress {
        players.wake()
        return .underWay
    }

    package func settle() async { await players.settle() }

    package func perform(_ order: PlaybackOrder) async throws(PlaybackFailure) -> String {
        try await players.perform(order)
    }
}
