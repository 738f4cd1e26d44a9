import Songs

/// Reads the parts of a file's name together with its folders.
struct PathReader {
    let folders: FolderNames
    let numbering: TrackNumbering
    private(set) var readings: [PathName] = []

    init(folders: FolderNames, numbering: TrackNumbering) {
        self.folders = folders
        self.numbering = numbering
    }

    /// - Parameter parts: of the name without its ending, between dashes.
    mutating func read(_ parts: [String]) {
        guard let first = parts.first else { return }
        if parts.count > 1, NameText.isNumber(first) {
            // "07 - Title", "07 - Artist - Title".
            readRest(Array(parts.dropFirst()), isNumbered: true)
        } else if parts.count == 1 {
            for title in titles(first) { addOfFolders(title) }
        } else if let place = parts.dropFirst().firstIndex(where: NameText.isNumber), place < parts.count - 1 {
            readNumbered(parts, at: place)
        } else {
            let number = NameText.leadingNumber(first)
            let isNumbered = number.map { $0.isSure || numbering == .numbered } ?? false
            if let number, isNumbered {
                readRest([number.rest] + parts.dropFirst(), isNumbered: true)
            } else {
                let stripped = number.map { [$0.rest] + parts.dropFirst() }
                // "10 Artist - Title" in the artist's own folder or on a sampler; else "10 Years - Title" first.
                if let number, let stripped, numbering != .plain, isLikely(number) {
                    readRest(stripped, isNumbered: true)
                    return readRest(parts, isNumbered: false)
                }
                readRest(parts, isNumbered: false)
                if let stripped, numbering != .plain { readRest(stripped, isNumbered: true) }
            }
        }
    }

    /// Whether a number before an artist's name is a track's, as far as the folders say.
    private func isLikely(_ number: NameText.LeadingNumber) -> Bool {
        folders.artists.contains { Self.isSame($0.name, NameKey.fold(number.rest)) }
            || folders.isCompilation && (10...30).contains(number.number)
    }

    /// `Artist - NN - Title`, `Artist - Album - NN - Title`, `Artist - 1999 - Album - NN - Title`.
    private mutating func readNumbered(_ parts: [String], at place: Int) {
        let title = joined(parts[(place + 1)...])
        var between = Array(parts[1..<place])
        var year: Int?
        if let found = between.firstIndex(where: NameText.isYear) {
            year = NameText.year(between[found])
            between.remove(at: found)
        }
        add(parts[0], title, album: between.isEmpty ? nil : joined(between[...]), year: year)
    }

    /// What is left when a number before all of it is gone.
    private mutating func readRest(_ parts: [String], isNumbered: Bool) {
        switch parts.count {
        case 0: return
        case 1: addOfFolders(parts[0])
        case 2: readTwo(parts[0], parts[1], isNumbered: isNumbered)
        default: readMany(parts, isNumbered: isNumbered)
        }
    }

    private mutating func readTwo(_ first: String, _ second: String, isNumbered: Bool) {
        let one = NameKey.fold(first), other = NameKey.fold(second)
        if folders.artists.contains(where: { Self.isSame($0.name, one) }) { return addNamed(first, second) }
        // "Title - Artist" in the artist's folder.
        if folders.artists.contains(where: { NameKey.fold($0.name) == other }) { return addNamed(second, first) }
        let isOfFolder = !folders.artists.isEmpty && NameWords.isVersion(second)
        if isOfFolder { addOfFolders("\(first) - \(second)") }
        addNamed(first, second)
        // A title with a dash in it.
        if isNumbered, !isOfFolder { addOfFolders("\(first) - \(second)") }
    }

    private mutating func readMany(_ parts: [String], isNumbered: Bool) {
        let artist = parts[0]
        // "Artist - Album - NN Title".
        if let place = parts.indices.dropFirst().first(where: { place in
            NameText.leadingNumber(parts[place]).map { place > 1 || $0.isSure } ?? false
        }), let number = NameText.leadingNumber(parts[place]) {
            var between = Array(parts[1..<place])
            let year = between.firstIndex(where: NameText.isYear).flatMap { NameText.year(between.remove(at: $0)) }
            let title = joined([number.rest] + parts[(place + 1)...])
            let album = between.isEmpty ? nil : joined(between[...])
            if number.isSure || numbering != .plain { add(artist, title, album: album, year: year) }
            if !number.isSure { add(artist, joined(parts[place...]), album: album, year: year) }
            return
        }
        if let last = parts.last, NameWords.isVersion(last) {
            if parts.count == 3 { return add(artist, joined(parts[1...])) }
            return add(artist, joined(parts[2...]), album: parts[1])
        }
        // "Title - Part - …" of the artist whose folder it is.
        if isNumbered, let folder = folders.artists.first, !Self.isSame(folder.name, NameKey.fold(artist)) {
            add(artist, parts[parts.count - 1], album: joined(parts[1..<(parts.count - 1)]))
            return addOfFolders(joined(parts[...]))
        }
        let albums = folders.artists.compactMap(\.album).map(NameKey.fold)
        let withAlbum = { (reader: inout PathReader) in
            reader.add(artist, reader.joined(parts[2...]), album: parts[1])
        }
        if albums.contains(NameKey.fold(parts[1])) { return withAlbum(&self) }
        withAlbum(&self)
        add(artist, joined(parts[1...]))
    }

    /// Whether a name is that artist's, guests aside.
    private static func isSame(_ folder: String, _ folded: String) -> Bool {
        let key = NameKey.fold(folder)
        return key == folded || folded.hasPrefix(key + " feat ") || folded.hasPrefix(key + " ft ")
            || folded.hasPrefix(key + " and ") || NameKey.fold(ArtistCredit.unturned(folder)) == folded
    }

    /// A title with or without the number before it.
    private func titles(_ text: String) -> [String] {
        guard let number = NameText.leadingNumber(text) else { return [text] }
        if number.isSure || numbering == .numbered { return [number.rest] }
        if numbering == .plain { return [text] }
        // A lone "12 Title" is most likely the twelfth; there are few albums with more tracks than thirty.
        let isTrack = (10...30).contains(number.number)
        // Of the second disc the third: "203 Title".
        let isOfDisc = folders.isDisc && (101...999).contains(number.number) && (1...40).contains(number.number % 100)
        return isTrack || isOfDisc ? [number.rest, text] : [text, number.rest]
    }

    private mutating func addOfFolders(_ title: String) {
        for (name, album) in folders.artists { add(name, title, album: album, year: folders.year) }
    }

    /// Artist and title from the name itself; the folders may know the album.
    private mutating func addNamed(_ artist: String, _ title: String) {
        let album = folders.artists.first { Self.isSame($0.name, NameKey.fold(artist)) }?.album
        add(artist, title, album: album, year: album == nil ? nil : folders.year)
    }

    private mutating func add(_ artist: String, _ title: String, album: String? = nil, year: Int? = nil) {
        guard !artist.isEmpty, !title.isEmpty, !NameWords.isNobody(artist) else { return }
        let reading = PathName(artist: ArtistCredit.unturned(artist), title: title, album: album, year: year)
        if !readings.contains(where: { $0.artist == reading.artist && $0.title == reading.title }) {
            readings.append(reading)
        }
    }

    private func joined(_ parts: some Sequence<String>) -> String { parts.joined(separator: " - ") }
}
