import Emotions
import FoundationEssentials
import StateStore

extension SpotifyPublisher {
    /// What is known of the playlist in the account.
    struct Facts: Codable, Hashable {
        var playlistID: String?
        /// In the description of a playlist being made: by it one is found again whose request was never answered. Kept
        /// before the request goes out, gone once the id is kept.
        var mark: String?
        /// When the playlist with that mark was last asked to be made, and how often it was looked for since.
        var askedAt: Date?
        var looks: Int?
        /// The mark of playlists that were asked for twice: one of them may be there besides ours, and empty.
        var twinMark: String?
        var twinSince: Date?
        /// How often they were looked for.
        var twinLooks: Int?
        var name: String?
        var description: String?
        /// What was last written, or asked to be: any other text is a person's.
        var names: [String]?
        var descriptions: [String]?
        /// The words in the settings that it was written by.
        var template: PlaylistTemplate?
        /// The wish it was filled for last.
        var wish: Int64?
        /// The mood of the cover it has.
        var cover: Emotion?
        /// Playlists of ours from before, oldest first; nil: there are none.
        var earlier: [Earlier]?
        /// Playlists of ours that a person has taken over: never changed or removed any more.
        var released: [String]?

        /// Every playlist of ours, the present one first.
        var all: [String] {
            (playlistID.map { [$0] } ?? []) + (earlier ?? []).reversed().map(\.id) + (released ?? []).reversed()
        }

        /// Nothing is known any more of the present playlist.
        mutating func forgetPlaylist() {
            self = Facts(
                twinMark: twinMark, twinSince: twinSince, twinLooks: twinLooks, earlier: earlier, released: released)
        }
    }

    /// A playlist of ours that gave way to another.
    struct Earlier: Codable, Hashable {
        var id: String
        /// When it gave way.
        var at: Date
    }

    static let factsName = "spotify_playlist"

    /// What is known of the playlist in the account; nothing where it cannot be read: better a second playlist than none.
    func facts() async throws -> Facts {
        do {
            return try await keptFacts() ?? Facts()
        } catch is DecodingError {
            return Facts()
        }
    }

    /// What was kept; nil where nothing was.
    ///
    /// - Throws: `DecodingError` where it cannot be read, `StorageError`.
    func keptFacts() async throws -> Facts? {
        let name = StateStore.snapshotName(Self.factsName, of: scope.userID)
        guard let kept = try await store.snapshot(named: name) else { return nil }
        return try JSONDecoder().decode(Facts.self, from: kept.content)
    }

    func keep(_ facts: Facts) async throws {
        try await store.keepDurably(
            try JSONEncoder().encode(facts), named: StateStore.snapshotName(Self.factsName, of: scope.userID), at: now()
        )
    }
}
