package import Songs

/// Tells whether what a search found is the track that was meant.
package struct TrackMatch: Sendable {
    /// What is meant.
    package var title: String
    /// The track's own first.
    package var artists: [String]
    /// Nil where it is not known.
    package var durationMilliseconds: Int?

    /// From this score on (0 to 1) two are taken for the same recording, or one as good.
    package static let threshold = 0.75
    /// Neither title nor artist may differ more than this, whatever the other says.
    private static let leastPart = 0.6

    package init(title: String, artists: [String], durationMilliseconds: Int? = nil) {
        self.title = title
        self.artists = artists
        self.durationMilliseconds = durationMilliseconds
    }

    /// Nil for a track without title or artist: there is nothing to look for.
    package init?(_ track: Track) {
        guard let title = track.title, !track.artists.isEmpty else { return nil }
        self.init(title: title, artists: track.artists, durationMilliseconds: track.durationMilliseconds)
    }

    /// The searches to try, the strictest first. Spotify refuses long ones, so that names are cut at a word's end.
    package var queries: [String] {
        let plainTitle = Self.cut(Self.quotable(Self.withoutDecoration(title)))
        let artist = Self.cut(Self.quotable(artists.first ?? ""))
        return ["track:\"\(plainTitle)\" artist:\"\(artist)\"", "\(plainTitle) \(artist)"]
    }

    /// The best of what was found, nil if none is good enough.
    package func best(of found: [SpotifyTrack]) -> SpotifyTrack? {
        let rated = found.map { ($0, score(of: $0)) }
        // Of equals the first: Spotify puts the best known there.
        guard let best = rated.max(by: { $0.1 < $1.1 })?.1, best >= Self.threshold else { return nil }
        return rated.first { $0.1 == best }?.0
    }

    /// How surely it is the one meant: 0 to 1.
    package func score(of found: SpotifyTrack) -> Double {
        guard let foundTitle = found.title, !found.artists.isEmpty else { return 0 }
        let titles = Similarity.dice(Self.withoutDecoration(title), Self.withoutDecoration(foundTitle))
        let artist = artists.first ?? ""
        let names = found.artists.map { Similarity.dice(artist, $0) }.max() ?? 0
        guard titles >= Self.leastPart, names >= Self.leastPart else { return 0 }
        var length = 1.0
        if let wanted = durationMilliseconds, let given = found.durationMilliseconds {
            length = max(0, 1 - Double(max(0, abs(wanted - given) - 3000)) / 27_000)
        }
        let otherVersion = !Self.versionWords(foundTitle).isSubset(of: Self.versionWords(title))
        return max(0, 0.45 * titles + 0.4 * names + 0.15 * length - (otherVersion ? 0.3 : 0))
    }

    /// Words that make another recording of it.
    private static let versions: Set<String> = [
        "live", "remix", "karaoke", "cover", "tribute", "instrumental", "acoustic", "demo", "mix", "acapella",
    ]

    private static func versionWords(_ title: String) -> Set<String> {
        Set(NameKey.fold(title).split(separator: " ").map(String.init)).intersection(versions)
    }

    /// Without "(feat. …)", "- Remastered 2011" and the like.
    static func withoutDecoration(_ title: String) -> String {
        var text = Substring(title)
        for mark in [" - ", " (", " ["] {
            if let range = text.firstRange(of: mark), range.lowerBound > text.startIndex {
                text = text[..<range.lowerBound]
            }
        }
        return String(text)
    }

    /// Title and artist together stay below a hundred letters, which others have found to be too many.
    private static let longestName = 38

    private static func cut(_ name: String) -> String {
        guard name.count > longestName else { return name }
        let start = name.prefix(longestName + 1)
        return String(start.lastIndex(of: " ").map { start[..<$0] } ?? start.prefix(longestName))
    }

    private static func quotable(_ text: String) -> String {
        text.filter { $0 != "\"" }
    }
}

/// How much two names are alike.
package enum Similarity {
    /// Sørensen and Dice's coefficient over pairs of neighbouring letters of the folded names: 0 to 1.
    package static func dice(_ one: String, _ other: String) -> Double {
        let (first, second) = (NameKey.fold(one), NameKey.fold(other))
        if first == second { return 1 }
        let (left, right) = (pairs(first), pairs(second))
        let total = left.values.reduce(0, +) + right.values.reduce(0, +)
        guard total > 0 else { return 0 }
        let shared = left.reduce(0) { $0 + min($1.value, right[$1.key] ?? 0) }
        return 2 * Double(shared) / Double(total)
    }

    private static func pairs(_ text: String) -> [String: Int] {
        let letters = Array(text)
        var counts: [String: Int] = [:]
        for (one, next) in zip(letters, letters.dropFirst()) { counts[String([one, next]), default: 0] += 1 }
        return counts
    }
}
