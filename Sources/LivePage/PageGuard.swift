import Synchronization

/// Decides who is answered: only the browser that was given the address, and only the page it got there.
///
/// Another site open in that browser may send requests to any port of this machine. It cannot forge `Host`, `Origin` and
/// `Sec-Fetch-Site`, and its requests carry no `SameSite=Strict` cookie.
package final class PageGuard: Sendable {
    /// What became of a request.
    package enum Decision: Sendable, Hashable {
        /// It carries the cookie.
        case known
        /// It showed the one-time token, which is used up now; the answer sets this cookie (a `Set-Cookie` header).
        case welcome(cookie: String)
        case refused(Refusal)
    }

    /// Why a request is answered with nothing.
    package enum Refusal: Sendable, Hashable, CaseIterable {
        /// It was sent to another name than ours: a name that a stranger made point to this machine.
        case host
        /// It comes from another page.
        case origin
        /// It has neither the cookie nor a token that still holds.
        case stranger
    }

    /// As browsers name it: `127.0.0.1:PORT`.
    package let address: String
    private let cookieName: String
    private let secret: Secret
    private let token: Mutex<Secret?>
    private let whenUsed: @Sendable () -> Void

    /// - Parameters:
    ///   - port: the one that is listened on.
    ///   - token: opens the page once.
    ///   - secret: what the cookie holds from then on.
    ///   - whenUsed: called once the token is used up; must not block.
    package init(
        port: Int, token: Secret = Secret(), secret: Secret = Secret(), whenUsed: @escaping @Sendable () -> Void = {}
    ) {
        address = "127.0.0.1:\(port)"
        // Cookies know no ports: a page of another port has a name of its own.
        cookieName = "emotunes-\(port)"
        self.secret = secret
        self.whenUsed = whenUsed
        self.token = Mutex(token)
        entrance = Self.entrance(port: port, token: token)
    }

    /// The address that opens the page once.
    package let entrance: String

    static func entrance(port: Int, token: Secret) -> String { "http://127.0.0.1:\(port)/?token=\(token.text)" }

    package func decide(_ request: PageRequest) -> Decision {
        guard request.hosts == [address] else { return .refused(.host) }
        let isOrder = request.method != "GET"
        guard request.origins.allSatisfy({ $0 == "http://\(address)" }), !isOrder || request.origins.count == 1 else {
            return .refused(.origin)
        }
        if request.cookies(named: cookieName).contains(where: { secret.matches($0) }) {
            guard isFromHere(request.site, isOrder: isOrder) else { return .refused(.origin) }
            return .known
        }
        guard request.method == "GET", request.path == "/", let shown = request.token, use(shown) else {
            return .refused(.stranger)
        }
        return .welcome(cookie: "\(cookieName)=\(secret.text); HttpOnly; SameSite=Strict; Path=/")
    }

    /// "none" is a person's own doing: an address that was typed, a page that is loaded again.
    private func isFromHere(_ site: String?, isOrder: Bool) -> Bool {
        site == nil || site == "same-origin" || (site == "none" && !isOrder)
    }

    private func use(_ shown: String) -> Bool {
        let isUsed = token.withLock { token in
            guard let held = token, held.matches(shown) else { return false }
            token = nil
            return true
        }
        if isUsed { whenUsed() }
        return isUsed
    }
}
