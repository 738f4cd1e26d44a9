package import FoundationEssentials
package import Songs
import SpotifyWebAPI
package import StateStore

/// What the account told of its listener, kept between runs.
package struct KnownTaste: Codable, Sendable {
    /// A track as curation recognises it.
    package struct Entry: Codable, Sendable, Hashable {
        package var identity: TrackIdentity
        package var artists: [String]

        init(_ track: SpotifyTrack) {
            identity = TrackIdentity(
                spotifyID: track.id, nameKey: NameKey.track(title: track.title, artists: track.artists))
            artists = track.artists
        }
    }

    package var recent: [Entry] = []
    package var top: [Entry] = []
    package var saved: [Entry] = []
    package var playlist: [Entry] = []
    package var playlistID: String?
    package var cursor: String?
    package var answeredAt: [String: Date] = [:]

    static let snapshotName = "spotify_taste"
    /// Of what was heard lately no more than this is kept.
    static let longestRecent = 200

    package init() {}
}

extension StateStore {
    /// What is known of the listener from the account in use; nothing where nothing was kept or it cannot be read.
    package func knownTaste() async throws -> KnownTaste {
        try await knownTaste(of: presentAccount())
    }

    func knownTaste(of account: String?) async throws -> KnownTaste {
        do {
            return try await keptTaste(of: account) ?? KnownTaste()
        } catch is DecodingError {
            return KnownTaste()
        }
    }

    /// What was kept; nil where nothing was, or it was forgotten.
    ///
    /// - Throws: `DecodingError` where it cannot be read, `StorageError`.
    func keptTaste(of account: String?) async throws -> KnownTaste? {
        let name = Self.snapshotName(KnownTaste.snapshotName, of: account)
        guard let kept = try await snapshot(named: name), !kept.content.isEmpty else { return nil }
        return try JSONDecoder().decode(KnownTaste.self, from: kept.content)
    }

    /// Keeps what the account told; nil forgets it.
    func keepTaste(_ taste: KnownTaste?, of account: String?, at moment: Date) async throws {
        let content = try taste.map { try JSONEncoder().encode($0) } ?? Data()
        try await keepSnapshot(
            content, named: Self.snapshotName(KnownTaste.snapshotName, of: account), at: moment)
    }
}
