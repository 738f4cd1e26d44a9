package import FoundationEssentials
import Platform

/// Which players are given playlists, and when. Nothing here names a file: the composition fills it in.
package struct PlayerSettings: Sendable, Hashable {
    /// When a player that plays a list of ours goes over to a new one.
    package enum Follow: Sendable, Hashable, CaseIterable {
        case off
        /// When the song that is on has ended.
        case next
        /// At once.
        case now
    }

    /// As they call themselves on the bus; empty: none is given anything.
    package var names: [String]
    package var follow: Follow

    package init(names: [String] = [], follow: Follow = .next) {
        self.names = names
        self.follow = follow
    }
}

/// The clocks that the players' part goes by.
package struct PlayerClocks: Sendable {
    /// Wall time: what is kept.
    package var now: @Sendable () -> Date
    /// Seconds that run on through a suspended machine and are never set: for waiting.
    package var boot: @Sendable () -> Double

    package init(now: @escaping @Sendable () -> Date, boot: @escaping @Sendable () -> Double) {
        self.now = now
        self.boot = boot
    }

    package static let system = PlayerClocks(now: { Date() }, boot: bootSeconds)
}

/// Where the module writes what a person may want to read in the journal.
package protocol PlayersLog: Sendable {
    func note(_ text: String)
    func trouble(_ text: String)
}
