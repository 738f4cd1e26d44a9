/// Why a row of an imported table was skipped, or which of its values was ignored.
enum RowDefect: Hashable {
    case tooLong(maximumBytes: Int)
    case unclosedQuote
    case cellCount(expected: Int)
    case notUTF8
    case nameless
    case notATrack
    /// The track was imported without this value.
    case empty(String)
    case notANumber(String)
    case outOfRange(String)
    case notYesOrNo(String)
    case badID
    /// Nothing is missing, but a quote was left out.
    case openQuote

    /// Whether the whole row was skipped.
    var skipsRow: Bool {
        switch self {
        case .tooLong, .unclosedQuote, .cellCount, .notUTF8, .nameless, .notATrack: true
        case .empty, .notANumber, .outOfRange, .notYesOrNo, .badID, .openQuote: false
        }
    }

    /// The reason under which such rows are counted, for people.
    var sentence: String {
        switch self {
        case .tooLong(let maximum): "longer than \(maximum) bytes"
        case .unclosedQuote: "a quote is opened and never closed; nothing behind it could be read"
        case .cellCount(let expected): "not the header's \(expected) cells; a comma in a name needs quotes around it"
        case .notUTF8: "not UTF-8 text; save the file as UTF-8"
        case .nameless: "neither a Spotify id nor artist and title"
        case .notATrack: "a podcast episode, not a track"
        case .empty(let column): "\(column) is empty"
        case .notANumber(let column): "\(column) is not a number"
        case .outOfRange(let column): "\(column) is out of range"
        case .notYesOrNo(let column): "\(column) is neither yes nor no"
        case .badID: "the Spotify id is not 22 letters and digits"
        case .openQuote: "a quote is opened and never closed; the row was read without it"
        }
    }
}
