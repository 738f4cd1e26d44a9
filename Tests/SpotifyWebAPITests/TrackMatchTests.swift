import SpotifyWebAPI
import Testing

@Suite struct TrackMatchTests {
    private func found(_ title: String, _ artists: String..., seconds: Int? = 200) -> SpotifyTrack {
        SpotifyTrack(
            id: "4iV5W9uYEdYUVa79Axb7Rh", title: title, artists: artists,
            durationMilliseconds: seconds.map { $0 * 1000 })
    }

    private let wanted = TrackMatch(title: "Don't Stop Me Now", artists: ["Queen"])

    @Test func sameRecordingInOtherWordsMatches() {
        for title in ["Don’t Stop Me Now", "Don't Stop Me Now - Remastered 2011", "DON'T STOP ME NOW (2011 Remaster)"] {
            #expect(wanted.score(of: found(title, "Queen")) >= TrackMatch.threshold, "\(title)")
        }
        #expect(
            TrackMatch(title: "Águas de Março", artists: ["Elis Regina", "Tom Jobim"]).score(
                of: found("Aguas De Marco", "Elis Regina", "Antônio Carlos Jobim")) >= TrackMatch.threshold)
    }

    @Test func anotherRecordingIsRefused() {
        #expect(wanted.score(of: found("Don't Stop Me Now - Live", "Queen")) < TrackMatch.threshold)
        #expect(wanted.score(of: found("Don't Stop Me Now (Karaoke Version)", "Queen")) < TrackMatch.threshold)
        #expect(wanted.score(of: found("Don't Stop Me Now", "The Queen Tribute Band")) < TrackMatch.threshold)
        #expect(wanted.score(of: found("Another One Bites the Dust", "Queen")) == 0)
        #expect(wanted.score(of: found("Don't Stop Me Now")) == 0)
        #expect(wanted.best(of: [found("Something Else", "Queen"), found("Now", "Nobody")]) == nil)
        #expect(wanted.best(of: []) == nil)
    }

    @Test func theRightLengthWins() {
        var match = wanted
        match.durationMilliseconds = 209_000
        let long = found("Don't Stop Me Now", "Queen", seconds: 600)
        let right = SpotifyTrack(
            id: "1301WleyT98MSxVHPZCA6M", title: "Don't Stop Me Now", artists: ["Queen"], durationMilliseconds: 209_300)
        #expect(match.best(of: [long, right]) == right)
        #expect(match.score(of: right) == 1)
    }

    @Test func ofEqualsTheFirstIsTaken() {
        let one = found("Don't Stop Me Now", "Queen")
        var other = one
        other.id = "1301WleyT98MSxVHPZCA6M"
        #expect(wanted.best(of: [one, other])?.id == one.id)
    }

    /// Spotify has no use for searches of more than about a hundred letters.
    @Test func longNamesAreCutAtAWordsEnd() {
        let long = TrackMatch(
            title: "Concerto for Two Violins, Strings and Basso Continuo in D minor, Second Movement",
            artists: ["Academy of Saint Martin in the Fields and Several Others"])
        #expect(
            long.queries == [
                "track:\"Concerto for Two Violins, Strings and\" artist:\"Academy of Saint Martin in the Fields\"",
                "Concerto for Two Violins, Strings and Academy of Saint Martin in the Fields",
            ])
        let endless = TrackMatch(
            title: String(repeating: "a", count: 5000), artists: [String(repeating: "é", count: 5000)])
        #expect(endless.queries.allSatisfy { $0.count <= 100 })
    }

    @Test func quotesCannotLeaveTheQuery() {
        #expect(
            TrackMatch(title: "\"Heroes\" (Live)", artists: ["David \"Bowie\""]).queries.first
                == "track:\"Heroes\" artist:\"David Bowie\"")
    }
}
