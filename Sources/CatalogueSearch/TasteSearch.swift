package import Songs

/// Finds, among all tracks of the catalogue, those nearest to a taste of several centres.
///
/// A row's score is its nearness to its nearest centre: for a listener of two styles a mean would favour what lies
/// between them. Text is scored first, and a row whose text is too poor to be taken even with the best sound is skipped
/// (pruning).
package struct TasteSearch: TasteSearching {
    /// Further centres are ignored.
    package static let mostCentres = 8

    private let index: CatalogueIndex
    /// For each track of a block its text score for each centre, in fixed point with `textUnit` as 1; all 0 between
    /// blocks.
    private var texts: [SIMD8<UInt16>] = []

    /// Tracks scored together: their text scores stay in the processor's cache.
    private static let blockSize = 1 << 14

    /// The weights of text and of sound in the nearness.
    private static let textShare: Float = 0.6, soundShare: Float = 0.4
    /// The text score is 1 from so many times the weight of the taste's heaviest term on, which an artist and a genre
    /// in common reach. So neither the length of a title nor the number of liked artists changes it.
    private static let textSaturation: Float = 1.4
    /// The largest additions to the score for the probability of the song mood and for popularity.
    private static let moodShare: Float = 0.1, popularityShare: Float = 0.02
    private static let mostExtra = moodShare + popularityShare
    /// Deducted from a remix or a live recording, so that the song itself is preferred.
    private static let versionCost: Float = 0.15
    /// The squared distance, half of a typical one between two tracks, at which the nearness is one half.
    private static let halfDistance: Float = 5
    /// The nearness of a sound that was not measured: that of an average track.
    private static let unknownSound: Float = 0.25
    /// The fixed-point text score that stands for 1.
    private static let textUnit: Float = 65_535
    /// What one fixed-point step adds to the nearness.
    private static let textStep: Float = textShare / textUnit

    package init(_ index: CatalogueIndex) {
        self.index = index
    }

    /// The `count` best named rows of each wanted mood and centre, those of one mood and centre together, the best
    /// first; of equal ones the lower row.
    package mutating func search(
        _ given: [TasteCentre], count: Int, _ filter: TasteFilter, where isWanted: (Int) -> Bool
    ) -> [TasteMatch] {
        let centres = given.prefix(Self.mostCentres)
        guard !centres.isEmpty else { return [] }
        var texts: [SIMD8<UInt16>] = []
        swap(&texts, &self.texts)
        if texts.isEmpty { texts = Array(repeating: .zero, count: min(Self.blockSize, index.count)) }
        var pass = Pass(
            isMoodWanted: SongMood.allCases.map(filter.moods.contains), allowsExplicit: filter.allowsExplicit,
            sounds: centres.map(\.sound), count: count, perArtist: filter.perArtist)
        var terms = centres.enumerated().flatMap { number, centre in gains(of: centre, number) }
        let wanted = pass.isMoodWanted.map { $0 ? 1 : 0 }
        var places = [UInt16](repeating: 0, count: texts.count)
        for first in stride(from: 0, to: index.count, by: Self.blockSize) {
            for place in terms.indices { terms[place].add(to: &texts, first: first) }
            let count = min(texts.count, index.count - first)
            // A branch on the mood would be unpredictable, so the rows of the wanted moods are compacted without one.
            var found = 0
            for place in 0..<count {
                places[found] = UInt16(truncatingIfNeeded: place)
                found &+= wanted[Self.dominantMood(index.bytes(row: first + place)).mood]
            }
            for number in 0..<found {
                let place = Int(places[number])
                look(at: first + place, texts[place], &pass, isWanted)
            }
            // The next block expects zeros.
            for place in 0..<count { texts[place] = .zero }
        }
        swap(&texts, &self.texts)
        return pass.buckets.enumerated().flatMap { number, bucket in
            bucket.sorted.map { TasteMatch(row: $0.row, centre: number % centres.count, score: $0.score) }
        }
    }

    /// The state of one search.
    private struct Pass {
        /// In the order of `SongMood.allCases`.
        let isMoodWanted: [Bool]
        let allowsExplicit: Bool
        let sounds: [SIMD16<Int8>?]
        let centreSounds: CentreSounds
        /// By mood, then by centre.
        private(set) var buckets: [ArtistLimitedMatches]
        /// For each mood the text score for each centre below which a row cannot be taken, whatever else it has.
        private(set) var textThresholds: [SIMD8<UInt16>]
        /// For each mood the score for each centre that a row must exceed.
        private(set) var thresholds: [CentreVector]
        /// Lookup tables: the addition for the mood's probability by its byte, for a version by its flag, and for
        /// popularity by its byte.
        let moodExtras = (0...255).map { TasteSearch.moodShare * Float($0) / 255 }
        let versionExtras = [0, -TasteSearch.versionCost]
        let popularityExtras = (0...255).map { $0 <= 100 ? TasteSearch.popularityShare * Float($0) / 100 : 0 }

        init(isMoodWanted: [Bool], allowsExplicit: Bool, sounds: [SIMD16<Int8>?], count: Int, perArtist: Int) {
            self.isMoodWanted = isMoodWanted
            self.allowsExplicit = allowsExplicit
            self.sounds = sounds
            centreSounds = CentreSounds(sounds)
            let bucket = ArtistLimitedMatches(count: count, perArtist: perArtist)
            buckets = Array(repeating: bucket, count: 4 * sounds.count)
            // Lanes without a centre never take a row.
            var none = SIMD8<UInt16>(repeating: .max)
            var never = CentreVector(repeating: .infinity)
            for centre in sounds.indices {
                none[centre] = 0
                never[centre] = bucket.threshold
            }
            textThresholds = Array(repeating: none, count: 4)
            thresholds = Array(repeating: never, count: 4)
        }

        /// The part of a row's score that does not depend on the centre.
        @inline(__always)
        func extra(_ bytes: SIMD16<UInt8>, probability: Int) -> Float {
            let version = RowFlags(rawValue: bytes[14]).contains(.isVersion) ? 1 : 0
            return moodExtras[probability] + versionExtras[version] + popularityExtras[Int(bytes[15])]
        }

        /// Takes the match if it is among the best of its mood and centre.
        mutating func insert(_ match: ArtistLimitedMatches.Match, mood: Int, centre: Int) {
            let bucket = mood * sounds.count + centre
            buckets[bucket].insert(match)
            let threshold = buckets[bucket].threshold
            thresholds[mood][centre] = threshold
            let text = (threshold - TasteSearch.soundShare - TasteSearch.mostExtra) / TasteSearch.textShare
            // Four steps less, as a margin for rounding.
            textThresholds[mood][centre] = UInt16(
                min(max(0, text * TasteSearch.textUnit - 4), TasteSearch.textUnit - 4))
        }
    }

    /// Scores a row. Cheap bounds come first, because they reject nearly all rows.
    @inline(__always)
    private func look(at row: Int, _ text: SIMD8<UInt16>, _ pass: inout Pass, _ isWanted: (Int) -> Bool) {
        let bytes = index.bytes(row: row)
        let (mood, probability) = Self.dominantMood(bytes)
        guard Self.anyLane(text .>= pass.textThresholds[mood]) else { return }
        let flags = RowFlags(rawValue: bytes[14])
        guard flags.contains(.isNamed), pass.allowsExplicit || !flags.contains(.isExplicit) else { return }
        let extra = pass.extra(bytes, probability: probability)
        let distances = CentreVector(
            pass.centreSounds.quarterDistances(to: bytes, isKnown: flags.contains(.hasFeatures)))
        let texts = CentreVector(text), thresholds = pass.thresholds[mood]
        let even = Self.mayExceed(texts.even, distances.even, extra, thresholds.even)
        let odd = Self.mayExceed(texts.odd, distances.odd, extra, thresholds.odd)
        guard Self.anyLane(even .| odd), Self.isAmongNearest(even, odd, texts, distances, thresholds) else { return }
        score(at: row, text, bytes, mood, extra, &pass, isWanted)
    }

    /// Whether one of the centres that would take the row may be its nearest one, which alone counts.
    @inline(never)
    private static func isAmongNearest(
        _ even: SIMDMask<SIMD4<Int32>>, _ odd: SIMDMask<SIMD4<Int32>>, _ texts: CentreVector,
        _ distances: CentreVector, _ thresholds: CentreVector
    ) -> Bool {
        let none = SIMD4<Float>(repeating: -.infinity)
        let evenNearness = approximateNearness(texts.even, distances.even)
            .replacing(with: none, where: thresholds.even .== -none)
        let oddNearness = approximateNearness(texts.odd, distances.odd)
            .replacing(with: none, where: thresholds.odd .== -none)
        let four = pointwiseMax(evenNearness, oddNearness), two = pointwiseMax(four.lowHalf, four.highHalf)
        let least = SIMD4(repeating: max(two[0], two[1]) - roundingTolerance)
        return anyLane((even .& (evenNearness .>= least)) .| (odd .& (oddNearness .>= least)))
    }

    /// The largest error in a difference of two nearnesses, as distances are rounded down.
    private static let roundingTolerance: Float = 0.02

    @inline(__always)
    private static func approximateNearness(_ text: SIMD4<Float>, _ quarterDistance: SIMD4<Float>) -> SIMD4<Float> {
        text * SIMD4(repeating: textStep) + SIMD4(repeating: soundShare * halfDistance)
            / (quarterDistance * SIMD4(repeating: 4 / (FeatureScale.step * FeatureScale.step))
                + SIMD4(repeating: halfDistance))
    }

    /// Whether the score may exceed the threshold. It avoids a division and errs on the side of yes, so that rounding
    /// rejects no row; the exact score is computed afterwards.
    @inline(__always)
    private static func mayExceed(
        _ text: SIMD4<Float>, _ quarterDistance: SIMD4<Float>, _ extra: Float, _ threshold: SIMD4<Float>
    ) -> SIMDMask<SIMD4<Int32>> {
        let wanted = threshold - (SIMD4(repeating: extra) + text * SIMD4(repeating: textStep))
        let distance =
            quarterDistance * SIMD4(repeating: 4 / (FeatureScale.step * FeatureScale.step))
            + SIMD4(repeating: halfDistance)
        return wanted * distance .< SIMD4(repeating: soundShare * halfDistance * 1.0001)
    }

    @inline(never)
    private func score(
        at row: Int, _ text: SIMD8<UInt16>, _ bytes: SIMD16<UInt8>, _ mood: Int, _ extra: Float, _ pass: inout Pass,
        _ isWanted: (Int) -> Bool
    ) {
        let sound = RowFlags(rawValue: bytes[14]).contains(.hasFeatures) ? CatalogueIndex.sound(bytes) : nil
        // Only the nearest centre counts.
        var best: (centre: Int, nearness: Float) = (0, -.infinity)
        for centre in pass.sounds.indices {
            let nearness = nearness(sound, text, pass.sounds, centre)
            if nearness > best.nearness { best = (centre, nearness) }
        }
        let score = best.nearness + extra
        if score > pass.thresholds[mood][best.centre], isWanted(row) {
            pass.insert(.init(row: row, artist: index.artist(row: row), score: score), mood: mood, centre: best.centre)
        }
    }

    /// Whether any lane is true; the library's `any` tests the lanes one by one.
    @inline(__always)
    private static func anyLane(_ mask: SIMDMask<SIMD8<Int16>>) -> Bool {
        let halves = unsafeBitCast(mask, to: SIMD2<UInt64>.self)
        return halves[0] | halves[1] != 0
    }

    @inline(__always)
    private static func anyLane(_ mask: SIMDMask<SIMD4<Int32>>) -> Bool {
        let halves = unsafeBitCast(mask, to: SIMD2<UInt64>.self)
        return halves[0] | halves[1] != 0
    }

    @inline(__always)
    private func nearness(
        _ sound: SIMD16<Int8>?, _ text: SIMD8<UInt16>, _ sounds: [SIMD16<Int8>?], _ centre: Int
    ) -> Float {
        var closeness = Self.unknownSound
        if let sound, let other = sounds[centre] {
            closeness = Self.halfDistance / (Self.halfDistance + FeatureScale.squaredDistance(sound, other))
        }
        return Self.textStep * Float(text[centre]) + Self.soundShare * closeness
    }

    /// The most probable song mood (the first in a tie, as in `SongMoodScores.dominant`) and its probability, of 255.
    @inline(__always)
    private static func dominantMood(_ bytes: SIMD16<UInt8>) -> (mood: Int, probability: Int) {
        // Probability and reversed mood in one number each, so that `max` decides ties without unpredictable branches.
        let happy = Int(bytes[10]) << 2 | 3, sad = Int(bytes[11]) << 2 | 2
        let energetic = Int(bytes[12]) << 2 | 1, calm = Int(bytes[13]) << 2
        let best = max(max(happy, sad), max(energetic, calm))
        return (3 - (best & 3), best >> 2)
    }

    /// The contributions of the centre's terms to the text scores in lane `number`.
    private func gains(of centre: TasteCentre, _ number: Int) -> [TermContributions] {
        // The idf counts once: squared, the artist would outweigh the genre entirely.
        let weights = centre.terms.compactMap { term in index.weight(of: term.term).map { term.weight * $0 } }
        guard let most = weights.max(), most > 0 else { return [] }
        return centre.terms.filter { $0.weight > 0 }.compactMap { term in
            index.gains(
                of: term.term, weight: Self.textUnit * term.weight / (most * Self.textSaturation), lane: number)
        }
    }
}

extension CatalogueIndex: SearchableCatalogue {
    /// A search over this index.
    package func makeTasteSearch() -> any TasteSearching { TasteSearch(self) }

    /// Rows drawn at random that `isWanted` lets through, about `count` of each of `moods` and never one twice: all
    /// there are in a small catalogue. The same generator draws the same rows.
    package func draw(
        _ count: Int, of moods: [SongMood], among given: RowSet?, using generator: inout some RandomNumberGenerator,
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
        if let given {
            for row in given.rows.shuffled(using: &generator) where left.values.contains(where: { $0 > 0 }) {
                take(Int(row))
            }
            return rows
        }
        if self.count <= 8 * count * moods.count {
            for row in (0..<self.count).shuffled(using: &generator) { take(row) }
            return rows
        }
        // A bound on the draws, for a filter that passes hardly any row.
        var tries = 40 * count
        while tries > 0, left.values.contains(where: { $0 > 0 }) {
            tries -= 1
            let row = Int.random(in: 0..<self.count, using: &generator)
            if drawn.insert(row).inserted { take(row) }
        }
        return rows
    }
}
