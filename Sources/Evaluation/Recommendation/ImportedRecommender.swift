import Catalogue
import CatalogueImport
import Curation
import Emotions
import FoundationEssentials
import Songs

/// What ships, for a listener whose liked songs come from a file: they are written as an M3U list, which says no more than
/// artist and title, read as `emotunesctl taste import` reads it, and looked up by their names.
struct ImportedRecommender: SongRecommender {
    let name = "EmoTunes, from an imported list"
    private let catalogue: PlantedCatalogue
    private var recommender: OwnRecommender
    private var profile: (seed: UInt64, profile: TasteProfile)?

    init(_ catalogue: PlantedCatalogue) {
        self.catalogue = catalogue
        recommender = OwnRecommender(catalogue)
    }

    mutating func rows(
        for listener: PlantedListener, mood: Emotion, number: Int, offered: [Int: Double]
    ) throws -> [Int] {
        if profile?.seed != listener.seed {
            profile = (listener.seed, try imported(try catalogue.tracks(rows: listener.known)))
        }
        return try recommender.rows(
            for: listener, profile?.profile ?? TasteProfile(), mood: mood, number: number, offered: offered)
    }

    /// The taste that a list of these tracks tells.
    private func imported(_ tracks: [Track]) throws -> TasteProfile {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let lines = tracks.map { track in
            "#EXTINF:-1,\(track.artists.joined(separator: "; ")) - \(track.title ?? "")\nx.mp3\n"
        }
        let path = folder + "/liked.m3u8"
        try Data(("#EXTM3U\n" + lines.joined()).utf8).write(to: URL(fileURLWithPath: path))
        let songs = try TasteFile(reading: path).songs
        let identities = songs.map {
            TrackIdentity(spotifyID: nil, nameKey: NameKey.track(title: $0.title, artists: $0.artists))
        }
        let ids = try catalogue.catalogue.idsBlocking(of: identities)
        let known = Dictionary(
            try catalogue.catalogue.tracksBlocking(ids: ids.compactMap(\.self)).map { ($0.id, $0) }
        ) { first, _ in first }
        let flat = SongMoodScores(happy: 1, sad: 1, energetic: 1, calm: 1)
        return TasteProfile(
            zip(songs, ids).map { song, id in
                .init(
                    id.flatMap { known[$0] }
                        ?? Track(id: 0, title: song.title, artists: song.artists, moodScores: flat),
                    weight: song.weight)
            }, index: catalogue.index)
    }
}
