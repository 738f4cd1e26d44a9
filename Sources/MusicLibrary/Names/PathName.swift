import Songs

/// What a music file's path says of the song in it, where its tags do not.
///
/// Read as people and programs name files: `Artist - Title`, `Artist/Album/NN Title`, `Artist - Album - NN Title`,
/// `Artist - NN - Title`, with folders for discs, dashes of any length, and years beside albums.
package struct PathName: Hashable, Sendable {
    /// As it is written, all artists in one text.
    package var artist: String
    package var title: String
    package var album: String?
    package var year: Int?

    package init(artist: String, title: String, album: String? = nil, year: Int? = nil) {
        self.artist = artist
        self.title = title
        self.album = album
        self.year = year
    }

    /// Every way in which a path can be read, the likeliest first; empty where it names no artist or no title.
    ///
    /// - Parameters:
    ///   - path: below the music folder.
    ///   - numbering: of the folder that holds the file.
    package static func readings(of path: String, numbering: TrackNumbering = .unknown) -> [PathName] {
        var folders = path.split(separator: "/").map(String.init)
        guard let name = folders.popLast() else { return [] }
        let count = folders.count
        while let last = folders.last, NameWords.isDisc(last) { folders.removeLast() }
        let stem = NameText.tidied(NameText.withoutEnding(name))
        var reader = PathReader(folders: FolderNames(folders, isDisc: folders.count < count), numbering: numbering)
        reader.read(NameText.parts(stem))
        return reader.readings
    }
}

/// What the folders above a file say.
struct FolderNames {
    /// Who the folders name: of `Artist/Album` the artist, of `Artist - Album` too; the likeliest first.
    private(set) var artists: [(name: String, album: String?)] = []
    private(set) var year: Int?
    /// Of several artists, so that a file's own name must say who sings.
    private(set) var isCompilation = false
    /// The file is in the folder of one disc of several.
    let isDisc: Bool

    /// - Parameter folders: from the music folder down, without those of discs.
    init(_ folders: [String], isDisc: Bool) {
        self.isDisc = isDisc
        guard let last = folders.last else { return }
        let parent = folders.count > 1 ? NameText.tidied(folders[folders.count - 2]) : nil
        let album = AlbumFolder(last)
        year = album.year
        isCompilation = parent.map(NameWords.isNobody) ?? false || NameWords.isNobody(album.parts.first ?? "")
        if isCompilation { return }
        let isParentArtist = parent.map { !NameWords.isContainer($0) } ?? false
        if album.parts.count > 1 {
            let named = (album.parts[0], album.parts.dropFirst().joined(separator: " - ") as String?)
            let whole = parent.map { ($0, album.parts.joined(separator: " - ") as String?) }
            // "Artist/Album - Live" or "Genre/Artist - Album".
            let isVersion = NameWords.isVersion(album.parts[1]) || NameWords.isDisc(album.parts[1])
            if let whole, isParentArtist {
                let isSame = NameKey.fold(whole.0) == NameKey.fold(named.0)
                artists = isSame ? [named] : isVersion ? [whole, named] : [named, whole]
            } else {
                artists = [named]
            }
            return
        }
        if let parent, isParentArtist { artists = [(Self.artist(parent), album.name)] }
        // Of one folder alone it is not known whether it is an artist or an album.
        if artists.isEmpty, !NameWords.isContainer(album.name), album.year == nil {
            artists = [(Self.artist(album.name), nil)]
        }
    }

    /// "Artist (1999)" and such are rare; what is in square brackets is not a name's.
    private static func artist(_ folder: String) -> String {
        guard folder.hasSuffix("]"), let open = folder.lastIndex(of: "["), open != folder.startIndex else {
            return folder
        }
        return folder[..<open].trimmed()
    }
}

/// The name of an album's folder, with the year taken off.
private struct AlbumFolder {
    var name: String
    var parts: [String]
    var year: Int?

    init(_ folder: String) {
        name = NameText.tidied(folder)
        // What is in square or curly brackets at the end is about files: [FLAC], {2CD}, [1984].
        while let last = name.last, "]})".contains(last), let open = name.lastIndex(where: { "[{(".contains($0) }),
            open != name.startIndex
        {
            let inside = String(name[name.index(after: open)...].dropLast())
            if let found = NameText.year(inside) { year = found } else if last == ")" { break }
            name = name[..<open].trimmed()
        }
        if let first = name.first, "([".contains(first), let close = name.firstIndex(where: { ")]".contains($0) }),
            let found = NameText.year(String(name[...close]))
        {
            year = found
            name = name[name.index(after: close)...].drop { " -".contains($0) }.trimmed()
        }
        parts = NameText.parts(name)
        if parts.count > 1, let place = parts.prefix(2).firstIndex(where: NameText.isYear) {
            year = NameText.year(parts[place])
            parts.remove(at: place)
        }
        if parts.isEmpty { parts = [name] }
        if parts.count == 1 { name = parts[0] }
    }
}
