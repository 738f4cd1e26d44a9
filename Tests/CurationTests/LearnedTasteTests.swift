import Curation
import Emotions
import Songs
import Testing

@Suite struct LearnedTasteTests {
    private func lesson(_ track: Track, _ worth: Double, in mood: Emotion?) -> Lesson {
        Lesson(identity: track.identity, artists: track.artists, songMood: track.songMood, mood: mood, worth: worth)
    }

    @Test func whatWasLearntInThisMoodCountsMost() {
        let track = track(1, .sad)
        let sibling = CurationTests.track(2, .sad, artist: "Artist 1")
        let values = [Emotion.sad, nil, .happy].map { mood in
            LearnedTaste([lesson(track, 1, in: mood)], for: .sad)
        }
        #expect(values.map { $0.affinity(for: track) } == [1, 0.7, 0.4])
        #expect(values.map { $0.affinity(for: sibling) } == [0.5, 0.35, 0.2])
        #expect(values[0].note(for: track) == "you like it")
        #expect(values[0].note(for: sibling) == "you like Artist 1")
    }

    @Test func aDislikeCostsTheArtistLessThanALikeGives() {
        let sibling = track(2, .sad, artist: "Artist 1")
        let taste = LearnedTaste([lesson(track(1, .sad), -1, in: .sad)], for: .sad)
        #expect(taste.affinity(for: sibling) == -0.3)
        #expect(taste.note(for: sibling) == nil)
        #expect(taste.affinity(for: track(3, .sad)) == 0)
    }

    @Test func songMoodsThatAreLikedComeMoreOften() {
        let calm = (1...4).map { lesson(track($0, .calm), 1, in: .sad) }
        let sad = (5...8).map { lesson(track($0, .sad), -1, in: .sad) }
        var request = request(.sad, catalogue(40))
        let before = Curator().select(request).moods
        request.songMoodFactors = LearnedTaste(calm + sad, for: .sad).songMoodFactors
        let after = Curator().select(request).moods
        #expect(before == [.sad: 13, .calm: 7])
        #expect(after == [.sad: 8, .calm: 12])
        #expect(LearnedTaste([], for: .sad).songMoodFactors.isEmpty)
    }

    @Test func noAmountOfDislikesBanishesASongMood() {
        let lessons = (1...100).map { lesson(track($0, .sad), -1, in: .sad) }
        let taste = LearnedTaste(lessons, for: .sad)
        #expect(taste.songMoodFactors == [.sad: 0.5])
        #expect(taste.affinity(for: track(500, .sad, artist: "Artist 1")) >= -0.8)
    }

    @Test func takenBackItIsAsIfNothingHadBeenSaid() {
        let tracks = catalogue(40)
        var request = request(.sad, tracks)
        let before = Curator().select(request)
        let lessons = tracks.prefix(3).map { lesson($0, 1, in: .sad) }
        request.taste = LearnedTaste(lessons, for: .sad)
        request.songMoodFactors = LearnedTaste(lessons, for: .sad).songMoodFactors
        request.taste = LearnedTaste([], for: .sad)
        request.songMoodFactors = LearnedTaste([], for: .sad).songMoodFactors
        #expect(Curator().select(request) == before)
    }
}
