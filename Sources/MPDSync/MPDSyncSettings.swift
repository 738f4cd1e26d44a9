package import MPDClient

/// How MPD is to be found and used. Nothing here names a file: the composition fills it in.
package struct MPDSyncSettings: Sendable, Hashable {
    /// Whether MPD is used.
    package enum Enabled: Sendable, Hashable, CaseIterable {
        /// Where one answers.
        case auto
        case on
        case off
    }

    package var enabled: Enabled
    /// Tried in this order; the first that answers is taken.
    package var addresses: [MPDAddress]
    /// Whether the settings say where it is: then one is expected there.
    package var isNamed: Bool
    package var follow: QueueFollow
    /// Whether the music is started once, with the first playlist, where none plays.
    package var starts: Bool
    /// Whether a queue that is another's is replaced too.
    package var takesOver: Bool
    /// Whether skips and repeats are kept.
    package var learns: Bool

    package init(
        enabled: Enabled = .auto, addresses: [MPDAddress] = [], isNamed: Bool = false, follow: QueueFollow = .next,
        starts: Bool = false, takesOver: Bool = false, learns: Bool = true
    ) {
        self.enabled = enabled
        self.addresses = addresses
        self.isNamed = isNamed
        self.follow = follow
        self.starts = starts
        self.takesOver = takesOver
        self.learns = learns
    }
}

/// When a queue that is ours goes over to a new playlist.
package enum QueueFollow: Sendable, Hashable, CaseIterable {
    case off
    /// When the song that is on has ended.
    case next
    /// At once.
    case now
}

/// Where the module writes what a person may want to read in the journal.
package protocol MPDLog: Sendable {
    func note(_ text: String)
    func trouble(_ text: String)
}
