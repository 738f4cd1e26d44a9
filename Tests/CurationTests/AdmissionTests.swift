import Curation
import Emotions
import FoundationEssentials
import Songs
import Testing

@Suite struct AdmissionTests {
    private func speech(_ id: Int64, _ change: (inout Track) -> Void) -> Track {
        var spoken = track(id, .calm)
        change(&spoken)
        return spoken
    }

    private func features(speechiness: Double) -> AudioFeatures {
        AudioFeatures(
            length: 200_000, danceability: 0.5, acousticness: 0.5, energy: 0.5, instrumentalness: 0, liveness: 0.1,
            valence: 0.5, loudness: -8, speechiness: speechiness, tempo: 110)
    }

    @Test func speechIsNoMusic() {
        let spoken = [
            speech(1) { $0.features = features(speechiness: 0.9) }, speech(2) { $0.genre = "podcast" },
            speech(3) { $0.durationMilliseconds = 3_600_000 },
        ]
        let rap = speech(4) { $0.features = features(speechiness: 0.4) }
        #expect(Curator().select(request(.neutral, spoken + [rap])).ids == [4])
    }

    @Test func explicitSongsAreLeftOutIfThatIsWanted() {
        let tracks = [
            speech(1) { $0.isExplicit = true }, speech(2) { $0.isExplicit = false }, speech(3) { $0.isExplicit = nil },
        ]
        var request = request(.neutral, tracks)
        #expect(Set(Curator().select(request).ids) == [1, 2, 3])
        request.allowsExplicit = false
        #expect(Set(Curator().select(request).ids) == [2, 3])
    }

    @Test func whatWasOfferedTodayIsAvoidedHoweverManyListsAgo() {
        let tracks = catalogue(40)
        var request = request(.sad, tracks)
        let first = Curator().select(request)
        for chosen in first.tracks {
            request.history.record(.init(at: now - 20 * 3600, playlistsAgo: nil), of: chosen.track.identity)
        }
        #expect(Set(Curator().select(request).ids).isDisjoint(with: first.ids))
        request.now += 5 * 3600
        #expect(!Curator().select(request).ids.isEmpty)
    }
}
