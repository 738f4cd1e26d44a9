import Curation
import Songs
import Testing

@Suite struct StatedTasteTests {
    private func track(
        _ artist: String, genre: String? = nil, year: Int? = nil, language: String? = nil, title: String = "x"
    ) -> Track {
        Track(
            id: 1, title: title, artists: [artist], year: year, genre: genre, language: language,
            moodScores: SongMoodScores(.happy, certainty: 0.8))
    }

    @Test func whatWasNamedIsLikedAndSaidSo() {
        let taste = StatedTaste(
            artists: ["Nina Simone"], genres: ["jazz"], languages: ["French"], from: 1960, to: 1985)
        #expect(taste.note(for: track("NINA SIMONE")) == "you named NINA SIMONE")
        #expect(taste.note(for: track("A", genre: "jazz")) == "you named jazz")
        #expect(taste.note(for: track("A", genre: "bebop")) == "close to jazz, which you named")
        #expect(taste.note(for: track("A", language: "French")) == "you named French")
        #expect(taste.note(for: track("A", year: 1960)) == "from the years you named")
        for other in [track("A"), track("A", genre: "metal", year: 1959, language: "German"), track("B", year: 1986)] {
            #expect(taste.affinity(for: other) == 0 && taste.note(for: other) == nil)
        }
        #expect(
            taste.affinity(for: track("A", genre: "jazz", year: 1970)) > taste.affinity(for: track("A", genre: "jazz")))
        #expect(taste.affinity(for: track("Nina Simone", genre: "jazz", year: 1970, language: "French")) <= 1)
    }

    @Test func aYearAloneBoundsOneSide() {
        #expect(
            StatedTaste(artists: [], genres: [], languages: [], from: 2000, to: nil).affinity(
                for: track("A", year: 2024)) > 0)
        #expect(
            StatedTaste(artists: [], genres: [], languages: [], from: nil, to: 1950).affinity(
                for: track("A", year: 1951)) == 0)
    }

    @Test func examplesCoverTheYearsAndNothingStandsForYearsAlone() {
        let taste = StatedTaste(artists: ["A"], genres: ["jazz"], languages: [], from: 1960, to: 1985)
        let years = taste.examples.compactMap(\.year)
        #expect((1960...1985).allSatisfy { year in years.contains { abs($0 - year) <= 10 } })
        #expect(Set(taste.examples.compactMap(\.genre)) == ["jazz"] && taste.examples.contains { $0.artists == ["A"] })
        #expect(StatedTaste(artists: [], genres: [], languages: ["French"], from: 1960, to: 1985).examples.isEmpty)
        #expect(StatedTaste(artists: [], genres: ["jazz"], languages: [], from: nil, to: nil).examples.count == 1)
        #expect(StatedTaste(artists: [], genres: ["jazz"], languages: [], from: 2990, to: nil).examples.count == 1)
    }

    @Test func importedSongsAreLikedAndHated() {
        func entry(_ artist: String, _ title: String, _ weight: Double) -> ImportedTaste.Entry {
            .init(
                identity: track(artist, title: title).identity, artists: [artist], weight: weight,
                note: "from Loved.m3u")
        }
        let taste = ImportedTaste([entry("A", "One", 1), entry("B", "Two", -1), entry("A", "One", 0.2)])
        #expect(taste.affinity(for: track("A", title: "One")) == 0.8)
        #expect(taste.note(for: track("A", title: "One")) == "from Loved.m3u")
        #expect(taste.note(for: track("A", title: "Other")) == "you listen to A")
        #expect(
            taste.affinity(for: track("B", title: "Two")) == -0.8 && taste.note(for: track("B", title: "Two")) == nil)
        #expect(taste.affinity(for: track("B", title: "Other")) == 0)
    }
}
