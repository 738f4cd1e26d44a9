package import Songs

/// A song of a person's own files, as the library hands it to the catalogue. Text is UTF-8, as in a `TrackDraft`.
package struct LibrarySong: Sendable {
    /// Its number in the library.
    package var id: Int64
    package var title: [UInt8] = []
    /// Names separated by `NameList.separatorByte`.
    package var artists: [UInt8] = []
    package var album: [UInt8] = []
    /// Lower case, separated likewise.
    package var genres: [UInt8] = []
    package var year: Int?
    package var durationMilliseconds: Int?
    /// Beats per minute.
    package var tempo: Double?
    /// Loudness in LUFS, as measured on the file.
    package var loudness: Double?
    /// What its sound tells of its mood; nil where it was not measured, or tells nothing.
    package var soundMood: SongMoodScores?
    /// What its own tag says of its mood.
    package var label: MoodLabel?
    /// The hashes of name keys by which the catalogue may know it, the likeliest first.
    package var keys: [UInt64] = []

    package init(id: Int64) { self.id = id }
}

/// Where the mood of a song comes from; of two, the one further down is worth more.
package enum LibraryMood: Int, Sendable {
    /// Nothing is known.
    case none = 0
    /// From other songs of the artist or the genre.
    case guess = 1
    /// From the file's own sound, joined with such a guess.
    case sound = 2
    /// From the file's own tag.
    case tag = 3
    /// From a table, the starter list included: its sound was measured, or it has a label.
    case table = 4
}

/// Which track of the catalogue a song is.
package struct LibraryMatch: Sendable {
    package var songID: Int64
    package var trackID: Int64
    /// As the catalogue stores it.
    package var nameHash: UInt64
    package var mood: LibraryMood
}
