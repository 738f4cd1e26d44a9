/// Counts each artist's tracks by mood.
///
/// It keeps at most `capacity` artists. Beyond that, those with the fewest tracks so far are dropped and `isExact`
/// becomes false.
struct ArtistTally: Sendable {
    /// One artist's tracks.
    struct Artist: Sendable {
        var name: String
        var moods: [Int] = [0, 0, 0, 0]
        /// The popularity of the most popular track; -1 where none is known.
        var bestPopularity = -1
        var bestMood: Int?

        var tracks: Int { moods.reduce(0, +) }

        /// The mood all tracks share, if they do.
        var onlyMood: Int? {
            let held = moods.indices.filter { moods[$0] > 0 }
            return held.count == 1 ? held[0] : nil
        }
    }

    private let capacity: Int
    private var places: [String: Int] = [:]
    private var artists: [Artist] = []
    private(set) var isExact = true

    init(capacity: Int = 1 << 17) {
        self.capacity = max(capacity, 2)
    }

    var count: Int { artists.count }

    mutating func add(_ name: String, mood: Int, popularity: Int?) {
        let place: Int
        if let known = places[name] {
            place = known
        } else {
            if artists.count == capacity { letHalfGo() }
            place = artists.count
            places[name] = place
            artists.append(Artist(name: name))
        }
        artists[place].moods[mood] += 1
        if let popularity, popularity > artists[place].bestPopularity {
            artists[place].bestPopularity = popularity
            artists[place].bestMood = mood
        }
    }

    private mutating func letHalfGo() {
        isExact = false
        artists = Array(ordered(artists).prefix(capacity / 2))
        places = Dictionary(uniqueKeysWithValues: artists.enumerated().map { ($1.name, $0) })
    }

    private func ordered(_ artists: [Artist]) -> [Artist] {
        artists.sorted { ($1.tracks, $0.name) < ($0.tracks, $1.name) }
    }

    /// The artists with the most tracks, in descending order; by name among equals.
    func largest(_ count: Int) -> [Artist] {
        Array(ordered(artists).prefix(count))
    }

    /// For each mood the artists with at least `least` tracks, all of that mood; most tracks first.
    func single(least: Int) -> [[Artist]] {
        let candidates = ordered(artists.filter { $0.tracks >= least && $0.onlyMood != nil })
        return (0..<4).map { mood in candidates.filter { $0.onlyMood == mood } }
    }

    /// How many artists have at least `least` tracks.
    func count(least: Int) -> Int { artists.count { $0.tracks >= least } }
}
