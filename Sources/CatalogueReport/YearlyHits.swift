/// The most popular tracks of every year.
struct YearlyHits: Sendable {
    /// One of them.
    struct Hit: Sendable {
        var popularity: Int
        var mood: Int
        /// Title and artist, as far as known.
        var name: String
    }

    static let places = 10
    /// The most popular first; among equals the one that came first.
    private(set) var byYear: [Int: [Hit]] = [:]

    mutating func add(year: Int, popularity: Int, mood: Int, title: String?, artist: String?) {
        if let last = byYear[year]?.last, byYear[year]?.count == Self.places, last.popularity >= popularity { return }
        var hits = byYear[year] ?? []
        let name = [artist, title].compactMap(\.self).joined(separator: ": ")
        let place = hits.firstIndex { $0.popularity < popularity } ?? hits.count
        hits.insert(Hit(popularity: popularity, mood: mood, name: name), at: place)
        byYear[year] = Array(hits.prefix(Self.places))
    }

    /// How many of all hits have each mood.
    var byMood: [Int] {
        byYear.values.joined().reduce(into: [0, 0, 0, 0]) { $0[$1.mood] += 1 }
    }
}
