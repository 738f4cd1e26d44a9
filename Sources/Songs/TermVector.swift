/// The tf-idf vector of one text or of several together, of length 1.
package struct TermVector: Sendable {
    /// Sorted by hash, each once; empty for a text without terms.
    package private(set) var terms: [(hash: UInt64, weight: Float)] = []

    package init() {}

    /// A track's terms, weighted by frequency and by `importance` (the idf); terms with nil importance are left out.
    /// - Parameter wordShare: what a word of a title weighs beside an artist or a genre.
    package init(
        _ track: Track, _ extractor: inout TermExtractor, wordShare: Float = 1,
        importance: (UInt64) -> Float? = { _ in 1 }
    ) {
        extractor.extract(track)
        terms = extractor.terms.compactMap { term in
            importance(term.hash).map { (term.hash, term.weight * $0 * (term.isName ? 1 : wordShare)) }
        }
        terms.sort { $0.hash < $1.hash }
        normalise()
    }

    /// 0 for texts without a common term, 1 for texts of the same terms in the same shares.
    package func cosine(with other: TermVector) -> Float {
        terms.withUnsafeBufferPointer { mine in
            other.terms.withUnsafeBufferPointer { theirs in
                var sum: Float = 0
                var left = 0, right = 0
                while left < mine.count, right < theirs.count {
                    if mine[left].hash == theirs[right].hash {
                        sum += mine[left].weight * theirs[right].weight
                        left += 1
                        right += 1
                    } else if mine[left].hash < theirs[right].hash {
                        left += 1
                    } else {
                        right += 1
                    }
                }
                return sum
            }
        }
    }

    private mutating func normalise() {
        let norm = terms.reduce(Float(0)) { $0 + $1.weight * $1.weight }.squareRoot()
        guard norm > 0 else { return }
        for index in terms.indices { terms[index].weight /= norm }
    }
}
