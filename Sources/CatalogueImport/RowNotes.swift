/// Counts what was wrong with a table's rows.
struct RowNotes {
    /// In the order of first occurrence.
    private(set) var defects: [(defect: RowDefect, rows: Int, lines: [Int])] = []
    private var places: [RowDefect: Int] = [:]
    private var moods: [String: Int] = [:]
    /// Mood words beyond the limit, which are not told apart any more.
    private var furtherMoods = 0
    /// Tracks of which no row said whether they are explicit.
    var explicitUnknown = 0

    /// How many line numbers are kept for each reason.
    private static let linesNamed = 5
    private static let moodLimit = 10_000

    init() {}

    mutating func note(_ defect: RowDefect, line: Int) {
        if let place = places[defect] {
            defects[place].rows += 1
            if defects[place].lines.count < Self.linesNamed { defects[place].lines.append(line) }
        } else {
            places[defect] = defects.count
            defects.append((defect, 1, [line]))
        }
    }

    /// Counts mood words that are not known.
    mutating func noteUnknown(_ words: [String]) {
        for word in words {
            let word = word.count > 60 ? String(word.prefix(60)) : word
            if moods[word] != nil || moods.count < Self.moodLimit {
                moods[word, default: 0] += 1
            } else {
                furtherMoods += 1
            }
        }
    }

    /// Mood words that are not known, the most frequent first.
    var unknownMoods: [UnknownMood] {
        moods.map { UnknownMood(text: $0.key, rows: $0.value) }
            .sorted { ($1.rows, $0.text) < ($0.rows, $1.text) }
    }

    /// The rows with the same sentence together.
    var troubles: [RowTrouble] {
        var troubles: [RowTrouble] = []
        for (defect, rows, lines) in defects {
            if let place = troubles.firstIndex(where: { $0.reason == defect.sentence }) {
                troubles[place].rows += rows
            } else {
                troubles.append(
                    RowTrouble(reason: defect.sentence, isSkipped: defect.skipsRow, rows: rows, lines: lines))
            }
        }
        return troubles
    }

    /// In how many rows the column's value was there and could not be understood.
    func notUnderstood(_ column: String) -> Int {
        defects.reduce(0) { sum, entry in
            switch entry.defect {
            case .notANumber(column), .outOfRange(column), .notYesOrNo(column): sum + entry.rows
            default: sum
            }
        }
    }
}
