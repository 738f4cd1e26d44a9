import Catalogue
import CatalogueImport
import CatalogueSearch
import Curation
import Emotions
import FoundationEssentials
import Songs

/// A catalogue of 4,000 made-up songs: an eighth quiet jazz, an eighth loud metal, the rest anything, each with artists,
/// words and a sound of its own. Every fourth is of each song mood, whatever its taste.
struct TwoTastes {
    let catalogue: Catalogue
    let index: CatalogueIndex

    enum Kind: String, CaseIterable { case jazz, metal }

    /// Calls valence a mood, so that each song's is known beforehand.
    private struct ValenceScorer: SongMoodScoring {
        func scores(for features: AudioFeatures) -> SongMoodScores {
            SongMoodScores(SongMood.allCases[Int(features.valence * 4)], certainty: 0.85)
        }
    }

    init(in folder: String) throws {
        var generator = SeededGenerator(seed: 5)
        var lines = [
            "track_id,artists,album_name,track_name,popularity,duration_ms,explicit,danceability,energy,loudness,"
                + "speechiness,acousticness,instrumentalness,liveness,valence,tempo,track_genre"
        ]
        for number in 0..<4000 {
            let kind: Kind? = number % 8 == 0 ? .jazz : number % 8 == 1 ? .metal : nil
            let style = kind?.rawValue ?? "style\(Int.random(in: 0..<20, using: &generator))"
            let artist =
                "\(kind?.rawValue ?? "Other") \(Int.random(in: 0..<(kind == nil ? 400 : 30), using: &generator))"
            let title = (0..<3).map { _ in "\(style)word\(Int.random(in: 0..<60, using: &generator))" }
                .joined(separator: " ")
            func near(_ value: Double) -> Double { value + Double.random(in: 0..<0.1, using: &generator) }
            let energy = near(kind == .jazz ? 0.1 : kind == .metal ? 0.85 : Double(number % 9) / 10)
            let acoustic = near(kind == .jazz ? 0.85 : kind == .metal ? 0 : Double(number % 7) / 10)
            let valence = (Double(number / 8 % 4) + 0.5) / 4
            let id = String(repeating: "0", count: 22 - "\(number)".count) + "\(number)"
            lines.append(
                "\(id),\(artist),\(title),\(title)\(number % 5 == 0 ? " - Remix" : ""),50,200000,"
                    + "\(number % 10 == 3 ? "True" : "False"),0.5,\(energy),-8,0.05,\(acoustic),0.1,0.2,\(valence),120,"
                    + style)
        }
        let path = folder + "/songs.csv"
        try Data(lines.joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: path))
        catalogue = try Catalogue.open(in: folder, starter: nil, now: now).catalogue
        _ = try catalogue.importFiles([path], scorer: ValenceScorer(), now: now)
        index = try catalogue.openIndex()
    }

    /// The first so many songs of that kind.
    func songs(_ kind: Kind, _ count: Int) throws -> [Track] {
        let ids = (0..<index.count).map { index.trackID(row: $0) }
        return Array(try catalogue.tracksBlocking(ids: ids).filter { $0.genre == kind.rawValue }.prefix(count))
    }

    func profile(_ liked: [Track]) -> TasteProfile {
        TasteProfile(liked.map { .init($0, weight: 1) }, index: index)
    }

    /// The whole way from a taste to a list.
    func select(
        _ mood: Emotion, _ profile: TasteProfile, change: (inout ShortlistRequest) -> Void = { _ in }
    ) throws -> Curation.Selection {
        var wanted = ShortlistRequest(mood: mood, profile: profile, seed: 3)
        change(&wanted)
        var maker = ShortlistMaker(index)
        let shortlist = maker.shortlist(wanted)
        var request = request(mood, try catalogue.tracksBlocking(ids: shortlist.trackIDs), seed: 3)
        request.profile = profile
        request.shortlist = shortlist
        request.allowsExplicit = wanted.allowsExplicit
        return Curator().select(request)
    }
}
