/// The contributions of a term to one lane of the scores of the rows that have it, added block by block of rows.
///
/// It must not outlive the index it was made from.
struct TermContributions {
    private let postings: UnsafeBufferPointer<UInt32>
    /// By the frequency of the term in a row.
    private let gains: [UInt16]
    private let lane: Int
    /// The first posting that has not been added.
    private var next = 0

    /// - Parameter gains: sixteen of them.
    init(postings: UnsafeBufferPointer<UInt32>, gains: [UInt16], lane: Int) {
        precondition(gains.count == 16 && (0..<8).contains(lane), "no such count or lane")
        self.postings = postings
        self.gains = gains
        self.lane = lane
    }

    /// Adds the term's contribution to the scores of the rows from `first` on, with saturation.
    ///
    /// Blocks must come in order, from row 0 on.
    mutating func add(to scores: inout [SIMD8<UInt16>], first: Int) {
        let lane = lane, postings = postings
        var next = next
        scores.withUnsafeMutableBytes { scores in
            let count = UInt(scores.count / 16)
            gains.withUnsafeBufferPointer { gains in
                while next < postings.count {
                    let posting = postings[next]
                    // A row of an earlier block, possible in a damaged index only, becomes a huge number.
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
