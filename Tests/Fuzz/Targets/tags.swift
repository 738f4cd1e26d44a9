import Songs

@testable import MusicLibrary

/// A music file as it may lie in a folder: refused, or read into clean names. TagLib itself is the system's; the sanitizer
/// sees what it allocates and copies.
func judge(_ bytes: [UInt8]) {
    var input = Input(bytes)
    let endings = [
        "mp3", "flac", "ogg", "opus", "m4a", "wav", "aiff", "wma", "ape", "wv", "mpc", "spx", "tta", "oga", "mp2", "",
    ]
    let ending = endings[Int(input.byte() & 15)]
    let file = input.rest()
    let reading = SongTags.reading(file, name: "a." + ending)
    require(SongTags.reading(file, name: "a." + ending) == reading, "not the same again")
    guard case .success(let tags) = reading else { return }
    plant(tags)
    let texts =
        tags.artists + tags.albumArtists + tags.genres + tags.moods + tags.artistIDs
        + [tags.title, tags.album, tags.key, tags.isrc, tags.recordingID].compactMap(\.self)
    for text in texts {
        require(!text.isEmpty && text.utf8.count <= 3 * 1024, "a text of \(text.utf8.count) bytes")
        require(!text.unicodeScalars.contains { $0.properties.generalCategory == .control }, "a control character")
    }
    require(tags.artists.count <= 32 && tags.genres.count <= 16, "more values than are wanted")
    require((0...86_400_000).contains(tags.milliseconds), "longer than a day")
    require(tags.year.map { (1000...2100).contains($0) } ?? true, "year \(tags.year ?? 0)")
    let artists = tags.artists.flatMap(ArtistCredit.artists)
    if let title = tags.title, !artists.isEmpty {
        let keys = SongKeys.keys(artists: artists, title: title)
        require(!keys.isEmpty && keys.count <= SongKeys.most, "\(keys.count) keys")
    }
    _ = GenreNames.joined(NameList.joined(tags.genres))
    // Names of files are what others wrote too.
    for text in texts {
        let numbering: TrackNumbering = text.utf8.count % 2 == 0 ? .unknown : .numbered
        for reading in PathName.readings(of: text + "." + ending, numbering: numbering) {
            require(!reading.artist.isEmpty && !reading.title.isEmpty, "a song without a name")
        }
    }
}

private func plant(_ tags: SongTags) {
    #if PLANTED_BUG
        if tags.title?.hasPrefix("T2") == true { writePastTheEnd(2) }
    #endif
}
