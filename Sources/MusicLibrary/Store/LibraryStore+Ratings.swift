import SQLiteStorage
package import Songs
import Storage

/// A song of the library that its listener rated or plays.
package struct RatedSong: Sendable, Hashable {
    package var identity: TrackIdentity
    package var artists: [String]
    /// -1, hated, to 1, loved or played most.
    package var weight: Double
    /// Whether a rating says so; else how often it was played.
    package var isRated: Bool
}

extension LibraryStore {
    /// A taste is told no better by more.
    private static let mostRated = 150

    /// Songs with ratings or plays, those that say most first; what was rated before what was played as much.
    func ratings() async throws -> [RatedSong] {
        try await file.read { database in
            let highest =
                try Int.fetchOne(
                    database, sql: "SELECT max(plays) FROM file WHERE rating IS NOT NULL OR plays > 0") ?? 0
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT title, artists, rating, plays FROM file
                    WHERE (rating IS NOT NULL OR plays > 0) AND state <= \(FileState.named.rawValue) ORDER BY id
                    """)
            var songs: [RatedSong] = []
            while let row = try rows.next() {
                let artists = (row[1] as String? ?? "").split(separator: NameList.separator).map(String.init)
                let title = row[0] as String?
                guard let title, let key = NameKey.track(title: title, artists: artists) else { continue }
                let (rating, plays) = (row[2] as Double?, row[3] as Int? ?? 0)
                let weight = Self.weight(rating: rating, plays: plays, highest: highest)
                guard weight != 0 else { continue }
                songs.append(
                    RatedSong(
                        identity: TrackIdentity(spotifyID: nil, nameKey: key), artists: artists, weight: weight,
                        isRated: rating != nil))
            }
            let foremost = songs.sorted { (abs($0.weight), $0.isRated ? 1 : 0) > (abs($1.weight), $1.isRated ? 1 : 0) }
            return Array(foremost.prefix(Self.mostRated))
        }
    }

    /// Half of the stars say nothing; plays count by their order of size, and for less than a rating.
    private static func weight(rating: Double?, plays: Int, highest: Int) -> Double {
        if let rating {
            let liking = 2 * rating - 1
            return abs(liking) < 0.25 ? 0 : liking
        }
        // Once or twice is trying it.
        guard plays > 2, highest > 2 else { return 0 }
        return 0.3 + 0.5 * Double(plays) / Double(highest)
    }
}
