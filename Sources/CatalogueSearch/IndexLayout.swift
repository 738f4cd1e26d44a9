import Glibc
import Songs

/// The format of `catalogue.index`: what song choice needs of every track, laid out to be used as it is read.
///
/// All numbers are little-endian. The file begins with a header of 512 bytes:
///
/// | offset | content |
/// |---|---|
/// | 0 | `EMOTIDX` and a zero byte |
/// | 8 | format version, UInt32 |
/// | 12 | number of rows, UInt32 |
/// | 16 | the catalogue's revision it was built from, Int64 |
/// | 24 | number of terms, UInt32 (then 4 bytes of zero) |
/// | 32 | ten means, Float32, then ten standard deviations: of each feature on the scale of `FeatureScale` |
/// | 128 | per section: offset, length in bytes, checksum, UInt64 each |
/// | 504 | XXH64 of the 504 bytes before |
///
/// Sections begin at multiples of 64 bytes, in the order of `Section`. A section's checksum is the XXH64 of the XXH64s
/// of its blocks of 1 MiB, so that it can be taken while the section is being written.
///
/// Rows are in the order of the tracks' numbers in the database. Terms are sorted by hash; the postings of term `t` are
/// `offsets[t] ..< offsets[t + 1]`. A term that more than an eighth of all tracks have (and more than `commonest`) has
/// no postings: it discriminates least and would cost the most. A posting is `row << 4 | count`, with the term's count
/// in the row capped at 15. The weight of a term in a row is `(1 + ln count) * idf`, `idf = 1 + ln((1 + n) / (1 +
/// df))`, divided by the norm of all the row's weights.
enum IndexLayout {
    static let magic = Array("EMOTIDX\0".utf8)
    /// Raised whenever the format, the folding of text, the choice of terms or the scale of features changes.
    static let version: UInt32 = 1
    static let headerSize = 512
    static let alignment = 64
    static let blockSize = 1 << 20
    static let sectionTableOffset = 128
    static let checksumOffset = 504
    /// Postings have 28 bits for the row.
    static let rowLimit = 1 << 28
    /// A term of at most so many tracks always has postings, also in a small catalogue.
    static let commonest = 1000

    enum Section: Int, CaseIterable {
        /// 16 bytes a row: ten features (Int8, see `FeatureScale`), the probabilities of happy, sad, energetic and calm
        /// (UInt8, of 255), flags (`RowFlags`), popularity (255 where unknown).
        case rows
        /// UInt32: the track's number in the database.
        case trackIDs
        /// UInt32: of the first artist's folded name, the low half of its XXH64; 0 where unknown.
        case artists
        /// Float32: one divided by the norm of the row's term weights; 0 for a row without terms.
        case norms
        /// UInt64, ascending.
        case termHashes
        /// UInt64, one more than there are terms.
        case termOffsets
        /// UInt32: how many tracks have the term, whether it has postings or not.
        case termCounts
        /// UInt32.
        case postings
    }

    /// The smoothed inverse document frequency (as scikit-learn defines it) of a term that `count` of `rows` tracks
    /// have.
    static func idf(count: Int, of rows: Int) -> Float {
        Float(1 + log(Double(1 + rows) / Double(1 + count)))
    }

    static func hasPostings(count: Int, of rows: Int) -> Bool {
        count <= max(commonest, rows / 8)
    }
}

/// The flags of a row.
struct RowFlags: OptionSet {
    let rawValue: UInt8

    /// All ten features are known.
    static let hasFeatures = RowFlags(rawValue: 1)
    /// Title and artist are known.
    static let isNamed = RowFlags(rawValue: 2)
    static let isExplicit = RowFlags(rawValue: 4)
    /// The title says it is a remix, a live recording or the like.
    static let isVersion = RowFlags(rawValue: 8)
}
