import Songs

/// Estimates the song mood of a track without audio features from the measured tracks of its artist and genre.
///
/// The estimate is a mean of their probabilities with shrinkage: the genre's mean counts as `genreWeight` tracks of the
/// artist, the whole catalogue's as `catalogueWeight` tracks of the genre. A mean is flatter than its terms, so an
/// estimate is less certain than a classification.
struct MoodEstimator {
    static let genreWeight = 3.0
    static let catalogueWeight = 5.0

    /// The sum of the probabilities of `count` tracks.
    private struct Sum {
        var scores = SIMD4<Double>.zero
        var count = 0.0

        mutating func add(_ other: SIMD4<Double>) {
            scores += other
            count += 1
        }

        /// The mean, with `prior` counting as `weight` tracks.
        func mean(prior: SIMD4<Double>, weight: Double) -> SIMD4<Double> {
            (scores + prior * weight) / (count + weight)
        }
    }

    private var places = KeyTable()
    private var sums: [Sum] = []
    private var all = Sum()

    /// Adds a track that was classified by its audio features.
    mutating func add(artists: [UInt8], genres: [UInt8], scores: SongMoodScores) {
        let scores = SIMD4(scores.happy, scores.sad, scores.energetic, scores.calm)
        all.add(scores)
        for part in Self.keys(artists: artists, genres: genres) {
            if let place = places[part.key] {
                sums[Int(place)].add(scores)
            } else {
                places[part.key] = UInt32(sums.count)
                sums.append(Sum(scores: scores, count: 1))
            }
        }
    }

    /// The estimate for a track of these artists and genres; uniform if both are unknown.
    func scores(artists: [UInt8], genres: [UInt8]) -> SongMoodScores {
        var artist = Sum(), genre = Sum()
        for part in Self.keys(artists: artists, genres: genres) {
            guard let place = places[part.key] else { continue }
            let sum = sums[Int(place)]
            if part.isArtist {
                artist.scores += sum.scores
                artist.count += sum.count
            } else {
                genre.scores += sum.scores
                genre.count += sum.count
            }
        }
        guard artist.count + genre.count > 0 else { return SongMoodScores(happy: 1, sad: 1, energetic: 1, calm: 1) }
        let catalogue = all.mean(prior: SIMD4(repeating: 0.25), weight: 1)
        let base = genre.mean(prior: catalogue, weight: Self.catalogueWeight)
        let guess = artist.mean(prior: base, weight: Self.genreWeight)
        return SongMoodScores(happy: guess[0], sad: guess[1], energetic: guess[2], calm: guess[3])
    }

    private static func keys(artists: [UInt8], genres: [UInt8]) -> [(key: UInt64, isArtist: Bool)] {
        var keys: [(key: UInt64, isArtist: Bool)] = []
        // Only the first artist and genre: a guest says little of the song.
        if let artist = artists.split(separator: NameList.separatorByte, maxSplits: 1).first {
            var key: [UInt8] = []
            NameKey.append(folding: artist, to: &key)
            keys.append((XXHash64.hash(key, seed: 1), true))
        }
        if let genre = genres.split(separator: NameList.separatorByte, maxSplits: 1).first {
            keys.append((XXHash64.hash(Array(genre), seed: 2), false))
        }
        return keys
    }
}
