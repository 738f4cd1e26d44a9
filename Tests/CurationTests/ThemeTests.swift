import Emotions
import FoundationEssentials
import Songs
import Testing

@testable import Curation

@Suite struct ThemeTests {
    /// Of every genre `count` calm and as many happy songs of a decade.
    private func shelf(_ genres: [String: Int], count: Int = 14) -> [Track] {
        var id: Int64 = 0
        return genres.sorted { $0.key < $1.key }.flatMap { genre, year in
            [SongMood.calm, .happy].flatMap { mood in
                (0..<count).map { number in
                    id += 1
                    return track(id, mood, genre: genre, year: year + number % 10)
                }
            }
        }
    }

    private let genres = ["jazz": 1960, "blues": 1960, "rock": 1990, "metal": 1990, "k-pop": 2010, "opera": 1950]

    private func families(_ selection: Curation.Selection) -> Set<GenreFamily> {
        Set(selection.tracks.compactMap { $0.track.genre.flatMap { GenreFamily(genre: $0) } })
    }

    @Test func aFirstListIsOfOneKindOfMusicOrTwoThatGoTogether() throws {
        var seen: Set<GenreFamily> = []
        for seed in UInt64(1)...40 {
            let selection = Curator().select(request(.neutral, shelf(genres), seed: seed))
            let kinds = families(selection)
            #expect(selection.tracks.count == 20)
            #expect(kinds.count <= 2)
            if kinds.count == 2, let first = kinds.first {
                #expect(kinds.isSubset(of: first.neighbours.union([first])))
            }
            seen.formUnion(kinds)
        }
        // Each kind has its turn.
        #expect(seen.count == 6)
    }

    @Test func songsOfOtherDecadesStayOut() {
        let jazz =
            shelf(["jazz": 1930])
            + shelf(["jazz": 1990]).map { old in
                track(old.id + 1000, old.songMood, genre: "jazz", year: old.year)
            }
        for seed in UInt64(1)...20 {
            let years = Curator().select(request(.neutral, jazz, seed: seed)).tracks.compactMap(\.track.year)
            #expect((years.max() ?? 0) - (years.min() ?? 0) < 20)
        }
    }

    @Test func theNextListIsOfAnotherKind() {
        var candidates = shelf(genres, count: 20)
        var again = 0
        for seed in UInt64(1)...30 {
            let first = Curator().select(request(.neutral, candidates, seed: seed))
            var next = request(.neutral, candidates, seed: seed &* 77)
            for chosen in first.tracks {
                next.history.record(
                    .init(at: now.addingTimeInterval(-3600), playlistsAgo: 1), of: chosen.track.identity)
            }
            if !families(Curator().select(next)).isDisjoint(with: families(first)) { again += 1 }
            candidates.reverse()
        }
        // Left to chance alone it would be about one in three.
        #expect(again <= 4)
    }

    @Test func aKindThatIsLikedComesOftenerAndOneThatIsSkippedSeldom() {
        func jazzLists(worth: Double) -> Int {
            let candidates = shelf(genres)
            let jazz = candidates.filter { $0.genre == "jazz" }.prefix(4)
            let taste = LearnedTaste(
                jazz.map { Lesson(identity: $0.identity, artists: $0.artists, songMood: nil, mood: nil, worth: worth) },
                for: .neutral)
            return (UInt64(1)...40).count { seed in
                var request = request(.neutral, candidates, seed: seed)
                request.taste = taste
                return families(Curator().select(request)).contains(.jazz)
            }
        }
        let neutral = jazzLists(worth: 0)
        #expect(jazzLists(worth: 1) >= neutral + 5)
        #expect(jazzLists(worth: -1) <= neutral - 3)
    }

    @Test func whereNoKindHasEnoughTheListIsFullAllTheSame() {
        let few = shelf(genres, count: 3)
        let selection = Curator().select(request(.neutral, few))
        #expect(selection.tracks.count == 20)
        #expect(selection.relaxed.isEmpty)
    }

    @Test func withoutGenresThereIsNoTheme() {
        let plain = catalogue(40).map { song in
            Track(id: song.id, title: song.title, artists: song.artists, moodScores: song.moodScores)
        }
        let selection = Curator().select(request(.neutral, plain))
        #expect(selection.tracks.count == 20)
        #expect(!selection.reason.contains(" to "))
    }

    @Test func whatTakesTheirPlaceIsOfTheListsOwnKind() {
        let candidates = shelf(genres)
        for seed in UInt64(1)...10 {
            var request = request(.neutral, candidates, seed: seed)
            request.company = candidates.filter { $0.genre == "k-pop" }.prefix(15).map(\.self)
            request.count = 3
            #expect(families(Curator().select(request)) == [.eastAsian])
        }
    }

    @Test func theReasonNamesTheKindAndTheYears() {
        let selection = Curator().select(request(.neutral, shelf(["k-pop": 2010])))
        #expect(selection.reason.hasSuffix("; East Asian pop, 2010 to 2019"))
    }

    @Test func whatIsFartherFromTheThemeCostsMore() {
        let theme = Theme(families: [.jazz], years: 1950...1969)
        #expect(theme.cost(.jazz, year: 1955) == 0)
        #expect(theme.cost(.blues, year: 1955) < theme.cost(.metal, year: 1955))
        #expect(theme.cost(.jazz, year: 1975) > theme.cost(.jazz, year: 1971))
        #expect(theme.cost(.jazz, year: nil) > 0 && theme.cost(nil, year: 1955) > 0)
    }
}
