package import FoundationEssentials
package import Songs
package import StateStore

/// Wherever a playlist goes: files, an account, a player.
///
/// This is the entrance of the module `Publishing`, which holds what all targets share and the one that writes files. It
/// may know `Emotions`, `Songs`, `StateStore` and `Storage`.
///
/// No target is ever handed a playlist. The store keeps for each which playlist it should show (the wish) and how far
/// that has come (``PublishingRecord``), and the target is brought up to the newest wish: a crash, a full disk or a dead
/// network then loses no playlist and publishes none twice. ``PublishingLedger`` is that record for one target.
package protocol PlaylistTarget: Sendable {
    /// The word under which the wish is kept and `status` lists the target, such as `file`.
    var name: String { get }

    /// Whether playlists are to go here. Every new playlist becomes the wish of each target that is enabled.
    var isEnabled: Bool { get }

    /// The tracks that may go into a playlist for this target, each with the identity the target knows it by.
    func playable(_ candidates: [Track], now: Date) async throws -> [Track]

    /// Brings the target up to the newest wish, or has that done.
    ///
    /// Called after every new playlist, at the start, after a change of settings, and again every half minute while it
    /// reports `pending` or `failed`. One call at a time.
    ///
    /// - Throws: `StorageError` when the wish cannot be read. A target that cannot show it says so in what it returns.
    func reconcile(now: Date) async throws -> PublishingProgress

    /// Returns when nothing more can be done for the newest wish now. Awaited before the daemon follows a recording to
    /// its end.
    func settle() async
}

extension PlaylistTarget {
    /// Every track, as it is.
    package func playable(_ candidates: [Track], now: Date) async throws -> [Track] { candidates }

    /// At once: `reconcile` has done all there is to do.
    package func settle() async {}
}

/// What a call of ``PlaylistTarget/reconcile(now:)`` came to.
package enum PublishingProgress: Sendable, Hashable {
    /// Done, as far as it goes now; nil where the target is disabled or there is no playlist yet.
    case finished(PublishingRecord?)
    /// The target works at its own pace and reports by events.
    case underWay
}

/// What a target that works at its own pace reports.
package enum PublishingEvent: Sendable, Hashable {
    /// How far the target has come; nil before its first wish.
    case progress(PublishingRecord?)
    /// The store holds other tracks of the newest playlist, or more about them, than when it was made.
    case playlistChanged
}

/// Finds tracks to take the place of those that a target turned out not to have.
package protocol ReplacementSource: Sendable {
    /// Tracks that suit the playlist and are not in it, at most so many.
    ///
    /// - Throws: `StorageError`.
    func replacements(_ count: Int, in playlist: PlaylistRecord, now: Date) async throws -> [RecordedTrack]
}
