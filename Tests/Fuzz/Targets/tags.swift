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
    guard !claimsManyAttributes(file) else { return }
    let reading = SongTags.reading(file, name: "a." + ending)
    // Twice costs twice the time.
    if file.count % 4 == 0 {
        require(SongTags.reading(file, name: "a." + ending) == reading, "not the same again")
    }
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

/// A WMA file that claims thousands of attributes: TagLib asks for each of them, 40 ms in a product and seconds under the
/// sanitizer, which finds such files by the hundred and then does nothing else. `wma-counts` in the corpus is one.
private func claimsManyAttributes(_ file: [UInt8]) -> Bool {
    // The ids of ASF's objects with attributes; behind each its size in eight bytes and the count in two.
    let lists: [[UInt8]] = [
        [0x40, 0xA4, 0xD0, 0xD2, 0x07, 0xE3, 0xD2, 0x11, 0x97, 0xF0, 0x00, 0xA0, 0xC9, 0x5E, 0xA8, 0x50],
        [0xEA, 0xCB, 0xF8, 0xC5, 0xAF, 0x5B, 0x77, 0x48, 0x84, 0x67, 0xAA, 0x8C, 0x44, 0xFA, 0x4C, 0xCA],
        [0x94, 0x1C, 0x23, 0x44, 0x98, 0x94, 0xD1, 0x49, 0xA1, 0x41, 0x1D, 0x13, 0x4E, 0x45, 0x70, 0x54],
    ]
    return file.indices.dropLast(25).contains { start in
        guard lists.contains(where: { file[start] == $0[0] && file[start..<(start + 16)].elementsEqual($0) }) else {
            return false
        }
        return Int(file[start + 24]) | Int(file[start + 25]) << 8 > 500
    }
}

private func plant(_ tags: SongTags) {
    #if PLANTED_BUG
        if tags.title?.hasPrefix("T2") == true { writePastTheEnd(2) }
    #endif
}
