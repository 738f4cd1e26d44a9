import Curation
import Emotions
import FoundationEssentials
import Songs
import TestSupport
import Testing

/// A week with the starter catalogue alone: twelve shifts a day, now and then a dislike.
@Suite struct WeekTests {
    @Test(.takesLong, arguments: [UInt64(1), 2, 3], Strategy.allCases)
    func isAlwaysFreshOrSaysWhyNot(seed: UInt64, strategy: Strategy) throws {
        let tracks = try shipped()
        var generator = SeededGenerator(seed: seed)
        var history: [(identity: TrackIdentity, at: Date, playlist: Int)] = []
        var disliked = IdentitySet()
        var repeatsInADay = 0
        for number in 0..<84 {
            let moment = now + Double(number / 12) * 86_400 + Double(number % 12) * 4500
            var request = request(
                Emotion.allCases[Int.random(in: 0..<Emotion.allCases.count, using: &generator)], tracks,
                seed: UInt64(number) &* 7919 &+ seed)
            request.now = moment
            request.strategy = strategy
            request.disliked = disliked
            for offer in history {
                let ago = number - offer.playlist
                request.history.record(.init(at: offer.at, playlistsAgo: ago <= 5 ? ago : nil), of: offer.identity)
            }
            let selection = Curator().select(request)
            #expect(selection.tracks.count == 20)
            #expect(Set(selection.ids).count == 20)
            for chosen in selection.tracks {
                let identity = chosen.track.identity
                #expect(!disliked.contains(identity))
                if history.contains(where: { $0.identity == identity && moment.timeIntervalSince($0.at) < 86_400 }) {
                    repeatsInADay += 1
                    #expect(chosen.why.contains("offered within the last day"))
                    #expect(selection.relaxed.contains(.freshness))
                    #expect(selection.reason.contains("some were in recent lists"))
                }
                history.append((identity, moment, number))
            }
            if let refused = selection.tracks.randomElement(using: &generator), number.isMultiple(of: 4) {
                disliked.insert(refused.track.identity)
            }
        }
        // 418 songs, 240 offers a day: some have to come again, most need not.
        #expect(repeatsInADay < 84 * 20 / 3)
    }
}
