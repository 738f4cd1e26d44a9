package import Songs

/// What a listener likes, as several centres: the average of jazz and metal is nobody's taste.
package struct TasteProfile: Sendable {
    /// A track the listener is known to like, and how much.
    package struct Item: Sendable {
        package var track: Track
        /// Above 0; 1 for one saved, or liked, just now.
        package var weight: Double

        package init(_ track: Track, weight: Double) {
            self.track = track
            self.weight = weight
        }
    }

    /// Tracks that are alike.
    struct Group: Sendable {
        var members: [Int]
        /// Of all the weight there is; all groups together have 1.
        var share: Double
        var centre: TasteCentre
    }

    /// The heaviest tracks the profile rests on, by weight.
    let items: [TasteItem]
    let groups: [Group]
    private let identities: IdentitySet
    /// From when what is liked is, as far as that is known, and how much of it.
    private let years: [(year: Int, share: Double)]

    /// A taste needs no more tracks to be told; more would only cost time.
    private static let mostItems = 150

    /// Of a listener of whom nothing is known.
    package init() {
        items = []
        groups = []
        years = []
        identities = IdentitySet()
    }

    /// - Parameters:
    ///   - items: each track once; where one comes twice the first counts.
    ///   - index: says how much a word tells, and on what scale sounds are compared.
    package init(_ given: [Item], index: any SearchableCatalogue) {
        var seen = IdentitySet()
        var heaviest: [Item] = []
        // Of equal weights the earlier first: sorting by weight alone would leave their order open.
        let order = given.indices.filter { given[$0].weight > 0 }
            .sorted { (-given[$0].weight, $0) < (-given[$1].weight, $1) }
        for place in order where heaviest.count < Self.mostItems {
            let identity = given[place].track.identity
            guard !seen.contains(identity) else { continue }
            seen.insert(identity)
            heaviest.append(given[place])
        }
        identities = seen
        var extractor = TermExtractor()
        items = heaviest.map { item in
            TasteItem(
                track: item.track, weight: Float(item.weight),
                text: TermVector(item.track, &extractor, wordShare: Self.wordShare) { index.weight(of: $0) },
                sound: item.track.features.map(index.scale.point))
        }
        let dated = items.reduce(into: [Int: Double]()) { weights, item in
            if let year = item.track.year { weights[year, default: 0] += Double(item.weight) }
        }
        let byYear = dated.sorted { $0.key < $1.key }
        let datedWeight = byYear.reduce(0) { $0 + $1.value }
        years = byYear.map { ($0.key, $0.value / datedWeight) }
        let total = items.reduce(0) { $0 + Double($1.weight) }
        groups = TasteClustering.groups(of: items).map { [items] members in
            Group(
                members: members, share: members.reduce(0) { $0 + Double(items[$1].weight) } / total,
                centre: Self.centre(of: members.map { items[$0] }))
        }
    }

    package var isEmpty: Bool { groups.isEmpty }

    /// Whether the track is one of those it rests on.
    func contains(_ identity: TrackIdentity) -> Bool { identities.contains(identity) }

    /// Where the whole catalogue is searched for what is near.
    package var centres: [TasteCentre] { groups.map(\.centre) }

    /// How much of what is liked is from about that time, within ten years, 0 to 1; 0 where the year is not known.
    func eraShare(of year: Int?) -> Double {
        guard let year else { return 0 }
        return years.reduce(0) { $0 + (abs($1.year - year) <= 10 ? $1.share : 0) }
    }

    /// How many of the liked tracks are of that genre.
    func trackCount(of genre: String) -> Int { items.count { $0.track.genre == genre } }

    /// The liked track most like `track`, as texts and sounds go.
    func nearest(to text: TermVector, _ sound: SIMD16<Int8>?) -> (item: TasteItem, similarity: Float)? {
        var best: (item: TasteItem, similarity: Float)?
        for item in items {
            let similarity = item.similarity(to: text, sound)
            if best.map({ similarity > $0.similarity }) ?? true { best = (item, similarity) }
        }
        return best
    }

    /// A word of one title alone says next to nothing of a taste; one that comes again says something.
    private static let wordShare: Float = 0.3
    /// With so few tracks every word counts.
    private static let fewTracks = 3

    /// The mean weight of a track.
    private static func weightOfOne(_ members: [TasteItem]) -> Float {
        members.reduce(0) { $0 + $1.weight } / Float(max(1, members.count))
    }

    private static func centre(of members: [TasteItem]) -> TasteCentre {
        var terms: [UInt64: (weight: Float, tracks: Int, isName: Bool)] = [:]
        var extractor = TermExtractor()
        var sum = SIMD16<Float>.zero
        var weight: Float = 0
        for member in members {
            extractor.extract(member.track)
            for term in extractor.terms {
                let known = terms[term.hash] ?? (0, 0, term.isName)
                terms[term.hash] = (known.weight + member.weight, known.tracks + 1, term.isName)
            }
            guard let sound = member.sound else { continue }
            sum += SIMD16<Float>(sound) * member.weight
            weight += member.weight
        }
        // An artist met three times matters more than one met once, but not three times as much; and a genre that all
        // have must not hide the artists, so no term counts for more than three tracks.
        let heaviest = terms.values.map(\.weight).max() ?? 1
        let ceiling = min(heaviest, 3 * weightOfOne(members))
        let telling = terms.filter { $0.value.isName || $0.value.tracks > 1 || members.count <= fewTracks }
        let damped = telling.map { hash, term in
            (term: hash, weight: (min(term.weight, ceiling) / ceiling).squareRoot() * (term.isName ? 1 : wordShare))
        }.sorted { $0.term < $1.term }
        let mean = weight > 0 ? SIMD16<Int8>((sum / weight).rounded(.toNearestOrEven)) : nil
        return TasteCentre(terms: damped, sound: mean)
    }
}

/// A liked track with what it is compared by.
struct TasteItem: Sendable {
    var track: Track
    var weight: Float
    var text: TermVector
    var sound: SIMD16<Int8>?

    /// 0 to 1.
    func similarity(to text: TermVector, _ sound: SIMD16<Int8>?) -> Float {
        0.5 * self.text.cosine(with: text) + 0.5 * SoundSimilarity.of(self.sound, sound)
    }
}

/// How alike two sounds are.
enum SoundSimilarity {
    /// 0 to 1; where one is unknown what two tracks have on average.
    static func of(_ one: SIMD16<Int8>?, _ other: SIMD16<Int8>?) -> Float {
        guard let one, let other else { return 0.25 }
        return 5 / (5 + FeatureScale.squaredDistance(one, other))
    }
}
