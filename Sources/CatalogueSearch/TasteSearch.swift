package import Songs

/// Finds, among all tracks of the catalogue, those nearest to a taste of several centres.
///
/// A row is worth what its best centre says of it, so that one who likes two things is not offered what lies between.
/// The text is told first; whose text is too little to get in even with the best sound is not looked at further.
package struct TasteSearch: TasteSearching {
    /// More centres than this are not searched for.
    package static let mostCentres = 8

    private let index: CatalogueIndex
    /// Of each track of a block how much of the best text it has for each centre, 65,535 for all of it; all 0 between
    /// blocks.
    private var texts: [SIMD8<UInt16>] = []

    /// So many tracks are looked at together: their texts stay in the processor's cache.
    private static let blockSize = 1 << 14

    /// How much of the nearness is text; the rest is sound.
    private static let textShare: Float = 0.6, soundShare: Float = 0.4
    /// A row has the best text there is with so many times what the taste's most telling term is worth: that of an
    /// artist, with the genre. Neither the length of a title nor how many artists are liked has a part in it.
    private static let bestText: Float = 1.4
    /// What the probability of the song mood, and popularity, add at most.
    private static let moodShare: Float = 0.1, popularityShare: Float = 0.02
    private static let mostExtra = moodShare + popularityShare
    /// A remix or a live recording must be so much nearer than the song itself.
    private static let versionCost: Float = 0.15
    /// Half of a typical squared distance of two tracks counts as a nearness of one half.
    private static let halfDistance: Float = 5
    /// The nearness of a sound that was not measured: as of any track.
    private static let unknownSound: Float = 0.25
    /// All of the best text, as it is kept of each row.
    private static let textUnit: Float = 65_535
    /// What one step of it is of the nearness.
    private static let textStep: Float = textShare / textUnit

    package init(_ index: CatalogueIndex) {
        self.index = index
    }

    /// The `count` best named rows of each wanted mood and centre, those of one mood and centre together, the best first;
    /// of equal ones the lower row.
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
            // Which mood comes next nobody can foretell, so the rows of the wanted ones are gathered without a branch.
            var found = 0
            for place in 0..<count {
                places[found] = UInt16(truncatingIfNeeded: place)
                found &+= wanted[Self.dominantMood(index.bytes(row: first + place)).mood]
            }
            for number in 0..<found {
                let place = Int(places[number])
                look(at: first + place, texts[place], &pass, isWanted)
            }
            // As the next block finds them.
            for place in 0..<count { texts[place] = .zero }
        }
        swap(&texts, &self.texts)
        return pass.buckets.enumerated().flatMap { number, bucket in
            bucket.sorted.map { TasteMatch(row: $0.row, centre: number % centres.count, score: $0.score) }
        }
    }

    /// What one search works with.
    private struct Pass {
        /// In the order of `SongMood.allCases`.
        let isMoodWanted: [Bool]
        let allowsExplicit: Bool
        let sounds: [SIMD16<Int8>?]
        let centreSounds: CentreSounds
        /// By mood, then by centre.
        private(set) var buckets: [ArtistLimitedMatches]
        /// Of each mood, the text that a row needs for each centre to get in, were everything else about it the best.
        private(set) var needed: [SIMD8<UInt16>]
        /// Of each mood, what a row's score for each centre must exceed.
        private(set) var thresholds: [CentreNumbers]
        /// What the probability of the mood adds, by its byte; what the flag of versions adds, by its bit; what
        /// popularity adds, by its byte.
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
            // Nothing is near to a centre that is not there.
            var none = SIMD8<UInt16>(repeating: .max)
            var never = CentreNumbers(repeating: .infinity)
            for centre in sounds.indices {
                none[centre] = 0
                never[centre] = bucket.threshold
            }
            needed = Array(repeating: none, count: 4)
            thresholds = Array(repeating: never, count: 4)
        }

        /// What a row's score has beside its nearness to a centre.
        @inline(__always)
        func extra(_ bytes: SIMD16<UInt8>, probability: Int) -> Float {
            let version = RowFlags(rawValue: bytes[14]).contains(.isVersion) ? 1 : 0
            return moodExtras[probability] + versionExtras[version] + popularityExtras[Int(bytes[15])]
        }

        /// Takes the match in if it is among the best of its mood and centre.
        mutating func insert(_ match: ArtistLimitedMatches.Match, mood: Int, centre: Int) {
            let bucket = mood * sounds.count + centre
            buckets[bucket].insert(match)
            let threshold = buckets[bucket].threshold
            thresholds[mood][centre] = threshold
            let text = (threshold - TasteSearch.soundShare - TasteSearch.mostExtra) / TasteSearch.textShare
            // Some steps less, for what rounding takes.
            needed[mood][centre] = UInt16(min(max(0, text * TasteSearch.textUnit - 4), TasteSearch.textUnit - 4))
        }
    }

    /// Leaves out, as cheaply as can be, a row that gets in nowhere: nearly all rows go no further.
    @inline(__always)
    private func look(at row: Int, _ text: SIMD8<UInt16>, _ pass: inout Pass, _ isWanted: (Int) -> Bool) {
        let bytes = index.bytes(row: row)
        let (mood, probability) = Self.dominantMood(bytes)
        guard Self.anyLane(text .>= pass.needed[mood]) else { return }
        let flags = RowFlags(rawValue: bytes[14])
        guard flags.contains(.isNamed), pass.allowsExplicit || !flags.contains(.isExplicit) else { return }
        let extra = pass.extra(bytes, probability: probability)
        let distances = CentreNumbers(
            pass.centreSounds.quarterDistances(to: bytes, isKnown: flags.contains(.hasFeatures)))
        let texts = CentreNumbers(text), thresholds = pass.thresholds[mood]
        let even = Self.getsIn(texts.even, distances.even, extra, thresholds.even)
        let odd = Self.getsIn(texts.odd, distances.odd, extra, thresholds.odd)
        guard Self.anyLane(even .| odd), Self.isAmongNearest(even, odd, texts, distances, thresholds) else { return }
        lookCloser(at: row, text, bytes, mood, extra, &pass, isWanted)
    }

    /// Whether one of the centres that the row would get in for may be the one it is nearest to, which alone counts.
    @inline(never)
    private static func isAmongNearest(
        _ even: SIMDMask<SIMD4<Int32>>, _ odd: SIMDMask<SIMD4<Int32>>, _ texts: CentreNumbers,
        _ distances: CentreNumbers, _ thresholds: CentreNumbers
    ) -> Bool {
        let none = SIMD4<Float>(repeating: -.infinity)
        let evenNearness = roughNearness(texts.even, distances.even)
            .replacing(with: none, where: thresholds.even .== -none)
        let oddNearness = roughNearness(texts.odd, distances.odd)
            .replacing(with: none, where: thresholds.odd .== -none)
        let four = pointwiseMax(evenNearness, oddNearness), two = pointwiseMax(four.lowHalf, four.highHalf)
        let least = SIMD4(repeating: max(two[0], two[1]) - roughness)
        return anyLane((even .& (evenNearness .>= least)) .| (odd .& (oddNearness .>= least)))
    }

    /// What rounding down the distances makes two nearnesses differ by at most.
    private static let roughness: Float = 0.02

    @inline(__always)
    private static func roughNearness(_ text: SIMD4<Float>, _ quarterDistance: SIMD4<Float>) -> SIMD4<Float> {
        text * SIMD4(repeating: textStep) + SIMD4(repeating: soundShare * halfDistance)
            / (quarterDistance * SIMD4(repeating: 4 / (FeatureScale.step * FeatureScale.step))
                + SIMD4(repeating: halfDistance))
    }

    /// Whether the score may be more than the threshold. Told without a division, and a hair generously, so that rounding
    /// keeps none out; what gets in is reckoned once more.
    @inline(__always)
    private static func getsIn(
        _ text: SIMD4<Float>, _ quarterDistance: SIMD4<Float>, _ extra: Float, _ threshold: SIMD4<Float>
    ) -> SIMDMask<SIMD4<Int32>> {
        let wanted = threshold - (SIMD4(repeating: extra) + text * SIMD4(repeating: textStep))
        let distance =
            quarterDistance * SIMD4(repeating: 4 / (FeatureScale.step * FeatureScale.step))
            + SIMD4(repeating: halfDistance)
        return wanted * distance .< SIMD4(repeating: soundShare * halfDistance * 1.0001)
    }

    @inline(never)
    private func lookCloser(
        at row: Int, _ text: SIMD8<UInt16>, _ bytes: SIMD16<UInt8>, _ mood: Int, _ extra: Float, _ pass: inout Pass,
        _ isWanted: (Int) -> Bool
    ) {
        let sound = RowFlags(rawValue: bytes[14]).contains(.hasFeatures) ? CatalogueIndex.sound(bytes) : nil
        // Only to the centre it is nearest to.
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

    /// Whether any lane is true; `any` takes the lanes one by one.
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

    /// The first of happy, sad, energetic and calm that is the most probable, as `SongMoodScores.dominant` has it, and its
    /// probability of 255.
    @inline(__always)
    private static func dominantMood(_ bytes: SIMD16<UInt8>) -> (mood: Int, probability: Int) {
        // As one number each, the mood turned round for a tie; comparing by branches that nobody can foretell is slow.
        let happy = Int(bytes[10]) << 2 | 3, sad = Int(bytes[11]) << 2 | 2
        let energetic = Int(bytes[12]) << 2 | 1, calm = Int(bytes[13]) << 2
        let best = max(max(happy, sad), max(energetic, calm))
        return (3 - (best & 3), best >> 2)
    }

    /// What the centre's terms add to lane `number`: how much of the best text a row has for the centre.
    private func gains(of centre: TasteCentre, _ number: Int) -> [TermGains] {
        // The idf counts once: squared, an artist would leave nothing to the genre.
        let worths = centre.terms.compactMap { term in index.weight(of: term.term).map { term.weight * $0 } }
        guard let most = worths.max(), most > 0 else { return [] }
        return centre.terms.filter { $0.weight > 0 }.compactMap { term in
            index.gains(
                of: term.term, weight: Self.textUnit * term.weight / (most * Self.bestText), lane: number)
        }
    }
}

extension CatalogueIndex: SearchableCatalogue {
    package func makeTasteSearch() -> any TasteSearching { TasteSearch(self) }

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
