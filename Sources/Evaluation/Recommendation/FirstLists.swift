import Catalogue
import Curation
import Emotions
import FoundationEssentials
import Songs

/// The first lists that people would get of whose taste nothing is known, and how far each hangs together.
struct FirstLists: Encodable {
    struct List: Encodable {
        var mood: String
        var reason: String
        var tracks: [Entry]
        /// How many families of genres its songs are of, unknown ones left out.
        var families: Int
        /// From the first year to the last, without the outermost song at each end; nil where years are not known.
        var years: Int?
    }

    struct Entry: Encodable {
        var title: String?
        var artists: [String]
        var genre: String?
        var year: Int?
        var songMood: String
    }

    var lists: [List]
    /// Means over the lists.
    var families: Double
    var years: Double

    /// - Parameters:
    ///   - state: the state folder of the catalogue.
    ///   - count: how many lists; the seven moods take turns.
    init(state: String, count: Int) throws {
        let catalogue = try PlantedCatalogue(state: state, tastes: nil)
        defer { catalogue.catalogue.close() }
        var recommender = OwnRecommender(catalogue)
        lists = []
        for number in 0..<count {
            let mood = Emotion.allCases[number % Emotion.allCases.count]
            lists.append(
                List(mood, try recommender.select(TasteProfile(), mood: mood, seed: UInt64(number + 1) &* Self.step)))
        }
        let spans = lists.compactMap(\.years)
        families = Double(lists.reduce(0) { $0 + $1.families }) / Double(max(1, lists.count))
        years = Double(spans.reduce(0, +)) / Double(max(1, spans.count))
    }

    /// Seeds as the daemon makes them of a list's number.
    private static let step: UInt64 = 0x9E37_79B9_7F4A_7C15

    func print() {
        for (number, list) in lists.enumerated() {
            Swift.print("\n\(number + 1), \(list.mood): \(list.reason)")
            for track in list.tracks {
                let facts = [track.genre, track.year.map(String.init)].compactMap(\.self).joined(separator: ", ")
                Swift.print("  \(track.title ?? "?") – \(track.artists.joined(separator: ", ")) [\(facts)]")
            }
        }
        let means = [families, years].map { ($0 * 10).rounded() / 10 }
        Swift.print("\n\(lists.count) lists: on average \(means[0]) families of genres and \(means[1]) years each")
    }
}

extension FirstLists.List {
    fileprivate init(_ mood: Emotion, _ selection: Curation.Selection) {
        let tracks = selection.tracks.map(\.track)
        let years = tracks.compactMap(\.year).sorted()
        self.init(
            mood: mood.rawValue, reason: selection.reason,
            tracks: tracks.map {
                FirstLists.Entry(
                    title: $0.title, artists: $0.artists, genre: $0.genre, year: $0.year,
                    songMood: $0.songMood.rawValue)
            },
            families: Set(tracks.compactMap { $0.genre.flatMap { GenreFamily(genre: $0) } }).count,
            years: years.count > 2 ? years[years.count - 2] - years[1] : nil)
    }
}
