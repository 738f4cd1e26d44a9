/// Why a stretch of a CSV file is no record.
package enum CSVDefect: Hashable, Sendable, CustomStringConvertible {
    /// Longer than the reader's limit.
    case tooLong(maximumBytes: Int)
    /// The file ends inside quotes.
    case unclosedQuote

    package var description: String {
        switch self {
        case .tooLong(let maximum): "longer than \(maximum) bytes"
        case .unclosedQuote: "a quote is opened and never closed"
        }
    }
}
