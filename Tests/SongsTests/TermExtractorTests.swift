import Testing

@testable import Songs

@Suite struct TermExtractorTests {
    private func track(_ title: String, artists: [String] = [], album: String? = nil, genre: String? = nil) -> Track {
        Track(
            id: 1, title: title, artists: artists, album: album, genre: genre,
            moodScores: SongMoodScores(.calm, certainty: 1))
    }

    private func terms(_ track: Track) -> (Set<UInt64>, isVersion: Bool) {
        var extractor = TermExtractor()
        extractor.extract(track)
        return (Set(extractor.terms.map(\.hash)), extractor.isVersion)
    }

    @Test(arguments: [
        ("Blue Moon - 2011 Remaster", "Blue Moon", true), ("Blue Moon (feat. Somebody Else)", "blue moon", true),
        ("Blue Moon [Live at Wembley]", "Blue Moon", true), ("Blue Moon feat. Somebody", "Blue Moon", true),
        ("Blue Moon Remix", "Blue Moon", true), ("Blue Moon – Radio Edit", "Blue Moon", true),
        ("The Blue and the Moon", "Blue Moon", false), ("BLUE, moon!", "Blue Moon", false),
        ("Blue (Moon)", "Blue Moon", false), ("Live", "Live", false), ("Remix", "Remix", false),
    ])
    func whatSaysWhichVersionItIsDoesNotCount(title: String, plain: String, isVersion: Bool) {
        let found = terms(track(title))
        #expect(found.0 == terms(track(plain)).0)
        #expect(!found.0.isEmpty)
        #expect(found.isVersion == isVersion)
    }

    @Test func artistsAndGenresAreTermsOfTheirOwnKind() {
        let (found, _) = terms(track("Rain", artists: ["Rain", "Blue Moon"], genre: "rain"))
        #expect(found.count == 4)
        #expect(terms(track("Moon", artists: ["BLUE MOON"])).0.intersection(found).count == 1)
    }

    @Test func wordsOfTitleAndAlbumCountTogether() {
        var extractor = TermExtractor()
        extractor.extract(track("Moon Moon", album: "Moon Songs"))
        #expect(extractor.terms.map(\.count).sorted() == [1, 3])
        extractor.extract(track(String(repeating: "moon ", count: 40)))
        #expect(extractor.terms.map(\.count) == [15])
        extractor.extract(track((0..<200_000).map { "w\($0)" }.joined(separator: " ")))
        #expect(extractor.terms.count == 64)
    }
}
