/// What to say of a table that cannot be imported: which column to give which name.
struct HeaderAdvice {
    let header: TableHeader

    /// The sentence behind the file's path.
    var sentence: String {
        let known = header.knownColumns
        let names = Array(header.names.prefix(TableHeader.columnsLookedAt))
        let shown = names.prefix(Self.namesShown).map(Self.shown)
        let more = header.names.count > Self.namesShown ? ", and \(header.names.count - Self.namesShown) more" : ""
        let found = "found \(shown.joined(separator: ", "))\(more)"
        let missing: [(column: TrackColumn, name: String)] = [(.artists, "artist"), (.title, "title")].filter {
            !known.contains($0.0)
        }
        var taken: Set<String> = []
        let steps = missing.map { column, name -> String in
            guard let guess = Self.guess(column, names.filter { !taken.contains($0) && KnownColumn(named: $0) == nil })
            else { return "the column with the \(name == "artist" ? "artists" : "titles") to \"\(name)\"" }
            taken.insert(guess)
            return "\"\(Self.shown(guess))\" to \"\(name)\""
        }
        let what = missing.map { $0.name == "artist" ? "artists" : "titles" }.joined(separator: " and ")
        return "has no column that is known to hold \(what): \(found); rename \(steps.joined(separator: " and ")), "
            + "or a column with Spotify's ids to \"track_id\""
    }

    private static let namesShown = 30

    /// Column names come from untrusted files and go to a terminal, so they are shortened.
    private static func shown(_ name: String) -> String {
        name.isEmpty ? "(no name)" : String(name.prefix(40))
    }

    private static let artistWords = folded(
        "artist|interpr|performer|kunstl|singer|band|musician|sanat|исполн|アーティスト")
    private static let titleWords = folded("title|titel|titre|titul|titol|song|track|lied|name|назван|曲")

    private static func folded(_ words: String) -> [String] {
        words.split(separator: "|").map { ColumnNames.key(String($0)) }
    }

    /// The column whose name holds a word for what is wanted.
    private static func guess(_ column: TrackColumn, _ names: [String]) -> String? {
        let keys = names.map(ColumnNames.key)
        for word in column == .artists ? artistWords : titleWords {
            let place = keys.firstIndex { $0.contains(word) && !$0.hasSuffix("id") && !$0.contains("number") }
            if let place { return names[place] }
        }
        return nil
    }
}
