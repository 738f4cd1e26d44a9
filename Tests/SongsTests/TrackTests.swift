import Songs
import Testing

@Suite struct TrackTests {
    @Test(arguments: [
        ("Beyoncé", "beyonce"), ("BEYONCE", "beyonce"), ("Don't", "dont"), ("Don’t", "dont"),
        ("Kool & The Gang", "kool and the gang"), ("Kool&The Gang", "kool and the gang"), ("AC/DC", "ac dc"),
        ("  Sigur   Rós ", "sigur ros"), ("Ø & æ", "o and ae"), ("Şımarık", "simarik"), ("ŁÓDŹ", "lodz"),
        ("Straße", "strasse"), ("椎名林檎", "椎名林檎"), ("99 Luftballons", "99 luftballons"), ("!!!", "!!!"),
        ("Wham!", "wham"), ("e\u{301}", "e"), ("Кино", "кино"),
    ])
    func namesFoldToWhatPeopleMean(name: String, key: String) {
        #expect(NameKey.fold(name) == key)
    }

    @Test func aKeyNeedsArtistAndTitle() {
        #expect(NameKey.track(title: "Halo", artists: ["Beyoncé", "B"]) == "beyonce|halo")
        #expect(NameKey.track(title: nil, artists: ["Beyoncé"]) == nil)
        #expect(NameKey.track(title: "Halo", artists: []) == nil)
    }

    @Test func identitiesMatchByIdOrName() {
        var map = IdentityMap<Int>()
        map[TrackIdentity(spotifyID: "1", nameKey: "a|b")] = 7
        #expect(map[TrackIdentity(spotifyID: nil, nameKey: "a|b")] == 7)
        #expect(map[TrackIdentity(spotifyID: "1", nameKey: nil)] == 7)
        #expect(map[TrackIdentity(spotifyID: "2", nameKey: "a|b")] == 7)
        #expect(map[TrackIdentity(spotifyID: "2", nameKey: "c|d")] == nil)
        #expect(map[TrackIdentity(spotifyID: nil, nameKey: nil)] == nil)
    }

    @Test func scoresAreProbabilities() {
        let scores = SongMoodScores(happy: 2, sad: 1, energetic: 1, calm: .nan)
        #expect(scores == SongMoodScores(happy: 0.5, sad: 0.25, energetic: 0.25, calm: 0))
        #expect(scores.dominant == .happy)
        #expect(SongMoodScores(happy: 0, sad: 0, energetic: 0, calm: -1).calm == 0.25)
    }

    @Test(arguments: SongMood.allCases)
    func aLabelIsTheDominantMood(mood: SongMood) {
        let scores = SongMoodScores(mood, certainty: 0.85)
        #expect(scores.dominant == mood)
        #expect(abs(scores[mood] - 0.85) < 1e-12)
        #expect(abs(SongMood.allCases.reduce(0) { $0 + scores[$1] } - 1) < 1e-12)
    }
}
