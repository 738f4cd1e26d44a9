import Emotions
import Foundation
import SpotifyTestSupport
import SpotifyWebAPI
import StateStore
import TestSupport
import Testing

@testable import SpotifySync

/// What goes wrong between here and Spotify: the state says so, the journal once, and the account is right in the end.
@Suite(.serialized, .ownThread) struct AccountFaultTests {
    /// Something that goes wrong while a playlist is published.
    struct Mishap: Sendable, CustomTestStringConvertible {
        var name: String
        var fault: FakeSpotify.Fault
        /// What `status` says meanwhile; nil: nothing is to be seen of it.
        var state: SpotifyReport.State?

        var testDescription: String { name }
    }

    private static func items(
        _ name: String, _ answer: LoopbackServer.Answer, _ state: SpotifyReport.State?, carriedOut: Bool = false
    ) -> Mishap {
        Mishap(
            name: name, fault: .init("PUT", "/v1/playlists", answer: answer, isCarriedOut: carriedOut), state: state)
    }

    private static func limited(_ seconds: Int) -> LoopbackServer.Answer {
        .failure(429, "API rate limit exceeded", headers: [("Retry-After", "\(seconds)")])
    }

    private static func html(_ status: Int) -> LoopbackServer.Answer {
        LoopbackServer.Answer(
            status, headers: [("Content-Type", "text/html")], body: Array("<html><h1>Welcome to our hotel</h1>".utf8))
    }

    private static let mishaps: [Mishap] = [
        items("401 in flight", .failure(401, "The access token expired"), nil),
        items("429 for 2 s", limited(2), .rateLimited),
        items("429 for an hour", limited(3600), .rateLimited),
        items("429 for a day", limited(80_000), .rateLimited),
        items("500", .failure(500, "Server error"), .signedIn),
        items("502", html(502), .signedIn),
        items("503", .failure(503, "Service unavailable"), .signedIn),
        items("cut connection", .mishap(.cutBody), .offline, carriedOut: true),
        items("garbage", LoopbackServer.Answer(200, body: Array("{\"snapshot".utf8)), .signedIn),
        items("HTML", html(200), .signedIn),
        items("empty body", LoopbackServer.Answer(200), .signedIn, carriedOut: true),
        items("allowlist", .failure(403, "the user may not be registered, see developer.spotify.com"), .signedIn),
        items("Premium", .failure(403, "Active premium subscription required for the owner of the app."), .signedIn),
        Mishap(
            name: "500 from the sign-in service",
            fault: .init("POST", "/accounts/api/token", answer: .failure(500, "x")), state: .signedIn),
        Mishap(
            name: "HTML from the sign-in service", fault: .init("POST", "/accounts/api/token", answer: html(200)),
            state: .signedIn),
    ]

    @Test(.takesLong, arguments: mishaps)
    func faultWhilePublishingIsShownAndRecoveredFrom(_ mishap: Mishap) async throws {
        let here = try await AccountFixture()
        try await here.knowTracks()
        try await here.signIn()
        try await here.shift(to: .happy)
        try await here.publish()
        while try await here.step() == 0 {}
        here.said.forget()
        // The next publishing begins with a refresh.
        here.fake.expireAccessTokens()
        here.fake.breakNext(mishap.fault)
        try await here.shift(to: .sad)
        var delay: Double? = 0
        for _ in 0..<60 where delay == 0 || delay == nil { delay = try await here.step() }
        if let state = mishap.state {
            #expect(try await here.account.report.state == state)
            if state == .rateLimited { #expect(try await here.account.report.notBefore != nil) }
            let record = try #require(try await here.store.publishing().first { $0.target == "spotify" })
            #expect(record.state == .pending || (record.state == .failed && mishap.fault.answer.status == 403))
            #expect(!record.detail.isEmpty)
            #expect(!record.detail.contains("<"))
            #expect(here.said.lines.count == 1, "\(here.said.lines)")
            // A restart in between loses nothing.
            try await here.restart()
        }
        try await here.publish()
        #expect(try await here.faults() == [])
        #expect(here.fake.allPlaylists.count == 1)
        #expect(try await here.account.report.state == .signedIn)
    }

    @Test(.takesLong) func aFaultThatGoesOnIsToldOnce() async throws {
        let here = try await AccountFixture()
        try await here.knowTracks()
        try await here.signIn()
        try await here.shift(to: .happy)
        here.said.forget()
        here.fake.breakNext(.init(nil, "/v1", count: 25, answer: .failure(503, "x")))
        try await here.publish(steps: 300)
        #expect(here.said.lines.filter { $0.contains("503") }.count == 1, "\(here.said.lines)")
        #expect(try await here.faults() == [])
    }

    @Test func rateLimitHoldsAcrossARestart() async throws {
        let here = try await AccountFixture()
        try await here.knowTracks()
        try await here.signIn()
        try await here.shift(to: .happy)
        here.fake.breakNext(.init(nil, "/v1", answer: Self.limited(80_000)))
        try await here.step()
        here.fake.forgetRequests()
        for _ in 0..<10 {
            here.advance(7000)
            try await here.step()
            try await here.restart()
        }
        #expect(here.fake.requests.isEmpty, "\(here.fake.requests)")
        #expect(try await here.account.report.state == .rateLimited)
        here.advance(11_000)
        try await here.publish()
        #expect(try await here.faults() == [])
    }

    @Test func aNewPlaylistIsTriedAtOnceWhateverTheLastMetWith() async throws {
        let here = try await AccountFixture()
        try await here.knowTracks()
        try await here.signIn()
        here.fake.breakNext(.init(nil, "/v1", count: 9, answer: .failure(403, "Forbidden")))
        try await here.shift(to: .happy)
        let delay = try #require(try await here.step())
        #expect(delay > 600)
        here.fake.mend()
        here.fake.forgetRequests()
        try await here.step()
        #expect(here.fake.requests.isEmpty)
        try await here.shift(to: .sad)
        try await here.step()
        #expect(try await here.faults() == [])
    }

    @Test func withoutNamesTheNewestPlaylistWaits() async throws {
        let here = try await AccountFixture()
        try await here.knowTracks()
        try await here.signIn()
        here.said.forget()
        try await here.restart(apiURL: "https://no-such-host.invalid/v1")
        try await here.shift(to: .happy)
        for _ in 0..<4 { here.advance(try #require(try await here.step()) + 0.01) }
        #expect(try await here.account.report.state == .offline)
        #expect(here.said.lines.count == 1, "\(here.said.lines)")
        try await here.restart()
        try await here.publish()
        #expect(try await here.faults() == [])
    }

    @Test func slowAnswerCountsAsOfflineAndIsTriedAgain() async throws {
        let here = try await AccountFixture()
        try await here.knowTracks()
        try await here.signIn()
        try await here.shift(to: .happy)
        try await here.publish()
        while try await here.step() == 0 {}
        here.said.forget()
        try await here.restart(patience: 0.3)
        // The songs are replaced, but the rest of the answer takes its time.
        here.fake.breakNext(.init("PUT", "/v1/playlists", answer: .mishap(.slowBody(2000)), isCarriedOut: true))
        try await here.shift(to: .sad)
        try await here.step()
        #expect(try await here.account.report.state == .offline)
        #expect(try await here.account.report.detail.contains("time"))
        #expect(here.said.lines.count == 1, "\(here.said.lines)")
        try await here.publish()
        #expect(try await here.faults() == [])
        #expect(here.fake.allPlaylists.count == 1)
        #expect(try await here.account.report.state == .signedIn)
    }

    @Test(.takesLong, arguments: [false, true])
    func serverWithUntrustedCertificateGetsNothing(_ isSignIn: Bool) async throws {
        guard let impostor = try UntrustedServer() else { try Test.cancel("needs the program openssl") }
        let here = try await AccountFixture()
        try await here.knowTracks()
        try await here.signIn()
        here.fake.expireAccessTokens()
        here.said.forget()
        try await here.restart(
            apiURL: isSignIn ? nil : impostor.url + "/v1", accountsURL: isSignIn ? impostor.url : nil)
        try await here.shift(to: .happy)
        for _ in 0..<4 { here.advance(try #require(try await here.step()) + 0.01) }
        #expect(try await here.account.report.state == .offline)
        #expect(try await here.account.report.detail.contains("cannot prove it"))
        #expect(here.said.lines.count == 1, "\(here.said.lines)")
        #expect(here.fake.playlists.isEmpty)
        try await here.restart()
        try await here.publish()
        #expect(try await here.faults() == [])
        #expect(try await here.account.report.state == .signedIn)
    }

    @Test(.takesLong, arguments: [-86_400.0, 86_400]) func clockADayOffDoesNotStopPublishing(_ seconds: Double)
        async throws
    {
        let here = try await AccountFixture()
        try await here.knowTracks()
        try await here.signIn()
        try await here.shift(to: .happy)
        here.advance(seconds, boot: false)
        try await here.publish()
        here.advance(-seconds, boot: false)
        try await here.shift(to: .sad)
        try await here.publish()
        #expect(try await here.faults() == [])
    }
}
