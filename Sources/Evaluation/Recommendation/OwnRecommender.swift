import Catalogue
import CatalogueSearch
import Curation
import Emotions
import FoundationEssentials
import Songs

/// What ships: taste, shortlist, choice.
struct OwnRecommender: SongRecommender {
    let name = "EmoTunes"
    private let catalogue: PlantedCatalogue
    private var maker: ShortlistMaker
    private var profile: (seed: UInt64, profile: TasteProfile)?

    init(_ catalogue: PlantedCatalogue) {
        self.catalogue = catalogue
        maker = ShortlistMaker(catalogue.index)
    }

    mutating func rows(
        for listener: PlantedListener, mood: Emotion, number: Int, offered: [Int: Double]
    ) throws -> [Int] {
        if profile?.seed != listener.seed {
            let tracks = try catalogue.tracks(rows: listener.known)
            profile = (listener.seed, Self.profile(tracks, catalogue.index))
        }
        return try rows(
            for: listener, profile?.profile ?? TasteProfile(), mood: mood, number: number, offered: offered)
    }

    /// As above, for a taste that is known already.
    mutating func rows(
        for listener: PlantedListener, _ profile: TasteProfile, mood: Emotion, number: Int, offered: [Int: Double]
    ) throws -> [Int] {
        let selection = try select(
            profile, mood: mood, seed: listener.seed &+ UInt64(number) &* 7919,
            excluded: listener.excluded, offered: offered)
        // A list is in the order it is to be heard in; what is measured is what it was ranked by.
        let ranked = selection.tracks.enumerated()
            .sorted { ($1.element.score, $0.offset) < ($0.element.score, $1.offset) }
        return ranked.compactMap { catalogue.index.row(trackID: $0.element.track.id) }
    }

    static func profile(_ tracks: [Track], _ index: any SearchableCatalogue) -> TasteProfile {
        TasteProfile(tracks.map { .init($0, weight: 1) }, index: index)
    }

    /// The list, in playing order.
    mutating func select(
        _ profile: TasteProfile, mood: Emotion, seed: UInt64, excluded: Set<Int> = [], offered: [Int: Double] = [:]
    ) throws -> Curation.Selection {
        var wanted = ShortlistRequest(mood: mood, profile: profile, seed: seed)
        if !excluded.isEmpty { wanted.isExcluded = excluded.contains }
        wanted.isStale = { offered[$0].map { $0 < 7 } ?? false }
        let shortlist = maker.shortlist(wanted)
        let now = Date(timeIntervalSince1970: 1_800_000_000)
        var request = CurationRequest(
            mood: mood, candidates: try catalogue.catalogue.tracksBlocking(ids: shortlist.trackIDs), now: now,
            seed: seed)
        request.profile = profile
        request.shortlist = shortlist
        for track in request.candidates {
            guard let row = catalogue.index.row(trackID: track.id), let days = offered[row] else { continue }
            request.history.record(
                .init(at: now.addingTimeInterval(-days * 86_400), playlistsAgo: nil), of: track.identity)
        }
        return Curator().select(request)
    }
}
