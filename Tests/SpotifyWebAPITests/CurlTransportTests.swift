import Foundation
import Glibc
import SpotifyTestSupport
import SpotifyWebAPI
import Synchronization
import TestSupport
import Testing

/// The transport against a real socket.
@Suite(.serialized, .ownThread) struct CurlTransportTests {
    private func transport(_ change: (inout CurlTransport.Limits) -> Void = { _ in }) -> CurlTransport {
        var limits = CurlTransport.Limits()
        change(&limits)
        return CurlTransport(userAgent: "EmoTunes/test", limits: limits)
    }

    @Test func oneConnectionServesAll() async throws {
        let server = try LoopbackServer { request in
            LoopbackServer.Answer(
                200, headers: [("X-Method", request.method)],
                body: Array("\(request.headers["accept-encoding"] ?? "") \(request.text)".utf8))
        }
        defer { server.stop() }
        let transport = transport()
        for method in ["GET", "PUT", "POST"] {
            let body: [UInt8]? = method == "GET" ? nil : Array("hello".utf8)
            let response = try await transport.send(HTTPRequest(method, server.url + "/a?b=c", body: body))
            #expect(response.status == 200)
            #expect(response.headers["x-method"] == method)
            #expect(String(decoding: response.body, as: UTF8.self) == "gzip \(body == nil ? "" : "hello")")
        }
        let empty = try await transport.send(HTTPRequest("PUT", server.url, body: []))
        #expect(empty.status == 200)
        // One kept by all, and one for the POST alone.
        #expect(server.connectionCount <= 3)
    }

    @Test func aPostIsNeverSentTwice() async throws {
        let posts = Mutex(0)
        let server = try LoopbackServer { request in
            guard request.method == "POST" else { return LoopbackServer.Answer(200) }
            posts.withLock { $0 += 1 }
            return .mishap(.silence)
        }
        defer { server.stop() }
        let transport = transport()
        _ = try await transport.send(HTTPRequest("GET", server.url))
        await #expect(throws: HTTPFailure.self) {
            try await transport.send(HTTPRequest("POST", server.url, body: Array("x".utf8)))
        }
        #expect(posts.withLock { $0 } == 1)
    }

    @Test func redirectsAreNotFollowed() async throws {
        let server = try LoopbackServer { request in
            LoopbackServer.Answer(302, headers: [("Location", "/elsewhere")])
        }
        defer { server.stop() }
        #expect(try await transport().send(HTTPRequest("GET", server.url)).status == 302)
    }

    @Test(arguments: [
        (LoopbackServer.Mishap.silence, HTTPFailure.Code.cut), (.cutBody, .cut), (.slowBody(3000), .timedOut),
        (.late(3000), .timedOut),
    ])
    func mishaps(_ mishap: LoopbackServer.Mishap, _ code: HTTPFailure.Code) async throws {
        let server = try LoopbackServer { _ in
            var answer = LoopbackServer.Answer(200, body: Array("0123456789".utf8))
            answer.mishap = mishap
            return answer
        }
        defer { server.stop() }
        let failure = await #expect(throws: HTTPFailure.self) {
            try await transport { $0.total = 0.3 }.send(HTTPRequest("GET", server.url))
        }
        #expect(failure?.code == code)
    }

    @Test func anAnswerWithoutEndIsRefused() async throws {
        let server = try LoopbackServer { _ in LoopbackServer.Answer(200, body: [UInt8](repeating: 65, count: 5000)) }
        defer { server.stop() }
        let failure = await #expect(throws: HTTPFailure.self) {
            try await transport { $0.bodyBytes = 4999 }.send(HTTPRequest("GET", server.url))
        }
        #expect(failure?.code == .tooLarge)
    }

    @Test func unreachableServerIsReported() async throws {
        let server = try LoopbackServer { _ in LoopbackServer.Answer(200) }
        let url = server.url
        server.stop()
        for address in [url, "http://no-such-host.invalid/"] {
            let failure = await #expect(throws: HTTPFailure.self) {
                try await transport().send(HTTPRequest("GET", address))
            }
            #expect(failure?.code == .unreachable)
            #expect(failure?.description.contains("invalid") == false)
        }
    }

    @Test func cancellingEndsTheWait() async throws {
        let reached = AsyncStream<Void>.makeStream()
        let server = try LoopbackServer { _ in
            reached.continuation.yield()
            return .mishap(.late(20_000))
        }
        defer { server.stop() }
        let url = server.url
        let transport = transport()
        let task = Task { try await transport.send(HTTPRequest("GET", url)) }
        for await _ in reached.stream { break }
        task.cancel()
        let failure = await #expect(throws: HTTPFailure.self) { _ = try await task.value }
        #expect(failure?.code == .cancelled)
    }

    @Test func selfSignedCertificateIsRefused() async throws {
        guard let server = try UntrustedServer() else { try Test.cancel("needs the program openssl") }
        let failure = await #expect(throws: HTTPFailure.self) {
            try await transport().send(HTTPRequest("GET", server.url + "/"))
        }
        #expect(failure?.code == .certificate)
    }
}
