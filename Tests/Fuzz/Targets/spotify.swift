import Dispatch
import FoundationEssentials
import Storage
import Synchronization

@testable import SpotifyWebAPI

/// Answers of Spotify, or of a server in its place, and the content of a token file.
func judge(_ bytes: [UInt8]) {
    var input = Input(bytes)
    let question = input.byte()
    let status = statuses[Int(input.byte()) % statuses.count]
    let body = input.rest()
    let text = String(decoding: body, as: UTF8.self)
    let response = HTTPResponse(status: status, headers: ["retry-after": String(text.prefix(24))], body: body)
    switch question % 16 {
    case 0: signIn(response)
    case 1: check(SpotifyError(response))
    case 2: addresses(text)
    case 3: limits(response)
    case 4: grant(body)
    default: ask(question % 16, response)
    }
}

private let statuses = [200, 201, 204, 400, 403, 404, 429, 500, 503, 302]
private let now = Date(timeIntervalSince1970: 1_800_000_000)

private func check(_ error: SpotifyError) {
    require(!error.description.contains(where: \.isNewline), "an error of several lines")
    require(error.description.utf8.count < 4096, "an error nobody reads")
}

private func signIn(_ response: HTTPResponse) {
    do throws(SpotifyError) {
        switch try TokenReply(response) {
        case .tokens(let tokens):
            require(!tokens.access.isEmpty && tokens.refresh?.isEmpty != true, "an empty token")
            require((0...86_400).contains(tokens.lifetime), "a token that lives for ever")
            _ = Grant.expiry(lifetime: tokens.lifetime, from: now)
        case .dead(let why): require(!why.contains(where: \.isNewline), "a reason of several lines")
        }
    } catch {
        check(error)
    }
}

private func addresses(_ text: String) {
    var generator = SystemRandomNumberGenerator()
    let attempt = SignInAttempt(
        accountsURL: "https://a.b", clientID: "c", redirectURI: "http://127.0.0.1:1/callback", scopes: [],
        using: &generator)
    require(attempt.reply(in: text) == .foreign, "a sign-in that nobody began")
    if let decoded = PercentEncoding.decode(text[...]) {
        require(PercentEncoding.decode(PercentEncoding.encode(decoded)[...]) == decoded, "an escape is lost")
    }
    _ = PercentEncoding.pairs(text[...])
    let match = TrackMatch(title: String(text.prefix(40)), artists: [String(text.dropFirst(40).prefix(40))])
    let found = SpotifyTrack(id: "a", title: String(text.suffix(40)), artists: [String(text.prefix(20))])
    require((0...1).contains(match.score(of: found)), "a match that is no share")
}

private func limits(_ response: HTTPResponse) {
    let gate = RateLimitGate(response, repeats: response.body.count, at: now)
    require((1...604_801).contains(gate.remaining(now: now)), "a wait without end")
}

private func grant(_ body: [UInt8]) {
    guard let grant = try? JSONDecoder().decode(Grant.self, from: Data(body)) else { return }
    _ = grant.isAccessExpired(now: now)
    require(grant.ageInDays(now: now) >= 0, "a sign-in from the future")
    require(!"\(grant)".contains(grant.refreshToken) || grant.refreshToken.utf8.count < 24, "a token told")
}

// MARK: The Web API

/// Gives the same answer to everything.
private final class FixedAnswer: HTTPTransport {
    let response = Mutex(HTTPResponse(status: 204))

    func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse { response.withLock { $0 } }
}

private let transport = FixedAnswer()

/// Signed in for ever: what the sign-in service answers is looked at elsewhere.
private let client: SpotifyClient = {
    let folder = "/tmp/emotunes-fuzz-\(UInt64.random(in: 0...UInt64.max))"
    let store = GrantStore(stateFolder: folder)
    let grant = Grant(
        clientID: "c", accessToken: "a", accessExpiresAt: now.addingTimeInterval(3600), refreshToken: "r", scopes: [],
        grantedAt: now)
    let authorization = Authorization(
        transport: transport, accountsURL: "https://a.b", clientID: "c", store: store, gate: RateGate(), now: { now })
    wait {
        try? Folder.create(folder)
        try? await store.save(grant)
        await authorization.load()
    }
    try? FileManager.default.removeItem(atPath: folder)
    return SpotifyClient(
        transport: transport, apiURL: "https://a.b/v1", authorization: authorization, gate: RateGate(), now: { now })
}()

private func wait(_ body: @escaping @Sendable () async -> Void) {
    let done = DispatchSemaphore(value: 0)
    Task {
        await body()
        done.signal()
    }
    done.wait()
}

private func ask(_ question: UInt8, _ response: HTTPResponse) {
    transport.response.withLock { $0 = response }
    client.gate.restore(RateLimitGate(asked: 1, at: Date(timeIntervalSince1970: 0)))
    wait {
        do throws(SpotifyError) {
            try await understand(question)
        } catch {
            check(error)
        }
    }
}

private func understand(_ question: UInt8) async throws(SpotifyError) {
    switch question {
    case 5: require(SpotifyID.isValid(try await client.createPlaylist(name: "n", description: "d")), "an id")
    case 6:
        for playlist in try await client.findPlaylists(marked: "EmoTunes") {
            require(SpotifyID.isValid(playlist.id), "an id")
            require(playlist.count ?? 0 >= 0, "fewer songs than none")
        }
        _ = try await client.facts(ofPlaylist: "a")
        require(try await client.owner() != "", "nobody's account")
    case 7: _ = try await client.lists(playlist: "a")
    case 8: _ = try await client.isInLibrary(playlist: "a")
    case 9: _ = try await client.replaceItems(of: "a", with: ["spotify:track:a"])
    case 10: check(try await client.items(ofPlaylist: "a"))
    case 11:
        let tracks = try await client.search("a")
        check(tracks)
        plant(tracks)
        _ = TrackMatch(title: "Songs", artists: ["A"], durationMilliseconds: 200_000).best(of: tracks)
    case 12:
        let recent = try await client.recentlyPlayed(after: nil)
        require(recent.cursor?.allSatisfy(\.isWholeNumber) ?? true, "a cursor that is no number")
        check(recent.tracks)
    case 13: check(try await client.topTracks())
    case 14: check(try await client.savedTracks())
    default:
        let playback = try await client.playback()
        require(playback?.progress ?? 0 >= 0, "a song that is not there yet")
        if let track = playback?.track { check([track]) }
    }
}

private func check(_ tracks: [SpotifyTrack]) {
    for track in tracks {
        require(SpotifyID.isValid(track.id), "a track without an id")
        require(track.coverURL?.hasPrefix("https://") ?? true, "a cover from anywhere")
        require(track.durationMilliseconds ?? 0 >= 0, "a song shorter than nothing")
    }
}

private func plant(_ tracks: [SpotifyTrack]) {
    #if PLANTED_BUG
        if let track = tracks.first, track.durationMilliseconds != nil, track.artists.count > 1 {
            writePastTheEnd(track.id.utf8.count)
        }
    #endif
}
