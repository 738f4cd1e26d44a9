import Songs
package import Storage

/// Builds an index file from a catalogue's tracks, added one after the other.
///
/// Rows and the vocabulary are held in memory (28 bytes a track, about 25 a term); the tracks' terms go to a temporary
/// file, from which the postings are sorted in passes of at most `postingsPerPass`.
package final class IndexBuilder {
    /// 32 MB of memory.
    private static let postingsPerPass = 8 << 20

    private var rows: [SIMD16<UInt8>] = []
    private var trackIDs: [UInt32] = []
    private var artists: [UInt32] = []
    private let spool: TermSpool
    private var termNumbers = KeyTable()
    private var termHashes: [UInt64] = []
    private var termCounts: [UInt32] = []
    private var extractor = TermExtractor()
    private var key: [UInt8] = []

    /// - Parameter folder: where the temporary file is put.
    package init(folder: String) throws(StorageError) {
        spool = try TermSpool(in: folder)
    }

    /// Writes the index of all tracks added to `path`. The builder must not be used afterwards.
    /// - Parameter revision: the catalogue's revision that the tracks were read at.
    /// - Throws: `StorageError`.
    package func write(to path: String, revision: Int64) throws {
        termNumbers = KeyTable()
        let scale = standardise()
        let writer = try IndexWriter(path: path)
        try writer.write(section: rows)
        try writer.write(section: trackIDs)
        try writer.write(section: artists)
        let count = rows.count
        rows = []
        trackIDs = []
        artists = []
        let order = termHashes.indices.sorted { termHashes[$0] < termHashes[$1] }.map { UInt32($0) }
        try writer.write(section: try norms(rowCount: count))
        try writer.write(section: order.map { termHashes[Int($0)] })
        let postingCounts = order.map { term in
            let tracks = Int(termCounts[Int(term)])
            return IndexLayout.hasPostings(count: tracks, of: count) ? UInt64(tracks) : 0
        }
        var offsets: [UInt64] = [0]
        offsets.reserveCapacity(postingCounts.count + 1)
        for postings in postingCounts { offsets.append((offsets.last ?? 0) + postings) }
        try writer.write(section: offsets)
        try writer.write(section: order.map { termCounts[Int($0)] })
        try writePostings(writer, order: order, offsets: offsets)
        try writer.finish(rows: count, terms: order.count, revision: revision, scale: scale)
    }

    // MARK: Reading

    /// Adds a track; tracks must come in the order of their ids.
    /// - Throws: `IndexTooLarge` if there are more than the format can hold, `StorageError`.
    package func add(_ track: borrowing IndexedTrack) throws {
        guard rows.count < IndexLayout.rowLimit, let id = UInt32(exactly: track.id) else { throw IndexTooLarge() }
        extractor.extract(title: track.title, artists: track.artists, album: track.album, genres: track.genres)
        trackIDs.append(id)
        artists.append(ArtistKey.hash(track.artists, &key))
        var flags: RowFlags = []
        if !track.title.isEmpty, !track.artists.isEmpty { flags.insert(.isNamed) }
        if extractor.isVersion { flags.insert(.isVersion) }
        if track.isExplicit { flags.insert(.isExplicit) }
        rows.append(Self.row(track, flags))
        try spool.append(UInt32(extractor.terms.count))
        for term in extractor.terms { try spool.append(number(of: term.hash) << 4 | UInt32(term.count)) }
    }

    /// The row with its features as fractions of 255; they are standardised when all are known.
    private static func row(_ track: borrowing IndexedTrack, _ flags: RowFlags) -> SIMD16<UInt8> {
        var row = SIMD16<UInt8>.zero
        var flags = flags
        if track.hasFeatures {
            flags.insert(.hasFeatures)
            for index in 0..<FeatureScale.count {
                row[index] = UInt8((FeatureScale.fraction(track.features[index], of: index) * 255).rounded())
            }
        }
        // The fourth is the rest, so that their sum is 255.
        var left = 255
        for (index, probability) in [track.happy, track.sad, track.energetic].enumerated() {
            let share = min(left, Int((probability * 255).rounded()))
            row[10 + index] = UInt8(max(0, share))
            left -= max(0, share)
        }
        row[13] = UInt8(left)
        row[14] = flags.rawValue
        row[15] = track.popularity.map { UInt8(min(max($0, 0), 100)) } ?? 255
        return row
    }

    private func number(of hash: UInt64) -> UInt32 {
        if let number = termNumbers[hash] {
            termCounts[Int(number)] += 1
            return number
        }
        let number = UInt32(termHashes.count)
        termNumbers[hash] = number
        termHashes.append(hash)
        termCounts.append(1)
        return number
    }

    // MARK: Computing

    /// Replaces the fractions by standardised features.
    private func standardise() -> FeatureScale {
        var sums = [Double](repeating: 0, count: FeatureScale.count), squares = sums
        var count = 0.0
        for row in rows where RowFlags(rawValue: row[14]).contains(.hasFeatures) {
            count += 1
            for index in 0..<FeatureScale.count {
                let value = Double(row[index]) / 255
                sums[index] += value
                squares[index] += value * value
            }
        }
        var scale = FeatureScale(means: sums.map { _ in 0.5 }, deviations: sums.map { _ in 0.25 })
        if count > 0 {
            for index in 0..<FeatureScale.count {
                let mean = sums[index] / count
                scale.means[index] = Float(mean)
                scale.deviations[index] = Float(max(squares[index] / count - mean * mean, 0).squareRoot())
            }
        }
        // A lookup table: a feature has 256 values.
        let tables = (0..<FeatureScale.count).map { index in
            (0...255).map { UInt8(bitPattern: scale.quantised(Float($0) / 255, index)) }
        }
        for place in rows.indices where RowFlags(rawValue: rows[place][14]).contains(.hasFeatures) {
            for index in 0..<FeatureScale.count { rows[place][index] = tables[index][Int(rows[place][index])] }
        }
        return scale
    }

    /// For each row the reciprocal of the norm of its weights.
    private func norms(rowCount: Int) throws -> [Float] {
        let weights = termCounts.map { count -> Float in
            IndexLayout.hasPostings(count: Int(count), of: rowCount)
                ? IndexLayout.idf(count: Int(count), of: rowCount) : 0
        }
        var norms: [Float] = []
        norms.reserveCapacity(rowCount)
        var left: UInt32 = 0
        var sum: Float = 0
        try spool.forEach { number in
            if left == 0 {
                left = number
                sum = 0
            } else {
                let weight = weights[Int(number >> 4)] * TermExtractor.Term.countWeights[Int(number & 15)]
                sum += weight * weight
                left -= 1
            }
            if left == 0 { norms.append(sum > 0 ? 1 / sum.squareRoot() : 0) }
        }
        return norms
    }

    private func writePostings(_ writer: IndexWriter, order: [UInt32], offsets: [UInt64]) throws {
        /// The position of each term in the order.
        var places = [UInt32](repeating: 0, count: order.count)
        for (place, term) in order.enumerated() { places[Int(term)] = UInt32(place) }
        writer.beginSection()
        var first = 0
        while first < order.count {
            var last = first + 1
            while last < order.count, offsets[last + 1] - offsets[first] <= UInt64(Self.postingsPerPass) { last += 1 }
            var postings = [UInt32](repeating: 0, count: Int(offsets[last] - offsets[first]))
            var next = offsets[first..<last].map { Int($0 - offsets[first]) }
            var row: UInt32 = 0
            var left: UInt32 = 0
            try spool.forEach { number in
                if left == 0 {
                    left = number
                } else {
                    let place = Int(places[Int(number >> 4)])
                    if place >= first, place < last, offsets[place + 1] > offsets[place] {
                        postings[next[place - first]] = row << 4 | number & 15
                        next[place - first] += 1
                    }
                    left -= 1
                }
                if left == 0 { row += 1 }
            }
            try writer.append(postings)
            first = last
        }
        try writer.endSection()
    }
}

/// The key by which the artists of two rows are compared.
package enum ArtistKey {
    /// 0 for no artist.
    package static func hash(_ artists: [String]) -> UInt32 {
        var scratch: [UInt8] = []
        return hash(Array((artists.first ?? "").utf8), &scratch)
    }

    /// - Parameter artists: as a row has them.
    static func hash(_ artists: [UInt8], _ scratch: inout [UInt8]) -> UInt32 {
        guard !artists.isEmpty else { return 0 }
        scratch.removeAll(keepingCapacity: true)
        let end = artists.firstIndex(of: NameList.separatorByte) ?? artists.endIndex
        NameKey.append(folding: artists[..<end], to: &scratch)
        return max(1, UInt32(truncatingIfNeeded: XXHash64.hash(scratch)))
    }
}
