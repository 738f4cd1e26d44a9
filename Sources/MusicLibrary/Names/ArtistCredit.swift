import Songs

/// Who is named in one text: "A feat. B", "A; B", "Beatles, The".
enum ArtistCredit {
    /// "Beatles, The" as "The Beatles".
    static func unturned(_ name: String) -> String {
        for article in ["The", "Die", "Der", "Das", "Los", "Las", "Les", "El", "La", "Le"] {
            let ending = ", " + article
            if name.count > ending.count, name.lowercased().hasSuffix(ending.lowercased()) {
                return article + " " + name.dropLast(ending.count)
            }
        }
        return name
    }

    /// The artists, the first one first. A duo's name stays whole: what is before "&" or a comma need not be an artist.
    static func artists(_ text: String) -> [String] {
        var names: [String] = []
        for part in text.split(separator: ";") {
            let (main, guests) = withoutGuests(String(part))
            for name in [main] + guests where !name.isEmpty && !names.contains(name) { names.append(unturned(name)) }
        }
        return names
    }

    private static let guestWords = [
        " feat. ", " feat ", " ft. ", " ft ", " featuring ", " (feat. ", " (ft. ", " (feat ", " [feat. ",
    ]

    /// A name or title without "feat. …", and who that is.
    static func withoutGuests(_ text: String) -> (main: String, guests: [String]) {
        let lowered = text.lowercased()
        // Where lower case has another length places do not fit; such names have no guests in these words.
        guard lowered.unicodeScalars.count == text.unicodeScalars.count else { return (text.trimmed(), []) }
        var first: Range<String.Index>?
        for word in guestWords {
            if let found = lowered.firstRange(of: word), first.map({ found.lowerBound < $0.lowerBound }) ?? true {
                first = found
            }
        }
        guard let first else { return (text.trimmed(), []) }
        let scalars = Array(text.unicodeScalars)
        let start = lowered.unicodeScalars.distance(from: lowered.startIndex, to: first.lowerBound)
        let end = lowered.unicodeScalars.distance(from: lowered.startIndex, to: first.upperBound)
        func string(_ part: ArraySlice<Unicode.Scalar>) -> String { String(String.UnicodeScalarView(part)) }
        var behind = string(scalars[end...])
        var after = ""
        if let open = string(scalars[start..<end]).first(where: { "([".contains($0) }) {
            let close: Character = open == "(" ? ")" : "]"
            if let place = behind.firstIndex(of: close) {
                after = String(behind[behind.index(after: place)...])
                behind = String(behind[..<place])
            }
        }
        let guests = behind.split(whereSeparator: { ",&".contains($0) }).map { $0.trimmed() }
        return ((string(scalars[..<start]) + after).trimmed(), guests.filter { !$0.isEmpty })
    }

    /// Names by which a catalogue may know the first artist, the likeliest first.
    static func spellings(_ name: String) -> [String] {
        var names = [name]
        let main = withoutGuests(name).main
        if main != name { names.append(main) }
        for sign in [" & ", ", ", " / ", " and ", " und ", " et ", " y ", " x ", " X ", " vs. ", " vs ", " with "] {
            if let range = main.firstRange(of: sign) {
                let first = main[..<range.lowerBound].trimmed()
                if !first.isEmpty, !names.contains(first) { names.append(first) }
            }
        }
        return names
    }
}
