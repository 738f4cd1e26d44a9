import Glibc
import Songs

@testable import CatalogueSearch

/// An index file, as it may lie on a disk: refused, or safe to search in. Half of the inputs get right checksums, so
/// that what lies behind them is reached too.
func judge(_ bytes: [UInt8]) {
    var input = Input(bytes)
    let isRepaired = input.byte() & 1 == 1
    var file = input.rest()
    if isRepaired { repair(&file) }
    guard let index = opened(file) else { return }
    require(index.count >= 0 && index.count <= file.count / 16, "more rows than the file can hold")
    plant(index)
    for row in [0, index.count / 2, index.count - 1] where row >= 0 && row < index.count {
        let id = index.trackID(row: row)
        if let found = index.row(trackID: id) { require(index.trackID(row: found) == id, "another row") }
        _ = index.moodScores(row: row)
        _ = (index.artist(row: row), index.popularity(row: row), index.isVersion(row: row), index.sound(row: row))
    }
    let terms = [0x0101_0101_0101_0101, 0x0202_0202_0202_0202, 0x0303_0303_0303_0303, 7] as [UInt64]
    for term in terms {
        _ = index.weight(of: term)
        index.forEachPosting(of: term) { row, count in
            require(row < index.count && count < 16, "a posting of a row that is not there")
        }
    }
    _ = index.scale.point(
        AudioFeatures(
            length: 2e5, danceability: 0.1, acousticness: 1, energy: 0, instrumentalness: 0.5, liveness: 0.2,
            valence: 0.9,
            loudness: -9, speechiness: 0.1, tempo: 120))
    var search = TasteSearch(index)
    let centres = [
        TasteCentre(terms: terms.prefix(2).map { ($0, 1) }, sound: SIMD16(repeating: 3)),
        TasteCentre(terms: terms.map { ($0, 0.5) }, sound: nil),
    ]
    let filter = TasteFilter(moods: SongMood.allCases)
    let matches = search.search(centres, count: 5, filter, where: { _ in true })
    for match in matches {
        require(match.row < index.count && centres.indices.contains(match.centre), "a match that is not there")
        require(index.isNamed(row: match.row), "a match without a name")
    }
    require(search.search(centres, count: 5, filter, where: { _ in true }) == matches, "not the same again")
}

/// One file in memory, written anew for every input.
private let descriptor = {
    let path = "/dev/shm/emotunes-fuzz-\(getpid())"
    defer { unlink(path) }
    return open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
}()

private func opened(_ file: [UInt8]) -> CatalogueIndex? {
    guard ftruncate(descriptor, off_t(file.count)) == 0, pwrite(descriptor, file, file.count, 0) == file.count else {
        return nil
    }
    return try? CatalogueIndex(reading: "/proc/self/fd/\(descriptor)", revision: nil)
}

/// Puts in the checksums that fit.
private func repair(_ file: inout [UInt8]) {
    guard file.count >= IndexLayout.headerSize else { return }
    func number(_ offset: Int) -> UInt64 { (0..<8).reversed().reduce(0) { $0 << 8 | UInt64(file[offset + $1]) } }
    func put(_ value: UInt64, _ offset: Int) {
        for place in 0..<8 { file[offset + place] = UInt8(truncatingIfNeeded: value >> UInt64(8 * place)) }
    }
    for section in IndexLayout.Section.allCases {
        let place = IndexLayout.sectionTableOffset + 24 * section.rawValue
        let (offset, length) = (number(place), number(place + 8))
        guard offset <= UInt64(file.count), length <= UInt64(file.count) - offset else { continue }
        let content = file[Int(offset)..<Int(offset + length)]
        // Shorter than one block: the hash of one hash.
        let sums = content.isEmpty ? [] : [XXHash64.hash(Array(content))]
        put(sums.withUnsafeBytes { XXHash64.hash($0) }, place + 16)
    }
    put(XXHash64.hash(Array(file[..<IndexLayout.checksumOffset])), IndexLayout.checksumOffset)
}

private func plant(_ index: CatalogueIndex) {
    #if PLANTED_BUG
        if index.count == 2, index.popularity(row: 1) ?? 0 > 100 { writePastTheEnd(index.count) }
    #endif
}
