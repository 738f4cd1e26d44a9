import Glibc

/// Turns a track's text into the terms that tracks are compared by: words of title and album, each artist and each
/// genre as a whole.
///
/// Text is folded as `NameKey.fold` does. Left out are the commonest words of a few languages, and what says which
/// version of a song it is and not which song: "Remix", "2011 Remaster", "feat. …", "Live at …" behind a dash, in
/// brackets or at the end.
package struct TermExtractor {
    /// A term and how often the track has it, 1 to 15.
    package struct Term: Hashable, Sendable {
        /// The XXH64 of its folded text, seeded by its kind.
        package let hash: UInt64
        /// An artist or a genre as a whole, not a word.
        package let isName: Bool
        /// The frequency, capped at 15.
        package fileprivate(set) var count: UInt8

        /// The weight of `count` occurrences, `1 + ln count`, for `count` from 0 to 15.
        package static let countWeights: [Float] = (0...15).map { $0 == 0 ? 0 : Float(1 + log(Double($0))) }

        /// The weight of the term in this track, before its idf.
        package var weight: Float { Self.countWeights[Int(count)] }
    }

    /// Hash seeds, so that the artist "Rain" and the word "rain" are different terms.
    private static let word: UInt64 = 11, artist: UInt64 = 12, genre: UInt64 = 13

    /// What the last call of `extract` found.
    package private(set) var terms: [Term] = []
    /// Whether the title says that this is a remix, a live recording, with guests or the like.
    package private(set) var isVersion = false

    private var folded: [UInt8] = []

    package init() {}

    /// Finds the terms of a track.
    package mutating func extract(_ track: Track) {
        extract(
            title: Array((track.title ?? "").utf8), artists: Array(NameList.joined(track.artists).utf8),
            album: Array((track.album ?? "").utf8), genres: Array((track.genre ?? "").utf8))
    }

    /// Finds the terms of a track given as a catalogue's row has it, in UTF-8.
    package mutating func extract(title: [UInt8], artists: [UInt8], album: [UInt8], genres: [UInt8]) {
        terms.removeAll(keepingCapacity: true)
        isVersion = addWords(title)
        _ = addWords(album)
        addWholes(artists, seed: Self.artist)
        addWholes(genres, seed: Self.genre)
    }

    private mutating func addWholes(_ names: [UInt8], seed: UInt64) {
        var start = 0
        while start < names.count {
            let end = names[start...].firstIndex(of: NameList.separatorByte) ?? names.count
            folded.removeAll(keepingCapacity: true)
            NameKey.append(folding: names[start..<end], to: &folded)
            if !folded.isEmpty { add(XXHash64.hash(folded, seed: seed), isName: true) }
            start = end + 1
        }
    }

    /// Adds the words of a title; says whether it names a version.
    private mutating func addWords(_ title: [UInt8]) -> Bool {
        guard !title.isEmpty else { return false }
        let suffix = Self.suffixStart(title)
        let head = words(of: title[..<suffix])
        var end = head.count
        var isVersion = false
        if let guests = head.dropFirst().firstIndex(where: { StopWords.kind(of: $0) == .guests }) {
            end = guests
            isVersion = true
        }
        while end > 1, StopWords.kind(of: head[end - 1]) == .version {
            end -= 1
            isVersion = true
        }
        for word in head[..<end] where StopWords.kind(of: word) != .common { add(word, isName: false) }
        guard suffix < title.count else { return isVersion }
        let tail = words(of: title[suffix...])
        let namesVersion = tail.contains { [.version, .guests].contains(StopWords.kind(of: $0)) }
        // Guests, places and mixers say little about the song.
        if !namesVersion { for word in tail where StopWords.kind(of: word) != .common { add(word, isName: false) } }
        return isVersion || namesVersion
    }

    /// The hashes of the words of a piece of text.
    private mutating func words(of text: ArraySlice<UInt8>) -> [UInt64] {
        folded.removeAll(keepingCapacity: true)
        NameKey.append(folding: text, to: &folded)
        var hashes: [UInt64] = []
        folded.withUnsafeBytes { bytes in
            var start = 0
            while start < bytes.count {
                let end = bytes[start...].firstIndex(of: 0x20) ?? bytes.count
                if end > start {
                    let word = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
                    hashes.append(XXHash64.hash(word, seed: Self.word))
                }
                start = end + 1
            }
        }
        return hashes
    }

    private mutating func add(_ hash: UInt64, isName: Bool) {
        if let index = terms.firstIndex(where: { $0.hash == hash }) {
            terms[index].count = min(terms[index].count + 1, 15)
        } else if terms.count < Self.termLimit {
            terms.append(Term(hash: hash, isName: isName, count: 1))
        }
    }

    /// Bounds the time for a damaged cell with a very long text; no title has so many.
    private static let termLimit = 64

    /// Where brackets open or a dash between blanks stands; the end if nowhere, or at the very beginning.
    private static func suffixStart(_ title: [UInt8]) -> Int {
        for index in title.indices.dropFirst() {
            switch title[index] {
            case UInt8(ascii: "("), UInt8(ascii: "["): return index
            case UInt8(ascii: "-")
            where title[index - 1] == 0x20 && index + 1 < title.count && title[index + 1] == 0x20:
                return index
            // U+2013 and U+2014.
            case 0xE2
            where title[index...].starts(with: [0xE2, 0x80, 0x93]) || title[index...].starts(with: [0xE2, 0x80, 0x94]):
                return index
            default: continue
            }
        }
        return title.count
    }

    /// The hash of one folded word, as `words(of:)` makes it.
    package static func hash(word: String) -> UInt64 { XXHash64.hash(Array(word.utf8), seed: Self.word) }

    /// The term that an artist is.
    package static func hash(artist: String) -> UInt64 {
        XXHash64.hash(Array(NameKey.fold(artist).utf8), seed: Self.artist)
    }

    /// The term that a genre is.
    package static func hash(genre: String) -> UInt64 {
        XXHash64.hash(Array(NameKey.fold(genre).utf8), seed: Self.genre)
    }
}
