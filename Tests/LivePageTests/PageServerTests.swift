import ControlProtocol
import ControlSocket
import ControlTestSupport
import Dispatch
import Glibc
import NIOPosix
import TestSupport
import Testing

@testable import LivePage

/// The server over real connections, before a scripted daemon.
@Suite(.ownThread) struct PageServerTests {
    /// A server with all that is behind it, for as long as `body` runs.
    private func withServer(
        userOfPeer: @escaping @Sendable (Int, Int) -> UInt32? = { PeerUser.of(peer: $0, port: $1) },
        _ body: (Visitor, TestServer, PageLife) async throws -> Void
    ) async throws {
        let daemon = try TestServer()
        let workers = NIOThreadPool(numberOfThreads: 1), lookups = NIOThreadPool(numberOfThreads: 1)
        workers.start()
        lookups.start()
        let link = DaemonLink(locations: [SocketLocation(path: daemon.path, ownsFolder: false)])
        let hub = PageHub(), life = PageLife(first: .seconds(10), linger: .seconds(60))
        hub.take(status: "{\"state\":\"watching\"}")
        let server = try await PageServer.bind(lookups: lookups, userOfPeer: userOfPeer)
        let door = PageGuard(port: server.port)
        let responder = PageResponder(door: door) { method, parameters in
            try await workers.runIfActive { try link.call(method, parameters) }
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            // Not on the test's own thread, which waits for its answers.
            group.addTask(executorPreference: globalConcurrentExecutor) {
                try? await server.run(responder, hub: hub, life: life)
            }
            try await body(try Visitor(door: door, port: server.port, workers: workers), daemon, life)
            group.cancelAll()
        }
        try await workers.shutdownGracefully()
        try await lookups.shutdownGracefully()
    }

    /// A browser of a few lines.
    private struct Visitor {
        let port: Int
        let entrance: String
        /// Where calls to the daemon are waited for.
        let workers: NIOThreadPool
        private(set) var cookie = ""

        init(door: PageGuard, port: Int, workers: NIOThreadPool) throws {
            self.port = port
            self.workers = workers
            entrance = String(door.entrance.drop { $0 != "?" })
        }

        mutating func enter() throws {
            let reply = try ask("GET /\(entrance) HTTP/1.1")
            let line = try #require(reply.split(separator: "\r\n").first { $0.lowercased().hasPrefix("set-cookie: ") })
            cookie = String(line.dropFirst("set-cookie: ".count).prefix { $0 != ";" })
        }

        /// The whole answer; the connection is closed after it.
        func ask(_ line: String, host: String? = nil, _ headers: [String] = [], body: String = "") throws -> String {
            var lines = [line, "Host: \(host ?? "127.0.0.1:\(port)")", "Connection: close"] + headers
            if !cookie.isEmpty { lines.append("Cookie: \(cookie)") }
            if !body.isEmpty { lines.append("Content-Length: \(body.utf8.count)") }
            let connection = try Connection(port: port)
            connection.send(lines.joined(separator: "\r\n") + "\r\n\r\n" + body)
            return connection.readToEnd()
        }

        func call(_ method: String, _ body: String, origin: String? = nil, type: String = "application/json") throws
            -> String
        {
            try ask(
                "POST /call/\(method) HTTP/1.1",
                ["Origin: \(origin ?? "http://127.0.0.1:\(port)")", "Content-Type: \(type)"], body: body)
        }
    }

    /// A TCP connection on loopback.
    private final class Connection {
        private let descriptor: Int32

        /// - Parameter from: the address to connect from; any if nil.
        init(port: Int, from: String? = nil) throws {
            descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            if let from {
                var address = sockaddr_in()
                address.sin_family = sa_family_t(AF_INET)
                address.sin_addr.s_addr = inet_addr(from)
                withUnsafePointer(to: &address) { pointer in
                    _ = pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                        Glibc.bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                    }
                }
            }
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = in_port_t(port).bigEndian
            address.sin_addr.s_addr = inet_addr("127.0.0.1")
            let result = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
            var limit = timeval(tv_sec: 30, tv_usec: 0)
            setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
            guard result == 0 else { throw FolderError(number: errno) }
        }

        /// An IPv6 socket that speaks to 127.0.0.1; nil on a machine without IPv6.
        init?(mapped port: Int) {
            descriptor = socket(AF_INET6, Int32(SOCK_STREAM.rawValue), 0)
            guard descriptor >= 0 else { return nil }
            var address = sockaddr_in6()
            address.sin6_family = sa_family_t(AF_INET6)
            address.sin6_port = in_port_t(port).bigEndian
            guard inet_pton(AF_INET6, "::ffff:127.0.0.1", &address.sin6_addr) == 1 else { return nil }
            let result = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in6>.size))
                }
            }
            guard result == 0 else { return nil }
            var limit = timeval(tv_sec: 30, tv_usec: 0)
            setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        }

        deinit { close(descriptor) }

        func send(_ text: String) { _ = Glibc.send(descriptor, text, text.utf8.count, Int32(MSG_NOSIGNAL)) }

        func readToEnd() -> String { read { _ in false } }

        /// Until what came says that it is enough.
        func read(until isEnough: (String) -> Bool) -> String {
            var bytes: [UInt8] = [], buffer = [UInt8](repeating: 0, count: 4096)
            while true {
                let count = recv(descriptor, &buffer, buffer.count, 0)
                guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
                bytes += buffer[..<count]
                let text = String(decoding: bytes, as: UTF8.self)
                if isEnough(text) { return text }
            }
        }
    }

    @Test func pageComesWithTheCookieAndAStrictPolicy() async throws {
        try await withServer { visitor, _, _ in
            let page = try visitor.ask("GET /\(visitor.entrance) HTTP/1.1")
            #expect(page.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(page.contains("; HttpOnly; SameSite=Strict; Path=/\r\n"))
            #expect(page.contains("Content-Security-Policy: default-src 'none'; script-src 'nonce-"))
            #expect(page.contains("Referrer-Policy: no-referrer\r\n"))
            #expect(page.contains("Cache-Control: no-store\r\n"))
            #expect(page.hasSuffix("</html>\n"))
            // The token is used up, and there is no cookie yet.
            #expect(try visitor.ask("GET /\(visitor.entrance) HTTP/1.1").hasPrefix("HTTP/1.1 403"))
        }
    }

    @Test func strangersGetNothing() async throws {
        try await withServer { visitor, daemon, _ in
            var visitor = visitor
            for line in ["GET / HTTP/1.1", "GET /?token=00 HTTP/1.1", "GET /events HTTP/1.1", "GET /icon.svg HTTP/1.1"]
            {
                let reply = try visitor.ask(line)
                #expect(reply.hasPrefix("HTTP/1.1 403 Forbidden\r\n"))
                #expect(!reply.contains("<"))
                #expect(!reply.lowercased().contains("set-cookie"))
            }
            #expect(try visitor.call("Pause", "{}").hasPrefix("HTTP/1.1 403"))
            try visitor.enter()
            #expect(try visitor.ask("GET / HTTP/1.1", host: "evil.example:\(visitor.port)").hasPrefix("HTTP/1.1 403"))
            #expect(
                try visitor.ask("GET /events HTTP/1.1", host: "localhost:\(visitor.port)").hasPrefix("HTTP/1.1 403"))
            #expect(try visitor.call("Pause", "{}", origin: "https://evil.example").hasPrefix("HTTP/1.1 403"))
            #expect(try visitor.call("Pause", "{}", origin: "null").hasPrefix("HTTP/1.1 403"))
            #expect(daemon.service.calls.isEmpty)
        }
    }

    @Test(arguments: [nil, getuid() + 1])
    func connectionOfAnotherUserGetsNotAWord(user: UInt32?) async throws {
        try await withServer(userOfPeer: { _, _ in user }) { visitor, _, _ in
            let answer = try visitor.ask("GET /\(visitor.entrance) HTTP/1.1")
            #expect(answer.isEmpty)
        }
    }

    @Test func connectionFromElsewhereGetsNotAWord() async throws {
        try await withServer { visitor, _, _ in
            let lines = ["GET /\(visitor.entrance) HTTP/1.1", "Host: 127.0.0.1:\(visitor.port)", "Connection: close"]
            let text = lines.joined(separator: "\r\n") + "\r\n\r\n"
            let elsewhere = try Connection(port: visitor.port, from: "127.0.0.2")
            elsewhere.send(text)
            #expect(elsewhere.readToEnd().isEmpty)
            // A program of the person's own may have an IPv6 socket.
            guard let mapped = Connection(mapped: visitor.port) else { return }
            mapped.send(text)
            #expect(mapped.readToEnd().hasPrefix("HTTP/1.1 200 OK\r\n"))
        }
    }

    @Test func pageComesWhileTheDaemonHangs() async throws {
        try await withServer { visitor, _, _ in
            var visitor = visitor
            let answer = DispatchSemaphore(value: 0)
            visitor.workers.submit { _ in answer.wait() }
            defer { answer.signal() }
            try visitor.enter()
            #expect(try visitor.ask("GET / HTTP/1.1").hasPrefix("HTTP/1.1 200 OK"))
        }
    }

    @Test func callsAreHandedOnAndErrorsComeBack() async throws {
        try await withServer { visitor, daemon, _ in
            var visitor = visitor
            try visitor.enter()
            #expect(try visitor.call("Pause", #"{"seconds":60}"#).hasPrefix("HTTP/1.1 200 OK"))
            #expect(try visitor.call("Feedback", #"{"uri":"a:b","verdict":"like"}"#).hasSuffix("\r\n\r\n{}"))
            #expect(try visitor.call("GetPlaylist", "{}").hasSuffix(#"{"playlist":"# + Samples.playlistText + "}"))
            #expect(try visitor.call("GetSongPlane", "{}").contains(#""side":2"#))
            #expect(daemon.service.calls == ["pause 60", "like a:b"])
            daemon.service.fail(with: .noPlaylistYet)
            let refused = try visitor.call("GetPlaylist", "{}")
            #expect(refused.hasPrefix("HTTP/1.1 409 Conflict"))
            #expect(refused.contains(#"{"error":"NoPlaylistYet","message":"There is no playlist yet"#))
            daemon.stop()
            #expect(
                try visitor.call("Resume", "{}").contains(#"{"error":"NoDaemon","message":"emotunesd is not running"#))
        }
    }

    @Test func onlyWhatAPageNeedsMayBeCalled() async throws {
        try await withServer { visitor, daemon, _ in
            var visitor = visitor
            try visitor.enter()
            for method in [
                "Logout", "ForgetOpinions", "Reload", "GetConfiguration", "BeginLogin", "Monitor", "", "../x",
            ] {
                #expect(try visitor.call(method, "{}").hasPrefix("HTTP/1.1 404"), "\(method)")
            }
            #expect(try visitor.call("Pause", "{}", type: "text/plain").hasPrefix("HTTP/1.1 400"))
            for all in ["{}", #"{"id":null}"#] {
                #expect(try visitor.call("ForgetCorrection", all).hasPrefix("HTTP/1.1 400"))
            }
            #expect(try visitor.call("Pause", "[]").hasPrefix("HTTP/1.1 400"))
            #expect(try visitor.call("Pause", String(repeating: " ", count: 70_000)).hasPrefix("HTTP/1.1 413"))
            #expect(try visitor.ask("GET /call/Pause HTTP/1.1").hasPrefix("HTTP/1.1 404"))
            #expect(daemon.service.calls.isEmpty)
        }
    }

    @Test func openPageIsToldAndCounted() async throws {
        try await withServer { visitor, _, life in
            var visitor = visitor
            try visitor.enter()
            let connection = try Connection(port: visitor.port)
            connection.send(
                "GET /events HTTP/1.1\r\nHost: 127.0.0.1:\(visitor.port)\r\nCookie: \(visitor.cookie)\r\n\r\n")
            let events = connection.read { $0.contains("watching") }
            // Longer than for a first page: one is open.
            #expect(events.contains("Content-Type: text/event-stream\r\n"))
            #expect(events.contains("event: status\ndata: {\"state\":\"watching\"}\n\n"))
            #expect(life.rest == .seconds(60))
        }
    }
}
