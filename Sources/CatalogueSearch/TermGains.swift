/// What a term adds to one lane of the scores of the rows that have it, told block of rows by block of rows.
///
/// Valid as long as the index it is of.
struct TermGains {
    private let postings: UnsafeBufferPointer<UInt32>
    /// By how often the term is in a row.
    private let gains: [UInt16]
    private let lane: Int
    /// The first posting that is not told yet.
    private var next = 0

    /// - Parameter gains: sixteen of them.
    init(postings: UnsafeBufferPointer<UInt32>, gains: [UInt16], lane: Int) {
        precondition(gains.count == 16 && (0..<8).contains(lane), "no such count or lane")
        self.postings = postings
        self.gains = gains
        self.lane = lane
    }

    /// Adds what the term is worth to the scores of the rows from `first` on; more than fits is the most that fits.
    ///
    /// Blocks come one after the other, from row 0 on.
    mutating func add(to scores: inout [SIMD8<UInt16>], first: Int) {
        let lane = lane, postings = postings
        var next = next
        scores.withUnsafeMutableBytes { scores in
            let count = UInt(scores.count / 16)
            gains.withUnsafeBufferPointer { gains in
                while next < postings.count {
                    let posting = postings[next]
                    // A row of an earlier block, which only a broken index has here, is a huge number.
                    let row = UInt(bitPattern: Int(posting >> 4) - first)
                    guard row < count else { break }
                    let place = 16 * Int(row) + 2 * lane
                    let (sum, isTooMuch) = scores.load(fromByteOffset: place, as: UInt16.self)
                        .addingReportingOverflow(gains[Int(posting & 15)])
                    scores.storeBytes(of: isTooMuch ? .max : sum, toByteOffset: place, as: UInt16.self)
                    next += 1
                }
            }
        }
        self.next = next
    }
}
