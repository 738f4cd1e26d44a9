import Curation
import Emotions
import FoundationEssentials
import Songs
import Testing

@Suite struct ExplanationTests {
    private let curator = Curator()

    @Test func saysWhyATrackIsThere() {
        let track = track(1, .calm, genre: "jazz", year: 1959)
        #expect(
            curator.select(request(.sad, [track])).tracks.map(\.why)
                == ["calm, suits a sad mood · jazz, 1959 · not offered before"])
    }

    @Test(
        arguments: [
            (200.0, nil, "not offered this week"), (80.0, nil, "last offered 3 days ago"),
            (30.0, nil, "last offered yesterday"), (5.0, 9, "offered within the last day"),
            (5.0, 1, "offered within the last day"),
        ] as [(Double, Int?, String)])
    func saysHowFreshATrackIs(hours: Double, playlistsAgo: Int?, words: String) {
        let track = track(1, .calm)
        var request = request(.sad, [track])
        request.history = OfferHistory([(track.identity, .init(at: now - hours * 3600, playlistsAgo: playlistsAgo))])
        #expect(curator.select(request).tracks.first?.why.hasSuffix(" · " + words) == true)
    }

    @Test func leavesOutWhatIsNotKnown() {
        let track = Track(
            id: 1, title: nil, artists: [], spotifyID: "x", moodScores: SongMoodScores(.happy, certainty: 0.9))
        let selection = curator.select(request(.surprise, [track]))
        #expect(selection.tracks.map(\.why) == ["happy, suits a surprised mood · not offered before"])
        #expect(selection.reason == "1 track for a surprised mood: 1 happy")
    }

    @Test func saysWhatTheListIs() {
        let plain = catalogue(40).map {
            Track(id: $0.id, title: $0.title, artists: $0.artists, moodScores: $0.moodScores)
        }
        #expect(curator.select(request(.sad, plain)).reason == "20 tracks for a sad mood: 13 sad, 7 calm")
        let pop = catalogue(40).map { track($0.id, $0.songMood, genre: "pop", year: 1985 + Int($0.id % 5)) }
        #expect(
            curator.select(request(.sad, pop)).reason
                == "20 tracks for a sad mood: 13 sad, 7 calm; pop, 1985 to 1989")
        var lifted = request(.sad, catalogue(40))
        lifted.strategy = .lift
        #expect(curator.select(lifted).reason.hasPrefix("20 tracks from a sad mood upwards: "))
    }

    @Test func theStandardTableServesEveryMood() {
        for emotion in Emotion.allCases { #expect(!SongTable.standard[emotion].isEmpty) }
        #expect(Set(SongTable.standard[.happy]) == [.happy, .calm, .energetic])
    }

    @Test func anEmptyRowIsRefused() {
        let error = #expect(throws: SongTableError.self) { try SongTable(replacing: [.fear: []]) }
        #expect(error?.description.contains("curation.songs.fear") == true)
    }

    @Test func theGeneratorIsTheOnePublished() {
        // The first outputs of the reference implementation for seed 1234567.
        var generator = SeededGenerator(seed: 1_234_567)
        #expect(generator.next() == 6_457_827_717_110_365_317)
        #expect(generator.next() == 3_203_168_211_198_807_973)
    }
}
