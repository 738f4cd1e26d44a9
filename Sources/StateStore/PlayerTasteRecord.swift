package import FoundationEssentials

/// What a player's own notes tell of songs, as it was read last.
package struct PlayerTasteRecord: Codable, Sendable, Hashable {
    /// A song with a rating, or one that was played often.
    package struct Song: Codable, Sendable, Hashable {
        package var title: String
        package var artists: [String]
        /// -1, hated, to 1, loved or played most.
        package var weight: Double
        /// Whether a rating says so; else how often it was played.
        package var isRated: Bool

        package init(title: String, artists: [String], weight: Double, isRated: Bool) {
            (self.title, self.artists, self.weight, self.isRated) = (title, artists, weight, isRated)
        }
    }

    package var songs: [Song]

    package init(songs: [Song]) { self.songs = songs }

    /// What an older version did not keep is empty.
    package init(from decoder: any Decoder) throws {
        songs = try decoder.container(keyedBy: CodingKeys.self).decodeIfPresent([Song].self, forKey: .songs) ?? []
    }
}

extension StateStore {
    private static let playerTasteName = "player_taste"

    /// What was read last; nothing where nothing was, or it cannot be read: the player has it still, and it is read anew.
    package func playerTaste() async throws -> PlayerTasteRecord {
        guard let kept = try await snapshot(named: Self.playerTasteName) else { return PlayerTasteRecord(songs: []) }
        return (try? JSONDecoder().decode(PlayerTasteRecord.self, from: kept.content)) ?? PlayerTasteRecord(songs: [])
    }

    /// Keeps what was read, where it is something else than before.
    package func keepPlayerTaste(_ taste: PlayerTasteRecord, at moment: Date) async throws {
        guard try await playerTaste() != taste else { return }
        try await keepSnapshot(try JSONEncoder().encode(taste), named: Self.playerTasteName, at: moment)
    }
}
