import Testing

@testable import LivePage

/// Who is answered, and who gets nothing.
@Suite struct PageGuardTests {
    private let token = Secret(), secret = Secret()
    private var door: PageGuard { PageGuard(port: 4711, token: token, secret: secret) }

    private func request(
        _ method: String = "GET", _ target: String = "/", host: String? = "127.0.0.1:4711", origin: String? = nil,
        cookie: String? = nil, site: String? = nil
    ) -> PageRequest {
        PageRequest(
            method: method, target: target, hosts: [host].compactMap(\.self), origins: [origin].compactMap(\.self),
            cookies: [cookie].compactMap(\.self), site: site)
    }

    private var cookie: String { "theme=dark; emotunes-4711=\(secret.text)" }

    @Test func tokenOpensThePageOnce() {
        let door = door
        #expect(door.entrance == "http://127.0.0.1:4711/?token=\(token.text)")
        let welcome = PageGuard.Decision.welcome(
            cookie: "emotunes-4711=\(secret.text); HttpOnly; SameSite=Strict; Path=/")
        #expect(door.decide(request("GET", "/?token=\(token.text)", site: "none")) == welcome)
        #expect(door.decide(request("GET", "/?token=\(token.text)", site: "none")) == .refused(.stranger))
    }

    @Test(arguments: [
        "", "/?token=", "/?token=0", "/?nothing", "/events?token=TOKEN", "/?token=TOKENx", "/?Token=TOKEN",
    ])
    func wrongTokenGetsNothing(target: String) {
        let target = target.replacing("TOKEN", with: token.text)
        #expect(door.decide(request("GET", target)) == .refused(.stranger))
    }

    @Test func tokenIsNotUsedUpByGuesses() {
        let door = door
        #expect(door.decide(request("GET", "/?token=\(secret.text)")) == .refused(.stranger))
        #expect(
            door.decide(request("POST", "/?token=\(token.text)", origin: "http://127.0.0.1:4711"))
                == .refused(.stranger))
        #expect(door.decide(request("GET", "/?token=\(token.text)", host: "evil.example")) == .refused(.host))
        if case .welcome = door.decide(request("GET", "/?token=\(token.text)")) {
        } else {
            Issue.record("the token was used up")
        }
    }

    @Test func cookieIsKnown() {
        #expect(door.decide(request(cookie: cookie)) == .known)
        #expect(door.decide(request("GET", "/events", cookie: cookie, site: "same-origin")) == .known)
        #expect(
            door.decide(request("POST", "/call/Pause", origin: "http://127.0.0.1:4711", cookie: cookie)) == .known)
    }

    @Test(arguments: [
        "emotunes-4711=", "emotunes-4711=0", "emotunes=SECRET", "emotunes-4712=SECRET", "xemotunes-4711=SECRET",
    ])
    func wrongCookieGetsNothing(text: String) {
        #expect(door.decide(request(cookie: text.replacing("SECRET", with: secret.text))) == .refused(.stranger))
    }

    @Test(arguments: ["localhost:4711", "127.0.0.1", "127.0.0.1:4712", "evil.example:4711", "", "127.0.0.1:4711."])
    func wrongHostGetsNothing(host: String) {
        #expect(door.decide(request(host: host, cookie: cookie)) == .refused(.host))
    }

    @Test func missingOrDoubledHostGetsNothing() {
        #expect(door.decide(request(host: nil, cookie: cookie)) == .refused(.host))
        var twice = request(cookie: cookie)
        twice.hosts.append("evil.example")
        #expect(door.decide(twice) == .refused(.host))
    }

    @Test(arguments: [
        "https://evil.example", "null", "http://localhost:4711", "https://127.0.0.1:4711", "http://127.0.0.1:4712",
    ])
    func foreignOriginGetsNothing(origin: String) {
        #expect(door.decide(request("POST", "/call/Pause", origin: origin, cookie: cookie)) == .refused(.origin))
        #expect(door.decide(request("GET", "/events", origin: origin, cookie: cookie)) == .refused(.origin))
    }

    @Test func orderWithoutOriginGetsNothing() {
        #expect(door.decide(request("POST", "/call/Pause", cookie: cookie)) == .refused(.origin))
    }

    @Test func anotherSiteGetsNothingEvenWithTheCookie() {
        for site in ["cross-site", "same-site"] {
            #expect(door.decide(request("GET", "/", cookie: cookie, site: site)) == .refused(.origin))
        }
        #expect(
            door.decide(request("POST", "/call/Pause", origin: "http://127.0.0.1:4711", cookie: cookie, site: "none"))
                == .refused(.origin))
    }

    @Test func secretsDifferAndAreLong() {
        let texts = Set((0..<100).map { _ in Secret().text })
        #expect(texts.count == 100)
        #expect(texts.allSatisfy { $0.count == 64 })
    }
}
