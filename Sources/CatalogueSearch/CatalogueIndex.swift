import Glibc
package import Songs

/// The catalogue's index in memory: sounds, moods and terms of every track without a query.
///
/// Rows count from 0 in the order of the tracks' ids. The file is read into memory of our own, not mapped: where it is cut
/// short or written over from outside, or its disk fails, what was read and checked stays as it is.
///
/// `CatalogueSearch` holds the index file's format, its builder and the search over it. It knows `Songs` and `Storage`,
/// and nothing of the database.
package final class CatalogueIndex: Sendable {
    /// How many tracks it holds.
    package let count: Int
    /// The revision of the catalogue that it was built from.
    package let revision: Int64
    /// The scale of the stored sounds.
    package let scale: FeatureScale
    let termCount: Int

    /// Written to by nothing, and given back with the last reference.
    private nonisolated(unsafe) let bytes: UnsafeRawBufferPointer
    private let sections: [Range<Int>]
    /// Offsets of the two sections that a search scans from end to end.
    private let rowsStart: Int
    private let normsStart: Int

    /// Reads the file and checks all of it: about a millisecond per 4 MB.
    /// - Parameter revision: of the catalogue as it is now; nil takes any.
    package init(reading path: String, revision wanted: Int64?) throws(IndexProblem) {
        bytes = try Self.load(path)
        do throws(IndexProblem) {
            try Self.checkHeader(bytes)
            count = Int(Self.number(bytes, 12, UInt32.self))
            termCount = Int(Self.number(bytes, 24, UInt32.self))
            revision = Self.number(bytes, 16, Int64.self)
            let floats = (0..<(2 * FeatureScale.count)).map { [bytes] in
                Float(bitPattern: Self.number(bytes, 32 + 4 * $0, UInt32.self))
            }
            scale = FeatureScale(
                means: Array(floats.prefix(FeatureScale.count)), deviations: Array(floats.suffix(FeatureScale.count)))
            guard floats.allSatisfy(\.isFinite) else { throw .damaged("the scale of sounds is none") }
            if let wanted, wanted != revision { throw .stale(revision: revision, wanted: wanted) }
            sections = try Self.checkedSections(bytes, rows: count, terms: termCount)
            try Self.checkPostings(bytes, sections, rows: count, terms: termCount)
            rowsStart = sections[IndexLayout.Section.rows.rawValue].lowerBound
            normsStart = sections[IndexLayout.Section.norms.rawValue].lowerBound
        } catch {
            munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count)
            throw error
        }
    }

    deinit {
        munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count)
    }

    // MARK: Rows

    /// The track's id in the database.
    package func trackID(row: Int) -> Int64 { Int64(element(.trackIDs, row, UInt32.self)) }

    /// The row of the track with this id; nil if there is none.
    package func row(trackID: Int64) -> Int? {
        guard let wanted = UInt32(exactly: trackID) else { return nil }
        let row = lowerBound(.trackIDs, wanted, among: count)
        return row < count && element(.trackIDs, row, UInt32.self) == wanted ? row : nil
    }

    /// The first artist, as `ArtistKey.hash` has it; 0 where unknown.
    package func artist(row: Int) -> UInt32 { element(.artists, row, UInt32.self) }

    /// Whether the sound was measured; the features are those of an average track otherwise.
    package func hasFeatures(row: Int) -> Bool { flags(row).contains(.hasFeatures) }

    /// Whether title and artist are known, so that it can be offered by name.
    package func isNamed(row: Int) -> Bool { flags(row).contains(.isNamed) }

    /// Whether the lyrics are marked as explicit.
    package func isExplicit(row: Int) -> Bool { flags(row).contains(.isExplicit) }

    /// Whether the title says that it is a remix, a live recording, a remaster or with guests.
    package func isVersion(row: Int) -> Bool { flags(row).contains(.isVersion) }

    /// Spotify's popularity, 0 to 100; nil where unknown.
    package func popularity(row: Int) -> Int? {
        let popularity = bytes(row: row)[15]
        return popularity == 255 ? nil : Int(popularity)
    }

    /// The probabilities of the song moods, in steps of 1/255.
    package func moodScores(row: Int) -> SongMoodScores {
        let row = bytes(row: row)
        return SongMoodScores(
            happy: Double(row[10]), sad: Double(row[11]), energetic: Double(row[12]), calm: Double(row[13]))
    }

    /// The probability of one mood in steps of 1/255, for a loop over all rows.
    @inline(__always)
    package func moodByte(row: Int, _ mood: SongMood) -> UInt8 {
        let place =
            switch mood {
            case .happy: 10
            case .sad: 11
            case .energetic: 12
            case .calm: 13
            }
        precondition(row >= 0 && row < count, "no such row")
        return bytes[rowsStart + 16 * row + place]
    }

    /// The place of the track's sound on `scale`.
    @inline(__always)
    package func sound(row: Int) -> SIMD16<Int8> { Self.sound(bytes(row: row)) }

    @inline(__always)
    static func sound(_ row: SIMD16<UInt8>) -> SIMD16<Int8> {
        // Moods and flags follow the ten features.
        let features = SIMD16<UInt8>(
            255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 0, 0, 0)
        return SIMD16<Int8>(truncatingIfNeeded: row & features)
    }

    private func flags(_ row: Int) -> RowFlags { RowFlags(rawValue: bytes(row: row)[14]) }

    @inline(__always)
    func bytes(row: Int) -> SIMD16<UInt8> {
        precondition(row >= 0 && row < count, "no such row")
        return bytes.load(fromByteOffset: rowsStart + 16 * row, as: SIMD16<UInt8>.self)
    }

    // MARK: Terms

    /// The term's inverse document frequency; nil if no track has it or too many have.
    package func weight(of term: UInt64) -> Float? {
        guard let place = place(of: term), !postings(place).isEmpty else { return nil }
        return IndexLayout.idf(count: Int(element(.termCounts, place, UInt32.self)), of: count)
    }

    /// How many tracks have the term.
    package func trackCount(of term: UInt64) -> Int {
        place(of: term).map { Int(element(.termCounts, $0, UInt32.self)) } ?? 0
    }

    /// Calls `body` for every track that has the term, with its frequency (1 to 15); never for a term that too many
    /// have.
    package func forEachPosting(of term: UInt64, _ body: (_ row: Int, _ count: Int) -> Void) {
        guard let place = place(of: term) else { return }
        for posting in postings(place) { body(Int(posting >> 4), Int(posting & 15)) }
    }

    /// Adds to each row's score what the term adds to the cosine with a text in which it weighs `weight`.
    ///
    /// After all terms of the text, `finish(scores:)` turns the sums into cosines.
    func add(_ term: UInt64, weight: Float, to scores: inout [Float]) {
        guard let place = place(of: term) else { return }
        let idf = IndexLayout.idf(count: Int(element(.termCounts, place, UInt32.self)), of: count)
        let gains = TermExtractor.Term.countWeights.map { $0 * idf * weight }
        let postings = postings(place)
        scores.withUnsafeMutableBufferPointer { scores in
            gains.withUnsafeBufferPointer { gains in
                for posting in postings { scores[Int(posting >> 4)] += gains[Int(posting & 15)] }
            }
        }
    }

    /// The term's contributions to the scores of the rows that have it; nil if no track has it or too many have.
    func gains(of term: UInt64, weight: Float, lane: Int) -> TermContributions? {
        guard let place = place(of: term) else { return nil }
        let idf = IndexLayout.idf(count: Int(element(.termCounts, place, UInt32.self)), of: count)
        let gains = TermExtractor.Term.countWeights.map { countWeight in
            let gain = countWeight * idf * weight
            // A damaged index can make this negative or NaN: then the term contributes nothing.
            return gain > 0 ? UInt16(min(gain, Float(UInt16.max))) : 0
        }
        return TermContributions(postings: postings(place), gains: gains, lane: lane)
    }

    /// One divided by the norm of the row's term weights; 0 for a row without terms.
    @inline(__always)
    func norm(row: Int) -> Float {
        precondition(row >= 0 && row < count, "no such row")
        return bytes.load(fromByteOffset: normsStart + 4 * row, as: Float.self)
    }

    private func place(of term: UInt64) -> Int? {
        let place = lowerBound(.termHashes, term, among: termCount)
        return place < termCount && element(.termHashes, place, UInt64.self) == term ? place : nil
    }

    private func postings(_ place: Int) -> UnsafeBufferPointer<UInt32> {
        let start = element(.termOffsets, place, UInt64.self), end = element(.termOffsets, place + 1, UInt64.self)
        let section = bytes[sections[IndexLayout.Section.postings.rawValue]]
        return UnsafeBufferPointer(
            rebasing: UnsafeRawBufferPointer(rebasing: section).assumingMemoryBound(to: UInt32.self)[
                Int(start)..<Int(end)])
    }

    // MARK: Elements

    @inline(__always)
    private func element<Element: BitwiseCopyable>(
        _ section: IndexLayout.Section, _ index: Int, _ type: Element.Type
    ) -> Element {
        let range = sections[section.rawValue]
        let offset = range.lowerBound + index * MemoryLayout<Element>.stride
        precondition(index >= 0 && offset < range.upperBound, "no such row or term")
        return bytes.load(fromByteOffset: offset, as: type)
    }

    private func lowerBound<Element: BitwiseCopyable & Comparable>(
        _ section: IndexLayout.Section, _ wanted: Element, among count: Int
    ) -> Int {
        var low = 0, high = count
        while low < high {
            let middle = (low + high) / 2
            if element(section, middle, Element.self) < wanted { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
