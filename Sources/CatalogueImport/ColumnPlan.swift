import Songs
import Tables

/// What each column of a table is taken for, and on which scale.
struct ColumnPlan {
    /// A column that is read.
    struct Column: Hashable {
        var index: Int
        var column: TrackColumn
        var scale: ColumnScale
    }

    private(set) var columns: [Column] = []
    /// The names of all columns, by their index.
    let names: [String]
    /// Known columns that are not read, and why.
    private(set) var unread: [Int: String] = [:]
    let comma: LooseNumber.Comma
    let artists: ArtistNames

    init(_ header: TableHeader, _ survey: ColumnSurvey, _ dialect: DialectSurvey) {
        names = header.names
        comma = header.comma
        artists = ArtistNames(escapesCommas: dialect.escapesCommas, known: survey.artistsByID)
        let isAboutWords =
            survey.columns.contains { $0.known.column == .moodArousal }
            && !survey.columns.contains { $0.known.column == .sound(.energy) }
        var found = survey.columns
        if isAboutWords, !found.contains(where: { $0.known.column == .moodValence }) {
            // Beside an arousal and without measured sound a valence is a judgement too.
            for place in found.indices where found[place].known.column == .sound(.valence) {
                found[place].known.column = .moodValence
            }
        }
        for (column, group) in Self.groups(found) { take(column, group) }
        scaleShares(found)
        columns.sort { $0.index < $1.index }
    }

    /// Columns that say the same, in the order of the table.
    private static func groups(_ columns: [ColumnSurvey.Column]) -> [(TrackColumn, [ColumnSurvey.Column])] {
        var groups: [(column: TrackColumn, members: [ColumnSurvey.Column])] = []
        for member in columns {
            // The words of a label may stand in either kind of column.
            let column = member.known.column == .labelIfWords ? TrackColumn.label : member.known.column
            if let place = groups.firstIndex(where: { $0.column == column }) {
                groups[place].members.append(member)
            } else {
                groups.append((column, [member]))
            }
        }
        return groups.map { ($0.column, $0.members) }
    }

    private mutating func take(_ column: TrackColumn, _ members: [ColumnSurvey.Column]) {
        switch column {
        case .spotifyID: takeID(members)
        case .label: takeLabel(members)
        default:
            guard let best = Self.best(members) else { return }
            for other in members where other.index != best.index {
                unread[other.index] = "\"\(best.name)\" says it"
            }
            if column.isNumeric, best.statistics.numbers + best.statistics.times == 0 {
                unread[best.index] = best.statistics.filled == 0 ? "empty" : "no numbers"
                return
            }
            switch Self.verdict(column, best.statistics) {
            case .scale(let scale): columns.append(Column(index: best.index, column: column, scale: scale))
            case .disbelieved(let reason): unread[best.index] = reason
            }
        }
    }

    /// The member with the lowest rank that has cells at all; the first of equal ones.
    private static func best(_ members: [ColumnSurvey.Column]) -> ColumnSurvey.Column? {
        let filled = members.filter { !$0.known.column.isNumeric || $0.statistics.filled > 0 }
        let from = filled.isEmpty ? members : filled
        return from.min { ($0.known.rank, $0.index) < ($1.known.rank, $1.index) }
    }

    private mutating func takeID(_ members: [ColumnSurvey.Column]) {
        // A table's own numbers may be called "id" as well.
        let best = members.min { ($1.ids, $0.known.rank, $0.index) < ($0.ids, $1.known.rank, $1.index) }
        guard let best else { return }
        for member in members where member.index != best.index {
            unread[member.index] = member.ids > 0 ? "\"\(best.name)\" says it" : "no Spotify ids"
        }
        // A name that only Spotify's ids have is believed, so that each cell that is none is reported.
        if best.ids > 0 || best.known.rank < 2 {
            columns.append(Column(index: best.index, column: .spotifyID, scale: .text))
        } else {
            unread[best.index] = "no Spotify ids"
        }
    }

    private mutating func takeLabel(_ members: [ColumnSurvey.Column]) {
        let usable = members.filter { member in
            let words = member.moodCells + member.otherCells
            if member.known.column == .labelIfWords { return member.moodCells * 2 > words }
            return true
        }
        guard let best = Self.best(usable) else {
            for member in members { unread[member.index] = "no moods" }
            return
        }
        for member in members where member.index != best.index { unread[member.index] = "\"\(best.name)\" says it" }
        var scale = ColumnScale.text
        let hasWords = best.moodCells + best.otherCells > 0
        if !hasWords, best.smallNumbers > 0 {
            let key = ColumnNames.key(best.name)
            if key.contains("quadrant") {
                scale = .quadrants
            } else if key == "labels" || best.largestSmallNumber == 3 {
                scale = .moodNumbers
            }
        }
        columns.append(Column(index: best.index, column: .label, scale: scale))
    }

    private static func verdict(_ column: TrackColumn, _ statistics: ColumnStatistics) -> ScaleVerdict {
        switch column {
        case .sound(.loudness): .loudness(statistics)
        case .sound(.tempo): .tempo(statistics)
        // Settled together, below.
        case .sound: .scale(.fraction)
        case .popularity: .popularity(statistics)
        case .duration: .duration(statistics)
        case .moodValence, .moodArousal: .judgement(statistics)
        default: .scale(.text)
        }
    }

    private mutating func scaleShares(_ found: [ColumnSurvey.Column]) {
        let places = columns.indices.filter { place in
            guard case .sound(let feature) = columns[place].column else { return false }
            return feature != .loudness && feature != .tempo
        }
        let statistics = places.compactMap { place in found.first { $0.index == columns[place].index }?.statistics }
        var dropped: [Int] = []
        for (place, verdict) in zip(places, ShareScales.verdicts(statistics)) {
            switch verdict {
            case .scale(let scale): columns[place].scale = scale
            case .disbelieved(let reason):
                unread[columns[place].index] = reason
                dropped.append(columns[place].index)
            }
        }
        columns.removeAll { dropped.contains($0.index) }
    }
}
