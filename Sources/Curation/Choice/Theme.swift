import Glibc
import Songs

/// What a list keeps to where nothing is known of the listener's taste: one kind of music or two that go together, and
/// songs of about one time. Without it a first list would hold all genres of a century.
struct Theme: Equatable {
    /// One, or two neighbours.
    let families: Set<GenreFamily>
    /// From the first year to the last.
    let years: ClosedRange<Int>
    let weights: CurationWeights.Theme

    init(families: Set<GenreFamily>, years: ClosedRange<Int>, weights: CurationWeights.Theme = .init()) {
        (self.families, self.years, self.weights) = (families, years, weights)
    }

    /// By how much less a song is worth that is not of it.
    func cost(_ family: GenreFamily?, year: Int?) -> Double {
        kindCost(family) + yearCost(year)
    }

    private func kindCost(_ family: GenreFamily?) -> Double {
        guard let family else { return weights.unknownKind }
        if families.contains(family) { return 0 }
        return families.isDisjoint(with: family.neighbours) ? weights.stranger : weights.neighbour
    }

    private func yearCost(_ year: Int?) -> Double {
        guard let year else { return weights.unknownYear }
        let away = max(0, years.lowerBound - year, year - years.upperBound)
        return min(Double(away) * weights.year, weights.mostYears)
    }
}

extension Theme {
    /// Draws a theme that has songs enough for the plan: rather of few years than of many, one that is liked, and not that
    /// of the lists before. The same candidates and seed give the same theme.
    ///
    /// - Returns: nil where too few songs' genres are known.
    init?(for candidates: [Candidate], plan: Plan, request: CurationRequest) {
        let weights = request.weights.theme
        let supply = ThemeSupply(candidates)
        let needed = plan.needed
        let all = Self.kinds.filter { supply.has($0) }.flatMap { families in
            Self.spans.map { (families, $0, supply.share(of: needed, families, $0)) }
        }
        let most = all.reduce(0) { max($0, $1.2) }
        guard most >= weights.least else { return nil }
        let least = most >= weights.enough ? weights.enough : most * weights.nearlyMost
        let choices = all.filter { $0.2 >= least }.map { families, span, _ in
            let decades = Double(span.upperBound - span.lowerBound + 1) / 10
            return (
                theme: Theme(families: families, years: span, weights: weights),
                weight: Self.wish(for: families, supply, weights) * pow(weights.decade, decades)
            )
        }
        var left =
            SeededGenerator.unit(seed: request.seed, number: Self.number) * choices.reduce(0) { $0 + $1.weight }
        let drawn = choices.first { choice in
            left -= choice.weight
            return left < 0
        }
        guard let theme = (drawn ?? choices.last)?.theme else { return nil }
        self = theme
    }

    /// How much likelier than others these kinds are, by what is thought of them and whether they were just there.
    private static func wish(
        for families: Set<GenreFamily>, _ supply: ThemeSupply, _ weights: CurationWeights.Theme
    ) -> Double {
        let liking = supply.liking(of: families)
        let isAgain = supply.shareOfLatest(families) > weights.sameAgain && liking < weights.liked
        return exp(weights.liking * liking) * (isAgain ? weights.again : 1) / Double(families.count)
    }

    /// The theme of songs that a list holds already; nil where no kind has a third of them.
    init?(of tracks: [Track], weights: CurationWeights.Theme) {
        var counts: [GenreFamily: Int] = [:]
        for case let family? in tracks.map({ $0.genre.flatMap { GenreFamily(genre: $0) } }) {
            counts[family, default: 0] += 1
        }
        let byCount = GenreFamily.allCases.filter { counts[$0] != nil }.sorted {
            (-counts[$0, default: 0], $0.rawValue) < (-counts[$1, default: 0], $1.rawValue)
        }
        guard let first = byCount.first, counts[first, default: 0] * 3 >= tracks.count else { return nil }
        let second = byCount.first { first.neighbours.contains($0) && counts[$0, default: 0] * 5 >= tracks.count }
        // The outermost tenths may be there for want of others.
        let years = tracks.compactMap(\.year).sorted()
        let edge = years.count / 10
        self.init(
            families: Set([first, second].compactMap(\.self)),
            years: years.isEmpty
                ? ThemeSupply.firstYear...ThemeSupply.lastYear : years[edge]...years[years.count - 1 - edge],
            weights: weights)
    }

    /// No track has this id, so that the theme is drawn apart from every track's chance.
    private static let number: Int64 = -1

    /// Every family alone, and every two neighbours.
    private static let kinds: [Set<GenreFamily>] = GenreFamily.allCases.flatMap { family in
        [[family]]
            + GenreFamily.allCases.filter { $0.rawValue > family.rawValue && family.neighbours.contains($0) }
            .map { [family, $0] }
    }

    /// Two to four decades in a row.
    private static let spans: [ClosedRange<Int>] = (2...4).flatMap { decades in
        stride(from: ThemeSupply.firstYear, through: ThemeSupply.lastYear + 1 - decades * 10, by: 10).map {
            $0...$0 + decades * 10 - 1
        }
    }
}

/// How many songs there are of each kind, time and mood, and what the listener thinks of them.
struct ThemeSupply {
    /// Songs of other years count as of the first or last decade.
    static let firstYear = 1920, lastYear = 2039

    private static let decades = (lastYear + 1 - firstYear) / 10
    private static let families = Dictionary(
        uniqueKeysWithValues: GenreFamily.allCases.enumerated().map { ($0.element, $0.offset) })

    /// Of songs that were not in the latest lists, by family, decade and song mood.
    private var counts = [Int](
        repeating: 0, count: GenreFamily.allCases.count * decades * SongMood.allCases.count)
    /// Sum of what is thought of a family's songs, and how many that are.
    private var likings: [GenreFamily: (sum: Double, count: Int)] = [:]
    private var present: Set<GenreFamily> = []
    /// Of the latest list's songs, how many each family has.
    private var latest: [GenreFamily: Int] = [:]

    init(_ candidates: [Candidate]) {
        for candidate in candidates {
            guard let family = candidate.family else { continue }
            present.insert(family)
            if candidate.affinity != 0 {
                let known = likings[family] ?? (0, 0)
                likings[family] = (known.sum + candidate.affinity, known.count + 1)
            }
            if candidate.lastOffer?.playlistsAgo == 1 { latest[family, default: 0] += 1 }
            guard let year = candidate.track.year, !candidate.isRecent else { continue }
            let decade = (min(max(year, Self.firstYear), Self.lastYear) - Self.firstYear) / 10
            counts[Self.place(family, decade, candidate.songMood)] += 1
        }
    }

    private static func place(_ family: GenreFamily, _ decade: Int, _ mood: SongMood) -> Int {
        let mood =
            switch mood {
            case .happy: 0
            case .sad: 1
            case .energetic: 2
            case .calm: 3
            }
        return ((families[family] ?? 0) * decades + decade) * SongMood.allCases.count + mood
    }

    /// Which share of the places these songs could fill, 0 to 1.
    func share(of needed: [SongMood: Int], _ families: Set<GenreFamily>, _ years: ClosedRange<Int>) -> Double {
        let places = needed.values.reduce(0, +)
        guard places > 0 else { return 0 }
        var filled = 0
        for (mood, count) in needed {
            var have = 0
            let first = (years.lowerBound - Self.firstYear) / 10, last = (years.upperBound - Self.firstYear) / 10
            for family in families {
                for decade in first...last { have += counts[Self.place(family, decade, mood)] }
            }
            filled += min(have, count)
        }
        return Double(filled) / Double(places)
    }

    /// Whether there are songs of each of the families.
    func has(_ families: Set<GenreFamily>) -> Bool { families.isSubset(of: present) }

    /// What the listener thinks of these families' songs, -1 to 1; 0 where nothing is known.
    func liking(of families: Set<GenreFamily>) -> Double {
        let known = families.compactMap { likings[$0] }
        let count = known.reduce(0) { $0 + $1.count }
        // Two songs that nothing is known of weigh against what one skip says.
        return known.reduce(0) { $0 + $1.sum } / Double(count + 2)
    }

    /// Which share of the latest list these families had.
    func shareOfLatest(_ families: Set<GenreFamily>) -> Double {
        let all = latest.values.reduce(0, +)
        return all == 0 ? 0 : Double(families.reduce(0) { $0 + (latest[$1] ?? 0) }) / Double(all)
    }
}
