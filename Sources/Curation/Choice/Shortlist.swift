package import Emotions
package import Songs

/// The tracks of a whole catalogue that are worth a closer look for one list.
package struct Shortlist: Sendable {
    package struct Entry: Hashable, Sendable {
        package let trackID: Int64
        /// How near to what the listener likes, 0 to 1, as compared with the others of the list.
        package let relevance: Double
        /// The place of the taste's group that it is near to; nil where nothing is known of the taste.
        package let group: Int?
        /// Drawn without regard to artists and words, so that there is something new to meet.
        package let isDiscovery: Bool
        /// On the index's scale; nil where it was not measured.
        package let sound: SIMD16<Int8>?
    }

    /// Each track once.
    package let entries: [Entry]

    package var trackIDs: [Int64] { entries.map(\.trackID) }
}

/// What a shortlist is for.
package struct ShortlistRequest {
    package var mood: Emotion
    package var strategy: Strategy
    package var table: SongTable
    package var profile: TasteProfile
    package var seed: UInt64
    package var count = 20
    package var allowsExplicit = true
    /// The only rows that may be chosen; nil for all.
    package var among: RowSet?
    /// Rows that must not be chosen at all.
    package var isExcluded: (Int) -> Bool = { _ in false }
    /// Rows that were offered lately; taken only where there are too few others.
    package var isStale: (Int) -> Bool = { _ in false }

    package init(
        mood: Emotion, strategy: Strategy = .match, table: SongTable = .standard, profile: TasteProfile, seed: UInt64
    ) {
        self.mood = mood
        self.strategy = strategy
        self.table = table
        self.profile = profile
        self.seed = seed
    }
}

/// Makes shortlists by looking at every track of the catalogue in its index. Kept between lists, it keeps its memory.
package struct ShortlistMaker: Sendable {
    package let index: any SearchableCatalogue
    private var search: any TasteSearching

    /// A catalogue so small is looked at whole.
    private static let smallCatalogue = 2000
    /// Of each mood so many drawn tracks.
    private static let drawn = 16, drawnWithoutTaste = 200

    package init(_ index: any SearchableCatalogue) {
        self.index = index
        search = index.makeTasteSearch()
    }

    package mutating func shortlist(_ request: ShortlistRequest) -> Shortlist {
        if size(request) <= Self.smallCatalogue {
            return shortlist(request, SongMood.allCases, whole: true) { Self.isAllowed($0, request) }
        }
        let plan = Plan(
            mood: request.mood, strategy: request.strategy, table: request.table, count: request.count)
        let wanted = SongMood.allCases.filter { mood in plan.phases.contains { $0.wanted.contains(mood) } }
        let fresh = shortlist(request, wanted, whole: false) { Self.isAllowed($0, request) && !request.isStale($0) }
        if fresh.entries.count >= 3 * request.count { return fresh }
        let all = shortlist(request, wanted, whole: false) { Self.isAllowed($0, request) }
        if all.entries.count >= 3 * request.count { return all }
        return shortlist(request, SongMood.allCases, whole: false) { Self.isAllowed($0, request) }
    }

    /// How many rows there are to choose from.
    private func size(_ request: ShortlistRequest) -> Int { request.among?.count ?? index.count }

    private static func isAllowed(_ row: Int, _ request: ShortlistRequest) -> Bool {
        request.among?.contains(row) ?? true && !request.isExcluded(row)
    }

    /// How many near tracks of each wanted song mood and group are looked at. All of a list may be of one song mood and
    /// one group, and of the nearest many are the liked ones themselves, which may make up a third of it only.
    private static func nearest(_ request: ShortlistRequest) -> Int {
        max(12, 3 * request.count / max(1, request.profile.centres.count))
    }

    private mutating func shortlist(
        _ request: ShortlistRequest, _ moods: [SongMood], whole: Bool, _ isWanted: (Int) -> Bool
    ) -> Shortlist {
        var filter = TasteFilter(moods: moods)
        filter.allowsExplicit = request.allowsExplicit
        let size = size(request)
        if whole { filter.perArtist = size }
        let matches = search.search(
            request.profile.centres, count: whole ? size : Self.nearest(request), filter, where: isWanted)
        let most = max(matches.lazy.map(\.score).max() ?? 1, 0.01)
        var taken: Set<Int> = []
        var entries = matches.map { match in
            taken.insert(match.row)
            return Shortlist.Entry(
                trackID: index.trackID(row: match.row), relevance: Double(max(0, match.score) / most),
                group: match.centre, isDiscovery: false, sound: sound(match.row))
        }
        var generator = SeededGenerator(seed: request.seed)
        let few = request.profile.isEmpty ? max(Self.drawnWithoutTaste, 4 * request.count) : Self.drawn
        let count = whole ? size : few
        let drawn = index.draw(count, of: moods, among: request.among, using: &generator) { row in
            isWanted(row) && (request.allowsExplicit || !index.isExplicit(row: row))
        }
        for row in drawn where taken.insert(row).inserted { entries.append(discovery(row, request.profile)) }
        return Shortlist(entries: entries)
    }

    /// A drawn track: worth as much as it sounds like what is liked, or, where no taste is known, as it is popular.
    private func discovery(_ row: Int, _ profile: TasteProfile) -> Shortlist.Entry {
        let sound = sound(row)
        var worth: Double
        if profile.isEmpty {
            worth = index.popularity(row: row).map { Double($0) / 100 } ?? 0.3
        } else {
            worth = Double(profile.groups.map { SoundSimilarity.of($0.centre.sound, sound) }.max() ?? 0)
        }
        if index.isVersion(row: row) { worth *= 0.5 }
        return Shortlist.Entry(
            trackID: index.trackID(row: row), relevance: worth, group: nil, isDiscovery: !profile.isEmpty, sound: sound)
    }

    private func sound(_ row: Int) -> SIMD16<Int8>? { index.hasFeatures(row: row) ? index.sound(row: row) : nil }
}
