package import Mood

/// Finds, among all tracks of the catalogue, those nearest to a taste of several centres.
///
/// A row is worth what its best centre says of it, so that one who likes two things is not offered what lies between.
/// The rows that have a term of the taste come first; sound alone can hardly beat them, and the others are gone through
/// only where it still can.
package struct TasteSearch: Sendable {
    /// One of the things a listener likes.
    package struct Centre: Sendable {
        /// Terms, each once, and how much they matter before their idf.
        package var terms: [(term: UInt64, weight: Float)]
        /// On the index's `FeatureScale`; nil where no track's sound is known.
        package var sound: SIMD16<Int8>?

        package init(terms: [(term: UInt64, weight: Float)], sound: SIMD16<Int8>?) {
            self.terms = terms
            self.sound = sound
        }
    }

    /// What may be found.
    package struct Filter: Sendable {
        package var moods: [SongMood]
        package var allowsExplicit = true
        /// So many at most by one artist, of each mood and centre.
        package var perArtist = 2

        package init(moods: [SongMood]) {
            self.moods = moods
        }
    }

    package struct Match: Hashable, Sendable {
        package let row: Int
        /// The place of the centre that it is nearest to.
        package let centre: Int
        package let score: Float
    }

    private let index: CatalogueIndex
    /// One number a track and centre, all 0 between searches, and the rows where they are not 0 during one.
    private var scores: [[Float]] = []
    private var touched: [[UInt32]] = []

    /// How much of the nearness is text; the rest is sound.
    private static let textShare: Float = 0.6, soundShare: Float = 0.4
    /// A row has the best text there is with so many times what the taste's most telling term is worth: that of an
    /// artist, with the genre. Neither the length of a title nor how many artists are liked has a part in it.
    private static let bestText: Float = 1.4
    /// What the probability of the song mood, and popularity, add at most.
    private static let moodShare: Float = 0.1, popularityShare: Float = 0.02
    /// A remix or a live recording must be so much nearer than the song itself.
    private static let versionCost: Float = 0.15
    /// Half of a typical squared distance of two tracks counts as a nearness of one half.
    private static let halfDistance: Float = 5
    /// The nearness of a sound that was not measured: as of any track.
    private static let unknownSound: Float = 0.25

    package init(_ index: CatalogueIndex) {
        self.index = index
    }

    /// The `count` best named rows of each wanted mood and centre, those of one mood and centre together, the best first.
    package mutating func search(
        _ centres: [Centre], count: Int, _ filter: Filter, where isWanted: (Int) -> Bool = { _ in true }
    ) -> [Match] {
        guard !centres.isEmpty else { return [] }
        for number in centres.indices { scoreText(centres[number], number) }
        var pass = Pass(
            isMoodWanted: SongMood.allCases.map(filter.moods.contains), allowsExplicit: filter.allowsExplicit,
            sounds: centres.map(\.sound),
            buckets: Array(
                repeating: ArtistLimitedMatches(count: count, perArtist: filter.perArtist), count: 4 * centres.count))
        for number in centres.indices {
            for row in touched[number] where isFirst(number, Int(row)) { look(at: Int(row), &pass, isWanted) }
        }
        // What sound, mood and popularity can be worth without a word in common.
        if pass.isOpen(to: Self.soundShare + Self.moodShare + Self.popularityShare) {
            for row in 0..<index.count where isFirst(centres.count, row) { look(at: row, &pass, isWanted) }
        }
        for number in centres.indices {
            for row in touched[number] { scores[number][Int(row)] = 0 }
            touched[number].removeAll(keepingCapacity: true)
        }
        return pass.buckets.enumerated().flatMap { number, bucket in
            bucket.sorted.map { Match(row: $0.row, centre: number % centres.count, score: $0.score) }
        }
    }

    /// What one search works with.
    private struct Pass {
        /// In the order of `SongMood.allCases`.
        let isMoodWanted: [Bool]
        let allowsExplicit: Bool
        let sounds: [SIMD16<Int8>?]
        /// By mood, then by centre.
        var buckets: [ArtistLimitedMatches]

        /// Whether a row of that score could still get in somewhere.
        func isOpen(to score: Float) -> Bool {
            isMoodWanted.indices.contains { mood in
                isMoodWanted[mood]
                    && buckets[(mood * sounds.count)..<((mood + 1) * sounds.count)].contains { $0.threshold < score }
            }
        }
    }

    /// Whether no centre before `number` has a term of the row.
    @inline(__always)
    private func isFirst(_ number: Int, _ row: Int) -> Bool {
        for other in 0..<number where scores[other][row] != 0 { return false }
        return true
    }

    @inline(__always)
    private func look(at row: Int, _ pass: inout Pass, _ isWanted: (Int) -> Bool) {
        let bytes = index.bytes(row: row)
        let mood = Self.dominantMood(bytes)
        guard pass.isMoodWanted[mood] else { return }
        let flags = RowFlags(rawValue: bytes[14])
        guard flags.contains(.isNamed), pass.allowsExplicit || !flags.contains(.isExplicit) else { return }
        let (centre, nearness) = nearest(row, bytes, pass.sounds, flags.contains(.hasFeatures))
        var score = nearness + Self.moodShare * Float(bytes[10 + mood]) / 255
        if flags.contains(.isVersion) { score -= Self.versionCost }
        if bytes[15] <= 100 { score += Self.popularityShare * Float(bytes[15]) / 100 }
        let bucket = mood * pass.sounds.count + centre
        if score > pass.buckets[bucket].threshold, isWanted(row) {
            pass.buckets[bucket].insert(.init(row: row, artist: index.artist(row: row), score: score))
        }
    }

    @inline(__always)
    private func nearest(
        _ row: Int, _ bytes: SIMD16<UInt8>, _ sounds: [SIMD16<Int8>?], _ isMeasured: Bool
    ) -> (centre: Int, nearness: Float) {
        let sound = CatalogueIndex.sound(bytes)
        var best: (centre: Int, nearness: Float) = (0, -.infinity)
        for centre in sounds.indices {
            var closeness = Self.unknownSound
            if isMeasured, let other = sounds[centre] {
                closeness = Self.halfDistance / (Self.halfDistance + FeatureScale.squaredDistance(sound, other))
            }
            let text = min(1, scores[centre][row])
            let nearness = Self.textShare * text + Self.soundShare * closeness
            if nearness > best.nearness { best = (centre, nearness) }
        }
        return best
    }

    /// The first of happy, sad, energetic and calm that is the most probable, as `SongMoodScores.dominant` has it.
    @inline(__always)
    private static func dominantMood(_ bytes: SIMD16<UInt8>) -> Int {
        var best = 0
        for mood in 1..<4 where bytes[10 + mood] > bytes[10 + best] { best = mood }
        return best
    }

    /// Leaves in `scores[number]` how much of the best text each row has.
    private mutating func scoreText(_ centre: Centre, _ number: Int) {
        if scores.count <= number {
            scores.append([Float](repeating: 0, count: index.count))
            touched.append([])
        }
        // The idf counts once: squared, an artist would leave nothing to the genre.
        let worths = centre.terms.compactMap { term in index.weight(of: term.term).map { term.weight * $0 } }
        guard let most = worths.max(), most > 0 else { return }
        for term in centre.terms where term.weight > 0 {
            index.add(
                term.term, weight: term.weight / (most * Self.bestText), to: &scores[number],
                touched: &touched[number])
        }
    }
}

extension CatalogueIndex {
    /// Rows drawn at random that `isWanted` lets through, about `count` of each of `moods` and never one twice: all there
    /// are in a small catalogue. The same generator draws the same rows.
    package func draw(
        _ count: Int, of moods: [SongMood], using generator: inout some RandomNumberGenerator,
        where isWanted: (Int) -> Bool
    ) -> [Int] {
        var left = Dictionary(moods.map { ($0, count) }) { first, _ in first }
        var drawn: Set<Int> = []
        var rows: [Int] = []
        func take(_ row: Int) {
            guard isNamed(row: row), isWanted(row) else { return }
            let mood = moodScores(row: row).dominant
            guard let open = left[mood], open > 0 else { return }
            left[mood] = open - 1
            rows.append(row)
        }
        if self.count <= 8 * count * moods.count {
            for row in (0..<self.count).shuffled(using: &generator) { take(row) }
            return rows
        }
        // Where hardly any row is wanted, trying for ever would not help.
        var tries = 40 * count
        while tries > 0, left.values.contains(where: { $0 > 0 }) {
            tries -= 1
            let row = Int.random(in: 0..<self.count, using: &generator)
            if drawn.insert(row).inserted { take(row) }
        }
        return rows
    }
}
