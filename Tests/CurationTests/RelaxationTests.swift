import Curation
import Emotions
import FoundationEssentials
import Songs
import Testing

@Suite struct RelaxationTests {
    private let curator = Curator()

    private func history(_ tracks: [Track], playlistsAgo: Int?, hoursAgo: Double) -> OfferHistory {
        var history = OfferHistory()
        for track in tracks {
            history.record(.init(at: now - hoursAgo * 3600, playlistsAgo: playlistsAgo), of: track.identity)
        }
        return history
    }

    @Test func recentTracksAreAvoided() {
        let tracks = catalogue(40)
        var request = request(.sad, tracks)
        let first = curator.select(request)
        request.history = history(first.tracks.map(\.track), playlistsAgo: 1, hoursAgo: 1)
        let second = curator.select(request)
        #expect(second.tracks.count == 20)
        #expect(Set(second.ids).isDisjoint(with: first.ids))
        #expect(second.relaxed.isEmpty)
    }

    @Test func aRecentTrackIsRecognisedUnderAnotherRow() {
        var tracks = catalogue(40)
        var request = request(.sad, tracks)
        let first = Set(curator.select(request).tracks.map(\.track.title))
        request.history = history(curator.select(request).tracks.map(\.track), playlistsAgo: 1, hoursAgo: 1)
        for index in tracks.indices { tracks[index].id += 1000 }
        request.candidates = tracks
        #expect(first.isDisjoint(with: curator.select(request).tracks.map(\.track.title)))
    }

    @Test func theArtistLimitGivesFirst() {
        // Enough fresh songs, but by four artists; the stale ones would be by others.
        let few = (1...30).map { track($0, .sad, artist: "A\($0 % 4)") }
        let stale = (31...60).map { track($0, .sad) }
        var request = request(
            .sad,
            few + stale
                + catalogue(40).filter { $0.songMood == .happy }.map { happy in
                    var happy = happy
                    happy.id += 1000
                    return happy
                })
        request.history = history(stale, playlistsAgo: 2, hoursAgo: 5)
        let selection = curator.select(request)
        #expect(selection.tracks.count == 20)
        #expect(selection.relaxed == [.artistLimit])
        #expect(selection.ids.allSatisfy { $0 <= 30 })
        // Shared evenly even then.
        #expect(selection.mostByOneArtist == 5)
    }

    @Test func thenFreshnessTheLongestAgoFirst() {
        let fresh = (1...5).map { track($0, .sad) }
        let recent = (6...35).map { track($0, .sad) }
        var history = OfferHistory()
        for (index, track) in recent.enumerated() {
            history.record(.init(at: now - Double(index) * 60, playlistsAgo: index / 10 + 1), of: track.identity)
        }
        var request = request(.sad, fresh + recent)
        request.history = history
        let selection = curator.select(request)
        #expect(selection.relaxed == [.freshness])
        #expect(Set(selection.ids) == Set(1...5).union(21...35))
        #expect(selection.reason.contains("recent lists"))
    }

    @Test func thenTheSongMoodsNextToTheWantedOnes() {
        let sad = (1...5).map { track($0, .sad) }
        let happy = (10...19).map { track($0, .happy) }
        let energetic = (20...60).map { track($0, .energetic) }
        let selection = curator.select(request(.sad, sad + happy + energetic))
        #expect(selection.tracks.count == 20)
        #expect(selection.relaxed == [.songMoods])
        // Happy is next to calm, energetic further off.
        #expect(selection.moods == [.sad: 5, .happy: 10, .energetic: 5])
        #expect(selection.tracks.filter { $0.track.songMood != .sad }.allSatisfy { $0.why.contains("for want of") })
    }

    @Test func aScarceSongMoodIsMadeUpByTheOthersWanted() {
        let selection = curator.select(
            request(.sad, (1...2).map { track($0, .sad) } + (10...50).map { track($0, .calm) }))
        #expect(selection.moods == [.sad: 2, .calm: 18])
        #expect(selection.relaxed.isEmpty)
    }

    @Test func aDislikeNeverGives() {
        let tracks = catalogue(6)
        var request = request(.sad, tracks)
        let disliked = tracks.filter { $0.id % 2 == 0 }
        request.disliked = IdentitySet(disliked.map(\.identity))
        let selection = curator.select(request)
        #expect(selection.tracks.count == 12)
        #expect(selection.ids.allSatisfy { $0 % 2 == 1 })
        request.disliked = IdentitySet(tracks.map(\.identity))
        let none = curator.select(request)
        #expect(none.tracks.isEmpty)
        #expect(none.reason.hasPrefix("no track"))
    }

    @Test func aDislikeChangesNoMoreThanItMust() throws {
        let tracks = catalogue(40)
        var request = request(.sad, tracks)
        let before = curator.select(request)
        let first = try #require(before.tracks.first).track
        request.disliked = IdentitySet([first.identity])
        let after = Set(curator.select(request).ids)
        #expect(!after.contains(first.id))
        #expect(after.intersection(before.ids).count >= 15)
    }

    @Test(arguments: [0, 1, 3, 19])
    func aSmallCatalogueGivesWhatItHas(count: Int) {
        let tracks = (0..<count).map { track(Int64($0 + 1), .energetic, artist: "One") }
        #expect(Set(curator.select(request(.sad, tracks)).ids) == Set(tracks.map(\.id)))
    }

    @Test func theSameSongUnderTwoIdsIsOneSong() {
        let twins = (1...30).map { track($0, .sad, artist: "A\($0 % 10)", title: "T\($0 % 10)") }
        #expect(curator.select(request(.sad, twins)).tracks.count == 10)
    }

    @Test func tracksWithoutANameWork() {
        let tracks = (1...40).map { id in
            Track(
                id: id, title: nil, artists: [], spotifyID: "\(id)", moodScores: SongMoodScores(.sad, certainty: 0.9))
        }
        let selection = curator.select(request(.sad, tracks))
        #expect(Set(selection.ids).count == 20)
        #expect(selection.relaxed.isEmpty)
    }
}
