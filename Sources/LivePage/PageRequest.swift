// LivePage: the live page's own program: a small web server on loopback that is a client of the control socket like any
// other. Only it links an HTTP library; neither the daemon nor emotunesctl knows it.

/// What of a request decides who asks and what for.
package struct PageRequest: Sendable, Hashable {
    /// `GET`, `POST`, …
    package var method: String
    /// Without what follows a question mark.
    package var path: String
    /// The one-time token of the address; nil where there is none.
    package var token: String?
    /// Every `Host` header.
    package var hosts: [String]
    /// Every `Origin` header.
    package var origins: [String]
    /// Every `Cookie` header.
    package var cookies: [String]
    /// `Sec-Fetch-Site`, which browsers send and pages cannot forge; nil where there is none.
    package var site: String?
    /// The media type of the body without its parameters, in lower case; nil where there is none.
    package var type: String?
    /// What was sent with it.
    package var body: [UInt8] = []

    package init(
        method: String, target: String, hosts: [String] = [], origins: [String] = [], cookies: [String] = [],
        site: String? = nil, type: String? = nil
    ) {
        self.method = method
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        path = String(parts[0])
        token =
            parts.dropFirst().first?.split(separator: "&").lazy
            .filter { $0.hasPrefix("token=") }.map { String($0.dropFirst("token=".count)) }.first
        self.hosts = hosts
        self.origins = origins
        self.cookies = cookies
        self.site = site
        self.type = type?.prefix { $0 != ";" }.lowercased().filter { $0 != " " }
    }

    /// The values of the cookies of that name.
    func cookies(named name: String) -> [Substring] {
        cookies.flatMap { $0.split(separator: ";") }.compactMap { pair in
            let pair = pair.drop { $0 == " " }
            return pair.hasPrefix(name + "=") ? pair.dropFirst(name.count + 1) : nil
        }
    }
}
