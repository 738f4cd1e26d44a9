import Catalogue
import CatalogueImport
import Curation
import Emotions
import FoundationEssentials
import Songs

/// The lists for one taste given as a file of tracks.
struct TasteLists {
    /// The state folder of the catalogue.
    let state: String
    /// The file.
    let taste: String

    private struct List: Encodable {
        struct Entry: Encodable {
            var title: String?
            var artists: [String]
            var songMood: String
            var score: Double
            var why: String
        }

        var mood: String
        var reason: String
        var tracks: [Entry]
    }

    /// - Parameter moods: nil for all seven.
    func print(moods: [Emotion]?, json: Bool) throws {
        let catalogue = try PlantedCatalogue(state: state, tastes: nil)
        defer { catalogue.catalogue.close() }
        let liked = try TrackList.tracks(of: taste)
        // What the catalogue knows of a track is more than a list tells.
        let ids = try catalogue.catalogue.idsBlocking(of: liked.map(\.identity))
        let known = Dictionary(
            try catalogue.catalogue.tracksBlocking(ids: ids.compactMap(\.self)).map { ($0.id, $0) }
        ) { first, _ in first }
        let tracks = zip(liked, ids).map { track, id in id.flatMap { known[$0] } ?? track }
        let profile = OwnRecommender.profile(tracks, catalogue.index)
        var recommender = OwnRecommender(catalogue)
        let lists = try (moods ?? Emotion.allCases).map { mood in
            let selection = try recommender.select(profile, mood: mood, seed: 1)
            return List(
                mood: mood.rawValue, reason: selection.reason,
                tracks: selection.tracks.map { chosen in
                    List.Entry(
                        title: chosen.track.title, artists: chosen.track.artists,
                        songMood: chosen.track.songMood.rawValue, score: chosen.score, why: chosen.why)
                })
        }
        if json { return try printJSON(lists) }
        for list in lists {
            Swift.print("\n\(list.mood): \(list.reason)")
            for (number, track) in list.tracks.enumerated() {
                let name = "\(track.title ?? "?") – \(track.artists.joined(separator: ", "))"
                Swift.print("\(number + 1). \(name)  [\(track.why)]")
            }
        }
    }
}
