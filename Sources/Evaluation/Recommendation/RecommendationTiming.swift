import Catalogue
import CatalogueSearch
import Curation
import Emotions
import FoundationEssentials

/// Measures what a list costs, step by step.
struct RecommendationTiming {
    /// The catalogue's state folder.
    let state: String

    /// - Parameter ids: of fifty tracks that are liked.
    func run(liked ids: [Int64]) throws -> RecommendationReport.Timing {
        // The database looks itself through when it is opened, once a start and whatever it is opened for.
        let catalogue = try Catalogue.open(in: state, starter: nil, now: Date()).catalogue
        defer { catalogue.close() }
        let before = try privateMegabytes()
        let began = threadSeconds()
        let index = try catalogue.openIndex()
        var maker = ShortlistMaker(index)
        _ = try list(catalogue, &maker, ids, number: 0)
        let first = threadSeconds() - began
        let costs = try (1...30).map { try list(catalogue, &maker, ids, number: $0) }
        func middle(_ part: (Cost) -> Double) -> Double { 1000 * median(costs.map(part)) }
        return RecommendationReport.Timing(
            tracks: index.count, warm: middle { $0.taste + $0.shortlist + $0.reading + $0.choice },
            taste: middle(\.taste), shortlist: middle(\.shortlist), reading: middle(\.reading), first: 1000 * first,
            privateMegabytes: try privateMegabytes() - before)
    }

    private struct Cost {
        var taste = 0.0, shortlist = 0.0, reading = 0.0, choice = 0.0
    }

    private func list(
        _ catalogue: Catalogue, _ maker: inout ShortlistMaker, _ ids: [Int64], number: Int
    ) throws -> Cost {
        let mood = Emotion.allCases[number % Emotion.allCases.count]
        var cost = Cost()
        var mark = threadSeconds()
        func lap() -> Double {
            let now = threadSeconds()
            defer { mark = now }
            return now - mark
        }
        let profile = OwnRecommender.profile(try catalogue.tracksBlocking(ids: ids), maker.index)
        cost.taste = lap()
        let shortlist = maker.shortlist(ShortlistRequest(mood: mood, profile: profile, seed: UInt64(number)))
        cost.shortlist = lap()
        let tracks = try catalogue.tracksBlocking(ids: shortlist.trackIDs)
        cost.reading = lap()
        var request = CurationRequest(
            mood: mood, candidates: tracks, now: Date(timeIntervalSince1970: 1_800_000_000), seed: UInt64(number))
        request.profile = profile
        request.shortlist = shortlist
        guard Curator().select(request).tracks.count == listLength else {
            throw EvaluationError("\(state): too few tracks for a list")
        }
        cost.choice = lap()
        return cost
    }
}
