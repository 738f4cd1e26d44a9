import Songs

/// Words of file and folder names that are no artist and no song.
enum NameWords {
    /// Whether a folder is one of several of an album: `CD1`, `Disc 2 - Live`, `Disque 1`.
    static func isDisc(_ folder: String) -> Bool {
        let words = NameKey.fold(NameText.tidied(folder)).split(separator: " ").map(String.init)
        guard let first = words.first else { return false }
        let discs: Set<String> = [
            "cd", "disc", "disk", "disque", "disco", "dvd", "lp", "vinyl", "side", "seite", "platte", "schijf", "skiva",
            "bluray",
        ]
        if discs.contains(first) {
            return words.count > 1 && isSmallNumber(words[1])
                || words.count == 2 && ["a", "b", "c", "d"].contains(words[1])
                || words.count == 1
        }
        return discs.contains { disc in first.hasPrefix(disc) && isSmallNumber(String(first.dropFirst(disc.count))) }
    }

    private static func isSmallNumber(_ word: String) -> Bool {
        Int(word).map { (0...99).contains($0) }
            ?? ["one", "two", "three", "four", "i", "ii", "iii", "iv"].contains(word)
    }

    /// Whether a folder or an artist's name stands for many artists or for none.
    static func isNobody(_ name: String) -> Bool { nobodies.contains(NameKey.fold(name)) }

    private static let nobodies: Set<String> = Set(
        [
            "Various Artists", "Various", "VA", "V.A.", "Various Artist", "Verschiedene Interpreten", "Verschiedene",
            "Diverse", "Divers", "Artistes divers", "Varios", "Varios Artistas", "Vários", "Vários Artistas",
            "Artisti vari",
            "Unknown", "Unknown Artist", "Unknown Album", "Unbekannt", "Unbekannter Künstler", "Unbekannter Interpret",
            "Artiste inconnu", "Artista desconocido", "Artista sconosciuto", "Compilation", "Compilations",
            "Soundtrack",
            "Soundtracks", "OST", "Sampler", "Samplers", "Singles", "Mixtapes", "Misc", "Other", "Others", "No Artist",
        ].map(NameKey.fold))

    /// Whether a folder only keeps others: neither an artist nor an album.
    static func isContainer(_ name: String) -> Bool {
        let key = NameKey.fold(name)
        return key.count <= 1 || containers.contains(key) || isNobody(name)
    }

    private static let containers: Set<String> = Set(
        [
            "Music", "My Music", "Musik", "Meine Musik", "Musique", "Música", "Musica", "MP3", "MP3s", "FLAC", "OGG",
            "Opus", "AAC", "M4A", "WAV", "Audio", "Songs", "Lieder", "Downloads", "Download", "Albums", "Album",
            "Alben",
            "Artists", "Artist", "Interpreten", "Library", "Collection", "Sammlung", "Media", "iTunes", "iTunes Media",
            "Playlists", "Favorites", "Favourites", "Favoriten", "New", "Neu", "Old", "Lossless", "Lossy", "0-9",
            "Incoming",
            "Sorted", "Unsorted", "Tracks", "Vinyl", "CDs", "Rips", "Charts", "Radio", "Podcasts", "Rock", "Pop",
            "Jazz",
            "Classical", "Klassik", "Classique", "Electronic", "Electronica", "Electro", "Techno", "House", "Trance",
            "Dance",
            "Hip-Hop", "Hip Hop", "HipHop", "Rap", "R&B", "RnB", "Soul", "Funk", "Blues", "Country", "Folk", "Metal",
            "Heavy Metal", "Punk", "Indie", "Alternative", "Reggae", "Latin", "World", "Ambient", "Chillout",
            "Schlager",
            "Volksmusik", "Disco", "Gospel", "Oldies", "Kids", "Kinder", "Christmas", "Weihnachten", "Party",
        ].map(NameKey.fold))

    /// Whether a part behind a dash says which recording of a title it is, rather than being a title.
    static func isVersion(_ part: String) -> Bool {
        let words = NameKey.fold(part).split(separator: " ")
        guard let first = words.first, let last = words.last else { return false }
        if ["live", "part", "pt", "remastered", "remaster", "acoustic", "unplugged", "demo", "instrumental"].contains(
            first)
        {
            return true
        }
        return [
            "remix", "mix", "edit", "version", "remaster", "remastered", "live", "demo", "acoustic", "take", "session",
        ]
        .contains(last) || words.contains("remaster") || words.contains("remastered")
    }

    /// The same recording under a longer title, so that the shorter title is the song's too.
    static let sameRecording: Set<String> = [
        "remastered", "remaster", "mono", "stereo", "album version", "single version", "original version",
        "original mix",
        "explicit", "official video", "official audio", "official music video", "music video", "lyrics", "lyric video",
        "official lyric video", "audio", "hq", "hd", "4k", "bonus track", "digitally remastered", "mono version",
        "stereo version", "lp version", "radio edit", "clean",
    ]
}
