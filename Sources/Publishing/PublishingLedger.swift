package import FoundationEssentials
package import StateStore

/// The wish of one target and how far it has come, as the store keeps them.
package struct PublishingLedger: Sendable {
    /// The target's name.
    package let target: String
    private let store: StateStore

    /// How often a playlist whose tracks go on changing is shown in a row.
    private static let rounds = 5

    package init(target: String, store: StateStore) {
        self.target = target
        self.store = store
    }

    /// The record as it stands; nil before the first wish.
    package func record() async throws -> PublishingRecord? {
        try await store.publishing().first { $0.target == target }
    }

    /// The record and the playlist it asks for, where the target is not known to show it.
    package func openWish() async throws -> (record: PublishingRecord, playlist: PlaylistRecord)? {
        guard let record = try await record(), record.state != .published,
            let playlist = try await store.playlist(id: record.playlistID)
        else { return nil }
        return (record, playlist)
    }

    /// Whether the target is not known to show its playlist.
    package func isOpen() async throws -> Bool {
        guard let record = try await record() else { return false }
        return record.state != .published
    }

    /// Has the target show the newest playlist.
    ///
    /// - Parameter again: from scratch, though it may show it already.
    package func wishForNewest(at moment: Date, again: Bool) async throws {
        try await store.wishForNewestPlaylist(target: target, at: moment, again: again)
    }

    /// Notes that the playlist of `record` is shown.
    ///
    /// - Returns: false, and nothing noted, if by now the target should show another one.
    package func notePublished(_ record: PublishingRecord, detail: String, url: String?, at moment: Date) async throws
        -> Bool
    {
        try await store.notePublishing(record.with(.published, detail: detail, url: url, at: moment))
    }

    /// Notes what keeps the target from showing its playlist; nothing where it shows it.
    ///
    /// - Parameter state: `pending` where waiting helps, `failed` where a person has to act.
    package func noteTrouble(_ state: PublishingState, _ detail: String, at moment: Date) async throws {
        guard let record = try await record(), record.state != .published else { return }
        _ = try await store.notePublishing(record.with(state, detail: detail, url: record.url, at: moment))
    }

    /// Brings a target that is quickly written up to the newest playlist.
    ///
    /// - Parameters:
    ///   - isIntact: whether what was shown last is still there.
    ///   - show: shows a playlist; returns what to say of it and its address, or why it could not.
    /// - Returns: the record afterwards; nil before the first playlist.
    /// - Throws: `StorageError` when the wish itself cannot be read.
    package func reconcile<Failure: Error & CustomStringConvertible>(
        now: Date, isIntact: () async -> Bool,
        show: (PlaylistRecord) async -> Result<(detail: String, url: String?), Failure>
    ) async throws -> PublishingRecord? {
        // Playlists made while the target was disabled left it without a wish.
        try await wishForNewest(at: now, again: false)
        guard var record = try await record() else { return nil }
        if record.state == .published, await isIntact() { return record }
        var shown: PlaylistRecord?
        for _ in 0..<Self.rounds {
            // Shown again where its tracks or their names have changed meanwhile.
            guard let playlist = try await store.playlist(id: record.playlistID), playlist != shown else { break }
            switch await show(playlist) {
            case .success(let (detail, url)):
                shown = playlist
                record = record.with(.published, detail: detail, url: url, at: now)
            case .failure(let error):
                shown = nil
                record = record.with(.failed, detail: error.description, url: nil, at: now)
            }
            // Fails on a full disk too: the wish then stays open and is tried again.
            _ = try? await store.notePublishing(record)
            if shown == nil { break }
        }
        return record
    }
}

extension PublishingRecord {
    fileprivate func with(_ state: PublishingState, detail: String, url: String?, at moment: Date) -> Self {
        PublishingRecord(
            target: target, playlistID: playlistID, state: state, detail: detail, url: url, at: moment)
    }
}
