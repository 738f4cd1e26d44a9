/// The best `count` of a stream of matches, with at most `perArtist` of one artist.
struct ArtistLimitedMatches {
    struct Match {
        var row: Int
        var artist: UInt32
        var score: Float
    }

    private let count: Int
    private let perArtist: Int
    private(set) var matches: [Match] = []
    /// The score that a match must exceed to be taken.
    private(set) var threshold: Float = -.infinity

    init(count: Int, perArtist: Int) {
        self.count = count
        self.perArtist = perArtist
        if count <= 0 { threshold = .infinity }
    }

    /// Takes the match if it is among the best; the limit does not apply to the unknown artist (0).
    mutating func insert(_ match: Match) {
        var ofArtist = 0
        var worst: Int?
        for (index, other) in matches.enumerated() where other.artist == match.artist && match.artist != 0 {
            ofArtist += 1
            if worst.map({ other.score < matches[$0].score }) ?? true { worst = index }
        }
        if ofArtist >= perArtist {
            if let worst, matches[worst].score < match.score { replace(worst, match) }
        } else if matches.count < count {
            matches.append(match)
            if matches.count == count { threshold = matches.lazy.map(\.score).min() ?? threshold }
        } else if let lowest = matches.indices.min(by: { matches[$0].score < matches[$1].score }) {
            replace(lowest, match)
        }
    }

    private mutating func replace(_ index: Int, _ match: Match) {
        matches[index] = match
        if matches.count == count { threshold = matches.lazy.map(\.score).min() ?? threshold }
    }

    /// The best first; of equal ones the lower row.
    var sorted: [Match] {
        matches.sorted { $0.score != $1.score ? $0.score > $1.score : $0.row < $1.row }
    }
}
