import Catalogue
import CatalogueImport
import Curation
import Emotions
import FoundationEssentials
import Songs
import TestSupport

let now = Date(timeIntervalSince1970: 1_700_000_000)

/// A made-up track. By default each is by an artist of its own.
func track(
    _ id: Int64, _ mood: SongMood, artist: String? = nil, title: String? = nil, genre: String? = nil, year: Int? = nil,
    certainty: Double = 0.85
) -> Track {
    Track(
        id: id, title: title ?? "Title \(id)", artists: [artist ?? "Artist \(id)"],
        year: year ?? 1920 + Int(id * 7 % 100),
        genre: genre ?? ["pop", "jazz", "rock", "folk", "soul", "blues", "metal"][Int(id % 7)], language: "english",
        moodScores: SongMoodScores(mood, certainty: certainty))
}

/// The tracks of the starter catalogue, as the daemon would have them.
func shipped() throws -> [Track] {
    let starter = try StarterCatalogue(csv: FileBytes.all(of: Repository.path("config/starter-catalogue.csv")))
    return starter.entries.enumerated().map { index, entry in
        Track(
            id: Int64(index + 1), title: entry.title, artists: entry.artists, year: entry.year, genre: entry.genre,
            language: entry.language, moodScores: SongMoodScores(entry.mood, certainty: 0.85))
    }
}

/// `count` tracks of each song mood, with ids from 1.
func catalogue(_ count: Int) -> [Track] {
    SongMood.allCases.enumerated().flatMap { index, mood in
        (0..<count).map { track(Int64(index * count + $0 + 1), mood) }
    }
}

func request(_ mood: Emotion, _ candidates: [Track], seed: UInt64 = 1) -> CurationRequest {
    CurationRequest(mood: mood, candidates: candidates, now: now, seed: seed)
}

extension Curation.Selection {
    var ids: [Int64] { tracks.map(\.track.id) }

    var moods: [SongMood: Int] {
        tracks.reduce(into: [:]) { $0[$1.track.songMood, default: 0] += 1 }
    }

    /// The most tracks any one artist has.
    var mostByOneArtist: Int {
        tracks.flatMap(\.track.artists).reduce(into: [:]) { $0[$1, default: 0] += 1 }.values.max() ?? 0
    }
}
