import Songs

/// Genres of tags in the words of the catalogue, where the same are written otherwise.
enum GenreNames {
    private static let words: [String: String] = [
        "hip-hop": "hip hop", "hiphop": "hip hop", "hip-hop/rap": "hip hop", "rap": "hip hop",
        "rap & hip-hop": "hip hop",
        "rap/hip hop": "hip hop", "rock & roll": "rock and roll", "rock'n'roll": "rock and roll",
        "rock n roll": "rock and roll", "rock 'n' roll": "rock and roll", "electronica": "electronic",
        "electronic music": "electronic", "elektronisch": "electronic", "soundtrack": "film score",
        "score": "film score",
        "klassik": "classical", "classique": "classical", "clásica": "classical", "classic": "classical",
        "heavy metal": "metal", "kpop": "k-pop", "jpop": "j-pop", "bossanova": "bossa nova", "r&b/soul": "soul",
        "indie rock": "indie", "pop music": "pop", "rock music": "rock", "jazz music": "jazz",
    ]
    /// Of one song at most so many.
    private static let most = 8

    /// - Parameter genres: as the tags have them, separated by `NameList.separator`.
    /// - Returns: lower case, each once, separated likewise.
    static func joined(_ genres: String) -> [UInt8] {
        var names: [String] = []
        func add(_ name: some StringProtocol) {
            let name = name.trimmed().lowercased()
            let word = words[name] ?? name
            if !word.isEmpty, !names.contains(word), names.count < most { names.append(word) }
        }
        for genre in genres.split(separator: NameList.separator) {
            if words[genre.lowercased()] != nil {
                add(genre)
            } else {
                for part in genre.split(whereSeparator: { ";/,".contains($0) }) { add(part) }
            }
        }
        return Array(NameList.joined(names).utf8)
    }
}
