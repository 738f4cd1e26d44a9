import Catalogue
import CatalogueTestSupport
import Foundation
import Songs
import TestSupport
import Testing

@testable import CatalogueSearch

@Suite struct CatalogueIndexTests {
    /// Three hundred tracks of few words, of which every third has no sound and every tenth no name.
    private func bench(_ folder: String) throws -> ImportBench {
        let bench = try ImportBench(folder)
        let words = (0..<60).map { "w\($0)" }
        let rows = (0..<300).map { number in
            let title = number % 10 == 0 ? "" : "\(words[number % 60]) \(words[number * 7 % 60]) \(words[number % 13])"
            return genreRow(
                number, title: title, artists: title.isEmpty ? "" : "Artist \(number % 20)", genre: "g\(number % 6)",
                energy: number % 3 == 0 ? "" : "0.\(number % 97)", valence: "0.\(number % 89)")
        }
        try bench.read(bench.file("a.csv", ([Header.genres] + rows).joined(separator: "\n")))
        return bench
    }

    /// The similarity of two tracks, computed by its definition.
    private func cosine(_ one: Track, _ other: Track, among all: [Track]) -> Double {
        func counts(_ track: Track) -> [UInt64: Double] {
            var extractor = TermExtractor()
            extractor.extract(track)
            return Dictionary(uniqueKeysWithValues: extractor.terms.map { ($0.hash, Double($0.count)) })
        }
        let documents = all.map(counts)
        func weights(_ track: Track) -> [UInt64: Double] {
            Dictionary(
                uniqueKeysWithValues: counts(track).map { term, count in
                    let frequency = Double(documents.count { $0[term] != nil })
                    return (term, (1 + log(count)) * (1 + log((1 + Double(all.count)) / (1 + frequency))))
                })
        }
        let first = weights(one), second = weights(other)
        func norm(_ weights: [UInt64: Double]) -> Double { weights.values.reduce(0) { $0 + $1 * $1 }.squareRoot() }
        let dot = first.reduce(0) { $0 + $1.value * (second[$1.key] ?? 0) }
        return norm(first) * norm(second) > 0 ? dot / (norm(first) * norm(second)) : 0
    }

    @Test func indexAgreesWithTheDatabase() throws {
        try withTemporaryFolder { folder in
            let bench = try bench(folder)
            let index = try bench.catalogue.openIndex()
            let tracks = try bench.tracks()
            #expect(index.count == 300)
            for (row, track) in tracks.enumerated() {
                #expect(index.trackID(row: row) == track.id)
                #expect(index.row(trackID: track.id) == row)
                #expect(index.isNamed(row: row) == (track.title != nil))
                #expect(index.hasFeatures(row: row) == (track.features != nil))
                #expect(index.artist(row: row) == ArtistKey.hash(track.artists))
                #expect(index.popularity(row: row) == 50)
                for mood in SongMood.allCases {
                    #expect(abs(index.moodScores(row: row)[mood] - track.moodScores[mood]) < 0.01)
                    #expect(abs(Double(index.moodByte(row: row, mood)) / 255 - track.moodScores[mood]) < 0.01)
                }
                if let features = track.features {
                    // Rounding to 1/255 before standardising errs by up to two steps, each rounding after it by half a
                    // step.
                    let difference = index.sound(row: row) &- index.scale.point(features)
                    #expect(abs(Int(difference.max())) <= 3 && abs(Int(difference.min())) <= 3)
                }
            }
            #expect(index.row(trackID: 0) == nil)
            #expect(index.row(trackID: .max) == nil)
        }
    }

    @Test func textSearchAgreesWithItsDefinition() throws {
        try withTemporaryFolder { folder in
            let bench = try bench(folder)
            let index = try bench.catalogue.openIndex()
            let tracks = try bench.tracks()
            var search = NearestTracks(index)
            for row in [1, 77, 251] {
                var query = TasteQuery(texts: [tracks[row]])
                query.textShare = 1
                let matches = search.search(query, count: 300)
                #expect(matches.first?.row == row)
                #expect(abs((matches.first?.score ?? 0) - 1) < 1e-4)
                #expect(matches.map(\.score) == matches.map(\.score).sorted(by: >))
                for match in matches.prefix(40) {
                    let expected = cosine(tracks[row], tracks[match.row], among: tracks)
                    #expect(abs(Double(match.score) - expected) < 1e-4)
                }
                #expect(search.search(query, count: 5) == Array(matches.prefix(5)))
            }
        }
    }

    @Test func soundSearchFindsTracksNearAnyCentre() throws {
        try withTemporaryFolder { folder in
            let bench = try bench(folder)
            let index = try bench.catalogue.openIndex()
            var query = TasteQuery()
            query.textShare = 0
            let centres = [1, 200]
            query.centres = centres.map { index.sound(row: $0) }
            var search = NearestTracks(index)
            let matches = search.search(query, count: 20) { $0 != 200 }
            #expect(matches.first?.row == 1)
            #expect(matches.first?.score == 1)
            #expect(!matches.contains { $0.row == 200 })
            func distance(_ row: Int) -> Float {
                centres.map { centre in
                    (0..<16).reduce(Float(0)) { sum, lane in
                        let difference = Float(index.sound(row: row)[lane]) - Float(index.sound(row: centre)[lane])
                        return sum + difference * difference
                    }
                }.min() ?? 0
            }
            let expected = (0..<index.count).filter { $0 != 200 }.map { distance($0) }.sorted().prefix(20)
            #expect(matches.map { distance($0.row) } == Array(expected))
        }
    }

    @Test func extremeSoundsDoNotOverflow() {
        let one = SIMD16<Int8>(repeating: 63), other = SIMD16<Int8>(repeating: -63)
        #expect(FeatureScale.squaredDistance(one, other) == Float(16 * 126 * 126) / (15.75 * 15.75))
    }

    @Test func tooCommonTermHasNoWeight() throws {
        try withTemporaryFolder { folder in
            let bench = try ImportBench(folder)
            let rows = (0..<1200).map {
                genreRow($0, title: $0 % 2 == 0 ? "same" : "other\($0)", genre: "g\($0 % 100)")
            }
            try bench.read(bench.file("a.csv", ([Header.genres] + rows).joined(separator: "\n")))
            let index = try bench.catalogue.openIndex()
            let artist = TermExtractor.hash(artist: "A")
            #expect(index.trackCount(of: artist) == 1200)
            #expect(index.weight(of: artist) == nil)
            let word = TermExtractor.hash(word: "same")
            #expect(index.trackCount(of: word) == 600)
            var rowsFound: [Int] = []
            index.forEachPosting(of: word) { row, count in
                rowsFound.append(row)
                #expect(count == 1)
            }
            #expect(rowsFound == Array(stride(from: 0, to: 1200, by: 2)))
            #expect(index.weight(of: 12345) == nil)
        }
    }

    @Test func damagedBytesAreDetected() throws {
        try withTemporaryFolder { folder in
            let bench = try bench(folder)
            let path = bench.catalogue.indexPath
            let whole = try Data(contentsOf: URL(fileURLWithPath: path))
            let sound = try CatalogueIndex(reading: path, revision: nil)
            for offset in stride(from: 0, to: whole.count, by: 211) {
                var damaged = whole
                damaged[offset] ^= 0x10
                try damaged.write(to: URL(fileURLWithPath: path))
                // Padding between sections is not covered by a checksum.
                if let index = try? CatalogueIndex(reading: path, revision: nil) {
                    #expect(index.count == sound.count && isPadding(offset, whole), "byte \(offset)")
                }
            }
            for length in [0, 100, 511, 512, 600, whole.count / 2, whole.count - 1] {
                try whole.prefix(length).write(to: URL(fileURLWithPath: path))
                #expect(throws: IndexProblem.self) { try CatalogueIndex(reading: path, revision: nil) }
            }
            #expect(try bench.catalogue.openOrBuildIndex().count == 300)
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == whole)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).allSatisfy { !$0.contains(".rebuilt") })
        }
    }

    /// A file with right checksums can still hold invalid offsets.
    @Test func offsetsOutsideTheFileAreRefused() throws {
        try withTemporaryFolder { folder in
            let bench = try bench(folder)
            let path = bench.catalogue.indexPath
            let whole = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
            func start(_ section: IndexLayout.Section) -> Int {
                let place = IndexLayout.sectionTableOffset + 24 * section.rawValue
                return whole.withUnsafeBytes { Int($0.loadUnaligned(fromByteOffset: place, as: UInt64.self)) }
            }
            func isRefused(_ change: (inout [UInt8]) -> Void) throws -> Bool {
                var changed = whole
                change(&changed)
                try Data(withChecksums(changed)).write(to: URL(fileURLWithPath: path))
                return (try? CatalogueIndex(reading: path, revision: nil)) == nil
            }
            #expect(try !isRefused { _ in })
            // A posting of a row that does not exist.
            #expect(try isRefused { $0[start(.postings) + 3] = 0x7F })
            // Postings that begin behind their section, or before those of the term before.
            #expect(try isRefused { $0[start(.termOffsets) + 8 * 3 + 6] = 1 })
            #expect(try isRefused { $0[start(.termOffsets)] = 200 })
            // Postings that end before their section does.
            #expect(try isRefused { $0[IndexLayout.sectionTableOffset + 24 * 7 + 8] &-= 4 })
            // A misaligned section.
            #expect(try isRefused { $0[IndexLayout.sectionTableOffset] += 4 })
            // A scale that is not finite.
            #expect(try isRefused { $0.replaceSubrange(32..<36, with: [0, 0, 0x80, 0x7F]) })
        }
    }

    private func withChecksums(_ file: [UInt8]) -> [UInt8] {
        var file = file
        func number(_ offset: Int) -> UInt64 {
            file.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: UInt64.self) }
        }
        for section in IndexLayout.Section.allCases {
            let place = IndexLayout.sectionTableOffset + 24 * section.rawValue
            let content = Array(file[Int(number(place))...].prefix(Int(number(place + 8))))
            let sums = content.isEmpty ? [] : [XXHash64.hash(content)]
            let sum = sums.withUnsafeBytes { XXHash64.hash($0) }
            file.withUnsafeMutableBytes { $0.storeBytes(of: sum, toByteOffset: place + 16, as: UInt64.self) }
        }
        let sum = XXHash64.hash(Array(file[..<IndexLayout.checksumOffset]))
        file.withUnsafeMutableBytes {
            $0.storeBytes(of: sum, toByteOffset: IndexLayout.checksumOffset, as: UInt64.self)
        }
        return file
    }

    private func isPadding(_ offset: Int, _ bytes: Data) -> Bool {
        let sections = (0..<IndexLayout.Section.allCases.count).map { number in
            let place = IndexLayout.sectionTableOffset + 24 * number
            let start = bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: place, as: UInt64.self) }
            let length = bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: place + 8, as: UInt64.self) }
            return Int(start)..<Int(start + length)
        }
        return offset >= IndexLayout.headerSize && !sections.contains { $0.contains(offset) }
    }

    @Test func staleIndexIsRebuilt() throws {
        try withTemporaryFolder { folder in
            let bench = try bench(folder)
            let path = bench.catalogue.indexPath
            let old = try Data(contentsOf: URL(fileURLWithPath: path))
            let mapped = try bench.catalogue.openIndex()
            try bench.read(bench.file("more.csv", "artist,title", "A,New"))
            try old.write(to: URL(fileURLWithPath: path))
            #expect(throws: IndexProblem.self) { try bench.catalogue.openIndex() }
            #expect(try bench.catalogue.openOrBuildIndex().count == 301)
            // A mapping of the old file stays valid.
            #expect(mapped.count == 300)
            #expect(mapped.trackID(row: 299) == 300)
            try FileManager.default.removeItem(atPath: path)
            #expect(throws: IndexProblem.missing) { try bench.catalogue.openIndex() }
            #expect(try bench.catalogue.openOrBuildIndex().count == 301)
        }
    }

    @Test func candidatesAreNamedAndOfAboutTheRequestedNumber() async throws {
        try await withTemporaryFolder { folder in
            let bench = try bench(folder)
            let index = try bench.catalogue.openIndex()
            let all = try await bench.catalogue.candidates(limitPerSongMood: 1000, seed: 1, index: index)
            #expect(all.count == 270)
            #expect(all.allSatisfy { $0.title != nil })
            #expect(try await bench.catalogue.candidates(limitPerSongMood: 1000, seed: 1) == all)
            let some = try await bench.catalogue.candidates(limitPerSongMood: 50, seed: 1, index: index)
            #expect((20...250).contains(some.count))
            #expect(try await bench.catalogue.candidates(limitPerSongMood: 50, seed: 1, index: index) == some)
            #expect(try await bench.catalogue.candidates(limitPerSongMood: 50, seed: 2, index: index) != some)
        }
    }
}
