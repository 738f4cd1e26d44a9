package import Songs
import Storage
import Tables

/// Reads a file of tracks into memory without importing it, such as a playlist of the listener's.
package enum TrackList {
    /// The most tracks that are read: more is a catalogue and no playlist.
    package static let longest = 10_000

    /// The tracks of a file in any of the tables that can be imported, in its order; rows that are no track are left
    /// out. Their numbers count from 1, and their song moods are unknown.
    /// - Throws: `StorageError` where it cannot be read, `ImportError` where it holds no tracks.
    package static func tracks(of path: String) throws -> [Track] {
        let file = try TrackTableFile(opening: path)
        var record = CSVRecord()
        var draft = TrackDraft()
        var notes = RowNotes()
        var tracks: [Track] = []
        while tracks.count < longest, let step = try file.read(into: &record) {
            guard file.take(step, record, into: &draft, &notes) else { continue }
            tracks.append(track(draft, Int64(tracks.count + 1)))
        }
        return tracks
    }

    private static func track(_ draft: TrackDraft, _ id: Int64) -> Track {
        func text(_ bytes: [UInt8]) -> String? { bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self) }
        func names(_ bytes: [UInt8]) -> [String] {
            bytes.split(separator: NameList.separatorByte).map { String(decoding: $0, as: UTF8.self) }
        }
        let measuredFeatures = draft.measuredFeatures.flatMap { sound in
            draft.duration != nil && draft.sound.allSatisfy { $0 != nil } ? sound : nil
        }
        return Track(
            id: id, title: text(draft.title), artists: names(draft.artists), album: text(draft.album),
            year: draft.year, genre: names(draft.genres).first, language: text(draft.language),
            spotifyID: text(draft.spotifyID), durationMilliseconds: draft.duration, popularity: draft.popularity,
            isExplicit: draft.isExplicit, features: measuredFeatures,
            moodScores: SongMoodScores(happy: 1, sad: 1, energetic: 1, calm: 1))
    }
}
