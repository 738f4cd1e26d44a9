import Songs

/// The scale of a column's numbers, as the whole column shows it.
enum ColumnScale: Hashable {
    /// Not a number.
    case text
    /// 0 to 1, 0 to 10, 0 to 100.
    case fraction, tenths, percent
    case decibels, beatsPerMinute
    case milliseconds, seconds, minutes
    /// Minutes and seconds with a colon.
    case clock
    /// Spotify's popularity, 0 to 100, or as a share of 1.
    case popularity, popularityFraction
    /// Between two ends, of which the middle is neutral.
    case span(low: Double, high: Double)
    /// The numbers of the 278k set: 0 sad, 1 happy, 2 energetic, 3 calm.
    case moodNumbers
    /// 1 to 4, the quarters of the plane of valence and arousal.
    case quadrants

    /// What a number is multiplied by to be on the catalogue's scale.
    var factor: Double {
        switch self {
        case .percent: 0.01
        case .tenths: 0.1
        case .seconds: 1000
        case .minutes: 60_000
        case .popularityFraction: 100
        default: 1
        }
    }

    /// The name, for people; nil for text.
    var name: String? {
        switch self {
        case .text: nil
        case .fraction: "0 to 1"
        case .tenths: "0 to 10"
        case .percent: "percent"
        case .decibels: "decibels"
        case .beatsPerMinute: "beats a minute"
        case .milliseconds: "milliseconds"
        case .seconds: "seconds"
        case .minutes: "minutes"
        case .clock: "minutes:seconds"
        case .popularity: "0 to 100"
        case .popularityFraction: "0 to 1"
        case .span(let low, let high): "\(Int(low)) to \(Int(high))"
        case .moodNumbers: "0 sad, 1 happy, 2 energetic, 3 calm"
        case .quadrants: "quadrants 1 to 4"
        }
    }
}

/// What was made of a column's numbers.
enum ScaleVerdict: Hashable {
    case scale(ColumnScale)
    /// None of it is believed, for this reason.
    case disbelieved(String)

    private static let mostlyOutOfRange = ScaleVerdict.disbelieved("most of it is out of range")

    // MARK: Single columns

    static func loudness(_ column: ColumnStatistics) -> ScaleVerdict {
        // Music is below full scale; a column of positive numbers is something else than decibels.
        let negative = column.count(from: .negative, to: .minusFraction)
        return negative * 2 > column.numbers ? .scale(.decibels) : .disbelieved("these are no decibels")
    }

    static func tempo(_ column: ColumnStatistics) -> ScaleVerdict {
        // 0 is what a song without a beat has.
        let likely = column[.zero] + column.count(from: .upToHundred, to: .upToThreeHundred)
        return likely * 2 > column.numbers ? .scale(.beatsPerMinute) : mostlyOutOfRange
    }

    static func popularity(_ column: ColumnStatistics) -> ScaleVerdict {
        let likely = column.count(from: .zero, to: .upToHundred)
        guard likely * 2 > column.numbers else { return mostlyOutOfRange }
        return .scale(column[.fraction] > 0 && column.largest <= 1 ? .popularityFraction : .popularity)
    }

    /// Songs last between half a minute and three hours, so each unit has numbers of its own.
    static func duration(_ column: ColumnStatistics) -> ScaleVerdict {
        if column.numbers == 0, column.times > 0 { return .scale(.clock) }
        let minutes = column.count(from: .fraction, to: .underThirty)
        let seconds = column.count(from: .upToHundred, to: .underTenThousand)
        let milliseconds = column[.large]
        guard (minutes + seconds + milliseconds) * 2 > column.numbers else { return mostlyOutOfRange }
        if milliseconds >= max(minutes, seconds) { return .scale(.milliseconds) }
        return .scale(seconds >= minutes ? .seconds : .minutes)
    }

    /// How pleasant or active a song feels, on whatever scale it was judged.
    static func judgement(_ column: ColumnStatistics) -> ScaleVerdict {
        guard column.numbers > 0 else { return mostlyOutOfRange }
        // Shares are counted without being read, so the ends may be those of the rest.
        let low = column[.fraction] > 0 ? min(column.smallest, 0) : column.smallest
        let high = column[.fraction] > 0 ? max(column.largest, 0.5) : column.largest
        // The smallest of the usual scales that holds them all.
        let spans: [(low: Double, high: Double)] = [
            (0, 1), (-1, 1), (1, 5), (1, 9), (0, 9), (-5, 5), (0, 10), (0, 100),
        ]
        for span in spans where low >= span.low && high <= span.high {
            // Few judgements may lie in a part of a longer scale by chance.
            if span.high == 5, span.low == 1, column.numbers < 20 { continue }
            return .scale(.span(low: span.low == 0 && span.high == 9 ? 1 : span.low, high: span.high))
        }
        return .disbelieved("its scale cannot be told")
    }
}

/// The scales of those sounds that Spotify gives from 0 to 1, told from all these columns together: a percent of 1 looks
/// like a whole, and only its neighbours show that it is a hundredth.
enum ShareScales {
    private enum Vote { case fraction, percent, none }

    static func verdicts(_ columns: [ColumnStatistics]) -> [ScaleVerdict] {
        let votes = columns.map(vote)
        let common = consensus(columns, votes)
        // Percents of which none is above 10 are more likely marks out of ten.
        let voters = zip(columns, votes).filter { $1 == .percent }.map(\.0)
        let areMarks = !voters.isEmpty && voters.allSatisfy { $0.largest <= 10 && $0.percentSigns == 0 }
        return zip(columns, votes).map { column, vote in
            if outOfRange(column) * 2 > column.numbers || column.numbers == 0 {
                return .disbelieved("most of it is out of range")
            }
            switch settled(column, vote, common) {
            case .fraction: return .scale(.fraction)
            case .percent where areMarks:
                return column.numbers >= 20 ? .scale(.tenths) : .disbelieved("its scale cannot be told")
            case .percent: return .scale(.percent)
            case .none:
                // Of zeros alone every scale says the same.
                return column[.one] == 0
                    ? .scale(.fraction) : .disbelieved("0 and 1 alone may be shares or percents")
            }
        }
    }

    private static func fractions(_ column: ColumnStatistics) -> Int { column[.fraction] }

    private static func percents(_ column: ColumnStatistics) -> Int { column.count(from: .upToTen, to: .upToHundred) }

    private static func outOfRange(_ column: ColumnStatistics) -> Int {
        column.count(from: .belowMinusHundred, to: .minusFraction)
            + column.count(from: .upToThreeHundred, to: .large)
    }

    private static func vote(_ column: ColumnStatistics) -> Vote {
        let inside = fractions(column), above = percents(column)
        if column.percentSigns * 2 > column.numbers { return .percent }
        return inside > above ? .fraction : above > inside ? .percent : .none
    }

    private static func consensus(_ columns: [ColumnStatistics], _ votes: [Vote]) -> Vote {
        let fraction = votes.count { $0 == .fraction }, percent = votes.count { $0 == .percent }
        if fraction != percent { return fraction > percent ? .fraction : .percent }
        let inside = columns.reduce(0) { $0 + fractions($1) }, above = columns.reduce(0) { $0 + percents($1) }
        return inside == above ? .none : inside > above ? .fraction : .percent
    }

    private static func settled(_ column: ColumnStatistics, _ vote: Vote, _ consensus: Vote) -> Vote {
        switch (vote, consensus) {
        case (.none, _): consensus
        // Among percents small ones with a point: 0.4 % acoustic.
        case (.fraction, .percent) where percents(column) > 0: .percent
        default: vote
        }
    }
}
