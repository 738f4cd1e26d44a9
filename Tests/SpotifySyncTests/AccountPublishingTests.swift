import Catalogue
import Emotions
import Foundation
import Publishing
import Songs
import SpotifyTestSupport
import SpotifyWebAPI
import StateStore
import Synchronization
import TestSupport
import Testing

@testable import SpotifySync

@Suite(.serialized, .ownThread, .takesLong) struct AccountPublishingTests {
    @Test func fromNothingToAPlaylist() async throws {
        let here = try await AccountFixture()
        #expect(try await here.account.report.state == .signedOut)
        try await here.shift(to: .happy)
        try await here.signIn()
        #expect(try await here.account.report.state == .signedIn)
        try await here.publish()
        #expect(try await here.faults() == [])
        let record = try #require(try await here.store.publishing().first { $0.target == "spotify" })
        #expect(record.url == "https://open.spotify.com/playlist/\(here.fake.playlists[0].id)")
    }

    @Test func aShiftOfKnownTracksTakesFewRequests() async throws {
        let here = try await AccountFixture()
        try await here.knowTracks()
        try await here.signIn()
        try await here.shift(to: .happy)
        try await here.publish()
        while try await here.step() == 0 {}
        for mood in [Emotion.sad, .neutral, .happy] {
            here.fake.forgetRequests()
            try await here.shift(to: mood)
            try await here.publish()
            while try await here.step() == 0 {}
            #expect(here.fake.requests.count <= 6, "\(here.fake.requests)")
            #expect(here.fake.requests.filter { $0.hasPrefix("PUT") && $0.hasSuffix("/items") }.count == 1)
            #expect(try await here.faults() == [])
        }
        #expect(here.fake.allPlaylists.count == 1)
        // Then there is silence: what was played lately is asked for once an hour, the rest once a day.
        here.fake.forgetRequests()
        for _ in 0..<60 {
            here.advance(60)
            try await here.step()
        }
        #expect(here.fake.requests.filter { !$0.contains("token") }.count <= 10, "\(here.fake.requests)")
    }

    @Test func trackSpotifyLacksIsReplacedAndRemembered() async throws {
        let here = try await AccountFixture()
        let wish = try await here.shift(to: .happy)
        for track in wish.tracks.prefix(3) { here.fake.hide(title: try #require(track.title)) }
        try await here.signIn()
        try await here.publish()
        #expect(try await here.faults() == [])
        let shown = try #require(try await here.store.latestPlaylist())
        #expect(Set(shown.tracks.map(\.title)).isDisjoint(with: wish.tracks.prefix(3).map(\.title)))
        // They are not looked for again at the next shift.
        here.fake.forgetRequests()
        try await here.shift(to: .happy)
        let known = try await here.store.knownIdentifiers(AccountScope(userID: "listener42"), now: here.now)
        let lacking = known.found.filter { $0.value == nil }.map(\.key)
        #expect(lacking.count == 3)
    }

    @Test func aPlaylistThePersonDeletedIsMadeAgain() async throws {
        let here = try await AccountFixture()
        try await here.knowTracks()
        try await here.shift(to: .happy)
        try await here.signIn()
        try await here.publish()
        here.fake.deletePlaylists()
        try await here.shift(to: .sad)
        try await here.publish()
        #expect(try await here.faults() == [])
        #expect(here.fake.allPlaylists.count == 2)
        // One that is gone for good, too, where Spotify does not say whether it is there.
        here.fake.breakNext(.init("GET", "/v1/me/library", answer: .failure(403, "Forbidden")))
        here.fake.removePlaylists()
        try await here.shift(to: .happy)
        try await here.publish()
        #expect(try await here.faults() == [])
    }

    @Test func aPlaylistThatIsThereIsNotMadeAgainForOneWrongAnswer() async throws {
        let here = try await AccountFixture()
        try await here.knowTracks()
        try await here.shift(to: .happy)
        try await here.signIn()
        try await here.publish()
        for answer in [LoopbackServer.Answer.json(200, [false]), .failure(501, "Not implemented")] {
            here.fake.breakNext(.init("GET", "/v1/me/library", answer: answer))
            try await here.shift(to: .sad)
            try await here.publish()
            #expect(try await here.faults() == [])
        }
        #expect(here.fake.allPlaylists.count == 1)
    }

    @Test func aPlaylistWhoseMakingWasCutShortIsFoundAgain() async throws {
        let here = try await AccountFixture()
        try await here.knowTracks()
        try await here.shift(to: .happy)
        try await here.signIn()
        // It is made, but we never hear of it: three times over, with a restart in between.
        here.fake.breakNext(.init("POST", "/v1/me/playlists", answer: .mishap(.silence), isCarriedOut: true))
        while here.fake.allPlaylists.isEmpty { try await here.step() }
        try await here.restart()
        here.advance(400)
        try await here.publish()
        #expect(try await here.faults() == [])
        #expect(here.fake.allPlaylists.count == 1)
    }

    @Test func twoShiftsWhileOffline() async throws {
        let here = try await AccountFixture()
        try await here.knowTracks()
        try await here.signIn()
        here.fake.breakNext(.init(nil, "/", count: 1000, answer: .mishap(.silence)))
        try await here.shift(to: .happy)
        try await here.step()
        #expect(try await here.account.report.state == .offline)
        try await here.shift(to: .sad)
        try await here.step()
        here.fake.mend()
        try await here.publish()
        #expect(try await here.faults() == [])
        #expect(here.fake.playlists[0].replacements == 1)
    }

    @Test func theCatalogueIsLookedUpAheadOfNeed() async throws {
        let here = try await AccountFixture()
        try await here.signIn()
        while try await here.step() == 0 {}
        here.fake.forgetRequests()
        // One search at a time, and never two close together.
        for _ in 1...8 {
            let before = here.fake.requests.count
            let delay = try #require(try await here.step())
            #expect(delay > 3)
            #expect(here.fake.requests.count == before)
            here.advance(delay)
            try await here.step()
            // In other words too where what was found is not meant: a long name that was cut, say.
            #expect((1...2).contains(here.fake.requests.count - before))
        }
        #expect(Set(here.fake.requests) == ["GET /v1/search"])
        let known = try await here.store.knownIdentifiers(AccountScope(userID: "listener42"), now: here.now)
        let found = try await here.catalogue.candidates(limitPerSongMood: 500, seed: 1).compactMap(known.identified)
            .filter { $0.spotifyID != nil }
        // Every song mood in turn.
        #expect(Set(found.map(\.songMood)).count == 4)
    }

    @Test func progressAndChangedSongsAreToldInOrder() async throws {
        let here = try await AccountFixture()
        try await here.knowTracks()
        try await here.signIn()
        let wish = try await here.shift(to: .happy)
        try await here.publish()
        while try await here.step() == 0 {}
        let told = here.told.withLock { $0 }
        #expect(told.contains(.standing(SpotifyReport(state: .signedIn, detail: ""))))
        // Once for the songs, once for their names and covers.
        #expect(told.filter { $0 == .publishing(.playlistChanged) }.count == 2)
        let states = told.compactMap { event -> PublishingRecord? in
            guard case .publishing(.progress(let record)) = event else { return nil }
            return record
        }
        #expect(states.last?.state == .published && states.last?.playlistID == wish.id)
    }

    @Test func namesAreLearntOnce() async throws {
        let here = try await AccountFixture()
        try await here.knowTracks()
        try await here.signIn()
        try await here.shift(to: .happy)
        try await here.publish()
        here.fake.forgetRequests()
        while try await here.step() == 0 {}
        let newest = try #require(try await here.store.latestPlaylist())
        let details = try await here.store.details(of: newest.tracks.compactMap(\.identity.spotifyID))
        #expect(details.count == 20)
        #expect(details.values.allSatisfy { $0.coverURL?.hasPrefix("https://") == true })
        #expect(here.fake.requests.filter { $0.hasPrefix("GET /v1/playlists") }.count == 1)
    }

    @Test func tasteIsReadRarelyAndForgottenWithTheAccount() async throws {
        let here = try await AccountFixture()
        let loved: JSON = [
            "id": .string(FakeSpotify.identifier("loved")), "name": "Minor Swing", "type": "track",
            "artists": [["name": "Django Reinhardt"]],
        ]
        here.fake.setTaste(
            recent: [["track": loved, "context": ["type": "playlist", "uri": "spotify:playlist:theirs1"]]],
            top: [loved],
            saved: [["track": loved]])
        try await here.signIn()
        while try await here.step() == 0 {}
        let taste = try await here.store.knownTaste()
        #expect(taste.playlistID == "theirs1")
        #expect(taste.top.count == 1 && taste.saved.count == 1 && taste.recent.count == 1)
        #expect(here.fake.defects == [])
        try await here.account.logOut()
        #expect(try await here.store.knownTaste().top.isEmpty)
        #expect(try await here.account.report.state == .signedOut)
    }

    /// What is shipped is found under its own name, and as Spotify decorates it.
    @Test func everyShippedSongIsRecognised() async throws {
        let here = try await AccountFixture()
        let tracks = try await here.catalogue.candidates(limitPerSongMood: 500, seed: 1)
        #expect(tracks.count > 400)
        for track in tracks {
            let match = try #require(TrackMatch(track))
            for decoration in ["", " - Remastered 2009", " (Live)"] {
                let found = SpotifyTrack(
                    id: "a", title: match.title + decoration, artists: match.artists)
                #expect((match.best(of: [found]) != nil) == (decoration != " (Live)"), "\(match.title)\(decoration)")
            }
        }
    }
}
