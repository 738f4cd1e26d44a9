import Charts
import Songs

/// The statistics of a catalogue, accumulated track by track in constant memory.
package struct CatalogueStatistics: Sendable {
    /// A feature's name, the range of its distribution, and how its values are shown.
    struct Feature: Sendable {
        var name: String
        var range: ClosedRange<Double>
        /// From the stored unit to the shown one.
        var scale = 1.0
    }

    /// In the order of `AudioFeatures.names`.
    static let features = [
        Feature(name: "length, minutes", range: 0...10, scale: 1 / 60_000),
        Feature(name: "danceability", range: 0...1), Feature(name: "acousticness", range: 0...1),
        Feature(name: "energy", range: 0...1), Feature(name: "instrumentalness", range: 0...1),
        Feature(name: "liveness", range: 0...1), Feature(name: "valence", range: 0...1),
        Feature(name: "loudness, dB", range: -40...2), Feature(name: "speechiness", range: 0...1),
        Feature(name: "tempo, beats a minute", range: 40...220),
    ]
    /// The features plotted against popularity: loudness, energy, acousticness, instrumentalness.
    static let related = [7, 3, 2, 4]
    static let years = 1860...2100
    /// The artist that compilations name.
    private static let variousArtists = "various artists"

    /// How many tracks were added.
    package private(set) var tracks = 0
    private(set) var tracksWithFeatures = 0
    private(set) var tracksByMood = [0, 0, 0, 0]
    /// The probability of the mood that a track is filed under.
    private(set) var certainty = Histogram(0.25...1, bins: 30)
    /// By feature, then by mood.
    private(set) var distributions = features.map { feature in
        SongMood.allCases.map { _ in Histogram(feature.range, bins: 60) }
    }
    /// Popularity by each of `related`.
    private(set) var popularityByFeature = related.map { index in
        BinGrid(x: features[index].range, y: 0...100, columns: 24, rows: 20)
    }
    private(set) var popularityByYear = BinGrid(
        x: Double(years.lowerBound)...Double(years.upperBound + 1), y: 0...100, columns: years.count, rows: 20)
    private(set) var hits = YearlyHits()
    /// By decade (1860 is 186), then by mood.
    private(set) var decades: [Int: [Int]] = [:]
    private(set) var artists = ArtistTally()
    /// The confusion matrix: rows are the labels of files, columns the model's moods.
    private(set) var agreement = [[Int]](repeating: [0, 0, 0, 0], count: 4)
    /// How many of the labelled tracks the model was trained on.
    private(set) var labelledTrainingSongs = 0
    /// Valence and energy, by mood.
    private(set) var plane = SongMood.allCases.map { _ in BinGrid(x: 0...1, y: 0...1, columns: 32, rows: 32) }

    package init() {}

    /// Reads a whole source.
    /// - Throws: what the source throws.
    package init(of source: some CatalogueReportSource) throws {
        var statistics = CatalogueStatistics()
        try source.forEachRow { statistics.add($0) }
        self = statistics
    }

    /// Adds a track.
    package mutating func add(_ row: CatalogueReportRow) {
        let named = row.scores.dominant, mood = named.index
        tracks += 1
        tracksByMood[mood] += 1
        certainty.add(row.scores[named])
        if let features = row.features {
            add(features, mood, popularity: row.popularity)
            // Without features the mood may come from the label itself.
            if let label = row.label {
                agreement[label.index][mood] += 1
                if row.isTrainingSong { labelledTrainingSongs += 1 }
            }
        }
        if let year = row.year, Self.years.contains(year) {
            decades[year / 10, default: [0, 0, 0, 0]][mood] += 1
            if let popularity = row.popularity {
                // The middle of the year: on a column's edge, rounding would send some years to their neighbours.
                popularityByYear.add(Double(year) + 0.5, Double(popularity))
                hits.add(year: year, popularity: popularity, mood: mood, title: row.title, artist: row.artist)
            }
        }
        if let artist = row.artist, artist.lowercased() != Self.variousArtists {
            artists.add(artist, mood: mood, popularity: row.popularity)
        }
    }

    private mutating func add(_ features: AudioFeatures, _ mood: Int, popularity: Int?) {
        tracksWithFeatures += 1
        for (index, feature) in Self.features.enumerated() {
            distributions[index][mood].add(features.value(index) * feature.scale)
        }
        plane[mood].add(features.valence, features.energy)
        guard let popularity else { return }
        for (place, index) in Self.related.enumerated() {
            popularityByFeature[place].add(features.value(index), Double(popularity))
        }
    }
}

extension SongMood {
    /// The index in `allCases`, which is also the series number in charts.
    var index: Int {
        switch self {
        case .happy: 0
        case .sad: 1
        case .energetic: 2
        case .calm: 3
        }
    }
}

extension AudioFeatures {
    /// By place in `names`.
    fileprivate func value(_ index: Int) -> Double {
        switch index {
        case 0: length
        case 1: danceability
        case 2: acousticness
        case 3: energy
        case 4: instrumentalness
        case 5: liveness
        case 6: valence
        case 7: loudness
        case 8: speechiness
        default: tempo
        }
    }
}
