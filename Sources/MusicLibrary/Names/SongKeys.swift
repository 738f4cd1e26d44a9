import Songs

/// By which name keys a catalogue may know a song, the likeliest first.
enum SongKeys {
    /// At most so many are looked up for a file.
    static let most = 16

    /// - Parameters:
    ///   - artists: as the file names them, the first one first.
    ///   - title: as the file has it.
    static func keys(artists: [String], title: String) -> [UInt64] {
        var keys: [UInt64] = []
        let titles = titles(title)
        // A catalogue knows a song by the artist it names first, which need not be the file's first.
        for (place, artist) in artists.prefix(4).enumerated() {
            for spelling in place == 0 ? ArtistCredit.spellings(artist) : [artist] {
                for title in titles {
                    let key = NameKey.hash(NameKey.track(title: title, artist: spelling))
                    if keys.count < most, !keys.contains(key) { keys.append(key) }
                }
            }
        }
        return keys
    }

    /// The title, and without what does not make it another recording.
    static func titles(_ title: String) -> [String] {
        var titles = [title]
        func add(_ text: String) {
            let text = text.trimmed()
            if !text.isEmpty, !titles.contains(text) { titles.append(text) }
        }
        var short = ArtistCredit.withoutGuests(title).main
        add(short)
        // "Title (2011 Remaster)", "Title - Mono", "Title [Official Video]".
        for _ in 0..<2 {
            if let last = short.last, ")]".contains(last), let open = short.lastIndex(where: { "([".contains($0) }),
                open != short.startIndex, isSameRecording(String(short[short.index(after: open)...].dropLast()))
            {
                short = short[..<open].trimmed()
            } else {
                let parts = NameText.parts(short)
                guard parts.count > 1, let last = parts.last, isSameRecording(last) else { break }
                short = parts.dropLast().joined(separator: " - ")
            }
            add(short)
        }
        return titles
    }

    private static func isSameRecording(_ part: String) -> Bool {
        // The year of a remaster does not matter.
        let words = NameKey.fold(part).split(separator: " ").filter { Int($0) == nil }
        return NameWords.sameRecording.contains(words.joined(separator: " "))
    }
}
