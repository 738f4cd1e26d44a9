/// Where a Music Player Daemon listens, and the password it wants.
///
/// `MPDClient` speaks MPD's protocol through libmpdclient, one blocking call at a time, for the thread that owns the
/// connection. It may know `Platform` only.
package struct MPDAddress: Hashable, Sendable, CustomStringConvertible {
    /// A host's name or address, the path of a local socket, or `@` and the name of an abstract one.
    package var host: String
    /// Without meaning for a local socket.
    package var port: Int
    /// nil: none is sent.
    package var password: String?

    /// MPD's own port.
    package static let usualPort = 6600

    package init(host: String, port: Int = usualPort, password: String? = nil) {
        self.host = host
        self.port = port
        self.password = password
    }

    /// Whether it is a socket of this machine's, over which MPD takes absolute paths.
    package var isLocal: Bool { host.hasPrefix("/") || host.hasPrefix("@") }

    /// Without the password.
    package var description: String {
        if isLocal { return host }
        return host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
}

extension MPDAddress {
    /// The address that MPD's own environment variables name, as all of its clients read them: `MPD_HOST`, perhaps with
    /// `password@` before it, and `MPD_PORT`; nil where `MPD_HOST` is not set.
    package static func named(in environment: [String: String], port: Int = usualPort) -> MPDAddress? {
        guard let text = environment["MPD_HOST"], !text.isEmpty else { return nil }
        let port = environmentPort(environment) ?? port
        // A leading @ is the name of an abstract socket, not an empty password.
        guard let at = text.firstIndex(of: "@"), at != text.startIndex else {
            return MPDAddress(host: text, port: port)
        }
        let host = text[text.index(after: at)...]
        return MPDAddress(
            host: host.isEmpty ? "localhost" : String(host), port: port, password: String(text[..<at]))
    }

    /// Where MPD usually listens, the person's own first.
    package static func usual(in environment: [String: String], port: Int = usualPort) -> [MPDAddress] {
        let own = environment["XDG_RUNTIME_DIR"].flatMap { $0.isEmpty ? nil : MPDAddress(host: $0 + "/mpd/socket") }
        return [own, MPDAddress(host: "/run/mpd/socket")].compactMap(\.self)
            + [MPDAddress(host: "localhost", port: environmentPort(environment) ?? port)]
    }

    private static func environmentPort(_ environment: [String: String]) -> Int? {
        environment["MPD_PORT"].flatMap { Int($0) }.flatMap { (1...65535).contains($0) ? $0 : nil }
    }
}
