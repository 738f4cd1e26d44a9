import Curation
import Emotions
import FoundationEssentials
import Songs
import TestSupport
import Testing

@Suite struct CuratorTests {
    private let curator = Curator()

    @Test(.takesLong, arguments: Emotion.allCases, Strategy.allCases)
    func keepsEveryRuleOnTheShippedCatalogue(mood: Emotion, strategy: Strategy) throws {
        let tracks = try shipped()
        for seed in UInt64(0)..<5 {
            var request = request(mood, tracks, seed: seed)
            request.strategy = strategy
            let selection = curator.select(request)
            #expect(selection.tracks.count == 20)
            #expect(Set(selection.ids).count == 20)
            #expect(selection.mostByOneArtist <= 2)
            #expect(selection.relaxed.isEmpty)
            let families = selection.tracks.compactMap { $0.track.genre.flatMap { GenreFamily(genre: $0) } }
            #expect(Set(families).count <= 6)
            #expect(selection.tracks.allSatisfy { (0...1).contains($0.score) && !$0.why.isEmpty })
            for (left, right) in zip(selection.tracks, selection.tracks.dropFirst()) {
                #expect(Set(left.track.artists).isDisjoint(with: right.track.artists))
            }
        }
    }

    @Test(arguments: [
        (Emotion.happy, [SongMood.happy: 10, .energetic: 7, .calm: 3]), (.sad, [.sad: 13, .calm: 7]),
        (.angry, [.energetic: 13, .calm: 7]), (.neutral, [.calm: 13, .happy: 7]),
    ])
    func theTableSharesOutTheList(mood: Emotion, expected: [SongMood: Int]) {
        #expect(curator.select(request(mood, catalogue(40))).moods == expected)
    }

    @Test func aConfiguredTableIsFollowed() throws {
        var request = request(.sad, catalogue(40))
        request.table = try SongTable(replacing: [.sad: [.energetic, .energetic]])
        #expect(curator.select(request).moods == [.energetic: 20])
    }

    @Test func theSameRequestGivesTheSameList() {
        let tracks = catalogue(40)
        let one = curator.select(request(.happy, tracks, seed: 7))
        let again = curator.select(request(.happy, tracks.reversed() + tracks, seed: 7))
        #expect(again.ids == one.ids)
        #expect(again.tracks.map(\.why) == one.tracks.map(\.why))
        #expect(again.tracks.map(\.score) == one.tracks.map(\.score))
        #expect(again.reason == one.reason)
        #expect(curator.select(request(.happy, tracks, seed: 8)).ids != one.ids)
    }

    @Test func seedsReachTheWholeCatalogue() {
        var seen: Set<Int64> = []
        let tracks = catalogue(30).map { track($0.id, $0.songMood, genre: "pop", year: 1985) }
        for seed in UInt64(0)..<60 { seen.formUnion(curator.select(request(.happy, tracks, seed: seed)).ids) }
        // Happy wants no sad song: 90 of the 120 are within reach.
        #expect(seen.count >= 80)
    }

    @Test func leadsFromALowMoodUpwards() {
        var request = request(.sad, catalogue(40))
        request.strategy = .lift
        let moods = curator.select(request).tracks.map(\.track.songMood)
        #expect(moods.first == .sad)
        #expect(Set(moods.prefix(6)).isSubset(of: [.sad, .calm]))
        #expect(!moods.dropFirst(6).contains(.sad))
        #expect(Set(moods.suffix(7)).isSubset(of: [.happy, .energetic, .calm]))
        #expect(moods.last == .energetic)
    }

    @Test func aMoodThatIsNotLowIsNotLifted() {
        var request = request(.happy, catalogue(40))
        let match = curator.select(request)
        request.strategy = .lift
        #expect(curator.select(request).ids == match.ids)
    }

    @Test func certainSongsComeBeforeDoubtfulOnes() {
        let doubtful =
            (1...30).map { track($0, .sad, genre: "pop", year: 1985, certainty: 0.3) }
            + (31...60).map { track($0, .calm, genre: "pop", year: 1985, certainty: 0.3) }
        let certain =
            (61...80).map { track($0, .sad, genre: "pop", year: 1985, certainty: 0.95) }
            + (81...90).map { track($0, .calm, genre: "pop", year: 1985, certainty: 0.95) }
        let selection = curator.select(request(.sad, doubtful + certain))
        #expect(selection.ids.allSatisfy { $0 > 60 })
    }

    @Test func taste() {
        let tracks = catalogue(40)
        var request = request(.sad, tracks)
        let before = Set(curator.select(request).ids)
        let unseen = tracks.filter { $0.songMood == .sad && !before.contains($0.id) }.prefix(3)
        request.taste = LearnedTaste(
            unseen.map {
                Lesson(identity: $0.identity, artists: $0.artists, songMood: .sad, mood: .sad, worth: 1)
            }, for: .sad)
        let after = curator.select(request)
        #expect(Set(after.ids).isSuperset(of: unseen.map(\.id)))
        #expect(after.tracks.count { $0.why.contains("you like it") } == 3)
    }

    @Test func beginsWithTheMoodPeaksAndEndsQuietly() {
        let selection = curator.select(request(.happy, catalogue(40)))
        var runs: [SongMood] = []
        for track in selection.tracks where runs.last != track.track.songMood { runs.append(track.track.songMood) }
        #expect(runs == [.happy, .energetic, .happy, .calm])
        let genres = selection.tracks.compactMap(\.track.genre)
        #expect(zip(genres, genres.dropFirst()).count { $0 == $1 } <= 1)
    }
}
