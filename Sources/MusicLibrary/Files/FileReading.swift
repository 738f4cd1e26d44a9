import Platform
import Songs

/// What became of a music file.
enum FileState: Int, Sendable {
    /// A song, known by its tags.
    case tagged = 1
    /// A song, known by its name.
    case named = 2
    /// Neither tags nor name say whose song it is.
    case nameless = 3
    /// It holds no sound that can be read.
    case damaged = 4
    case empty = 5
    /// It may not be opened.
    case unreadable = 6
    /// Reading it took too much, or ended the program.
    case givenUp = 7

    /// Whether it is a song that a list may hold.
    var isSong: Bool { self == .tagged || self == .named }
}

/// A music file as the library keeps it.
struct FileReading: Sendable {
    var name: String
    /// In bytes.
    var size: Int
    /// When it was changed, in nanoseconds since 1970.
    var changed: Int
    var state: FileState
    /// Why it cannot be read, for people; nil where it can.
    var reason: String?
    var tags = SongTags()
    var title: String?
    var artists: [String] = []
    /// What the words of its MOOD say; nil where there are none that are known.
    var label: MoodLabel?
    /// By which a catalogue may know it.
    var keys: [UInt64] = []

    init(name: String, size: Int, changed: Int, state: FileState) {
        (self.name, self.size, self.changed, self.state) = (name, size, changed, state)
    }

    /// Reads a file.
    ///
    /// - Parameters:
    ///   - path: where it is.
    ///   - below: its path below the music folder.
    ///   - numbering: asked where the tags say nothing.
    ///   - tags: what the file's tags say.
    init(
        _ found: FolderWalk.File, below: String, numbering: () -> TrackNumbering,
        _ tags: Result<SongTags, SongTags.Failure>
    ) {
        self.init(name: found.name, size: found.size, changed: found.changed, state: .nameless)
        switch tags {
        case .success(let tags):
            self.tags = tags
            takeNames(below, numbering)
        case .failure(.unreadable(let error)):
            (state, reason) = (.unreadable, error.description)
        case .failure(.empty):
            state = .empty
        case .failure(.givenUp):
            state = .givenUp
        case .failure(.damaged):
            // A kind without tags is known by its name.
            guard MusicFormat.ending(of: name) == "aac" else {
                state = .damaged
                return
            }
            takeNames(below, numbering)
        }
    }

    private mutating func takeNames(_ below: String, _ numbering: () -> TrackNumbering) {
        // Without a frame of sound it is no song, whatever its tag says.
        if tags.milliseconds == 0, MusicFormat.ending(of: name) == "mp3" {
            state = .damaged
            return
        }
        var artists = tags.artists.flatMap(ArtistCredit.artists)
        if artists.isEmpty { artists = tags.albumArtists.filter { !NameWords.isNobody($0) } }
        artists.removeAll(where: NameWords.isNobody)
        if let title = tags.title, !artists.isEmpty {
            state = .tagged
            take(artists, title)
        } else {
            let readings = PathName.readings(of: below, numbering: numbering())
            guard let first = readings.first else {
                // A title alone does not tell a song from another.
                title = tags.title
                return
            }
            state = .named
            if tags.title != nil || !artists.isEmpty {
                take(artists.isEmpty ? ArtistCredit.artists(first.artist) : artists, tags.title ?? first.title)
            } else {
                take(ArtistCredit.artists(first.artist), first.title)
                for other in readings.dropFirst() {
                    let more = SongKeys.keys(artists: ArtistCredit.artists(other.artist), title: other.title)
                    keys += more.filter { !keys.contains($0) }
                }
                keys = Array(keys.prefix(SongKeys.most))
            }
            tags.album = tags.album ?? first.album
            tags.year = tags.year ?? first.year
        }
        if !tags.moods.isEmpty { label = MoodVocabulary.shared.read(tags.moods.joined(separator: "; ")).label }
    }

    private mutating func take(_ artists: [String], _ title: String) {
        self.artists = artists
        self.title = title
        keys = SongKeys.keys(artists: artists, title: title)
    }
}
