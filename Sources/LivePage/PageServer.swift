import Glibc
import NIOCore
import NIOHTTP1
package import NIOPosix
import Synchronization

/// Serves the page over HTTP on a port of the loopback interface that the kernel chooses.
package struct PageServer: Sendable {
    typealias Client = NIOAsyncChannel<HTTPServerRequestPart, HTTPServerResponsePart>

    private let channel: NIOAsyncChannel<Client, Never>
    private let lookups: NIOThreadPool
    private let userOfPeer: @Sendable (_ peer: Int, _ port: Int) -> UInt32?
    /// The port that is listened on.
    package let port: Int

    /// A browser opens about six.
    private static let mostConnections = 64
    /// Bytes of a call; the longest is a song's name.
    private static let longestBody = 64 << 10
    /// Between signs of life on a stream.
    private static let heartbeat = Duration.seconds(20)

    /// - Parameters:
    ///   - lookups: where it is looked up whose a connection is. Nothing that may take long runs there: a page is to come
    ///     while calls to a daemon that hangs are waited for.
    ///   - userOfPeer: whose the other end is; the kernel's word unless a test says otherwise.
    package static func bind(
        lookups: NIOThreadPool,
        userOfPeer: @escaping @Sendable (_ peer: Int, _ port: Int) -> UInt32? = { PeerUser.of(peer: $0, port: $1) }
    ) async throws -> PageServer {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup(numberOfThreads: 1))
            .serverChannelOption(.backlog, value: 16)
            .bind(host: "127.0.0.1", port: 0) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    return try Client(wrappingChannelSynchronously: channel)
                }
            }
        return PageServer(
            channel: channel, lookups: lookups, userOfPeer: userOfPeer,
            port: channel.channel.localAddress?.port ?? 0)
    }

    /// Answers until the task is cancelled.
    package func run(_ responder: PageResponder, hub: PageHub, life: PageLife) async throws {
        let connections = ConnectionCount()
        try await channel.executeThenClose { clients in
            try await withThrowingDiscardingTaskGroup { group in
                for try await client in clients {
                    group.addTask {
                        defer { connections.number.subtract(1, ordering: .relaxed) }
                        let number = connections.number.add(1, ordering: .relaxed).newValue
                        // A connection that breaks off is the browser's business.
                        try? await client.executeThenClose { inbound, outbound in
                            guard number <= Self.mostConnections, await isOwn(client) else { return }
                            try await serve(inbound, outbound, responder, hub, life)
                        }
                    }
                }
            }
        }
    }

    /// Whether the person's own program is at the other end, or root's; one of an unknown user is a stranger.
    private func isOwn(_ client: Client) async -> Bool {
        guard let peer = client.channel.remoteAddress?.port else { return false }
        let user = try? await lookups.runIfActive { [port, userOfPeer] in userOfPeer(peer, port) }
        guard let user = user ?? nil else { return false }
        return user == getuid() || user == 0
    }

    private func serve(
        _ inbound: NIOAsyncChannelInboundStream<HTTPServerRequestPart>,
        _ outbound: NIOAsyncChannelOutboundWriter<HTTPServerResponsePart>,
        _ responder: PageResponder, _ hub: PageHub, _ life: PageLife
    ) async throws {
        var parts = inbound.makeAsyncIterator()
        while let (request, isKept) = try await Self.request(&parts) {
            guard let request else {
                try await Self.write(.text(413, "That is too long."), isKept: false, to: outbound)
                return
            }
            switch await responder.answer(request) {
            case .whole(let response):
                let isKept = isKept && response.status != 403
                try await Self.write(response, isKept: isKept, to: outbound)
                guard isKept else { return }
            case .events:
                life.opened()
                defer { life.closed() }
                try await outbound.write(.head(Self.head(200, "text/event-stream", [])))
                await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { try await Self.tell(hub, to: outbound) }
                    group.addTask {
                        while true {
                            try await Task.sleep(for: Self.heartbeat, clock: .continuous)
                            try await outbound.write(.body(.byteBuffer(ByteBuffer(string: PageEvents.heartbeat))))
                        }
                    }
                    // A page says nothing more here; this ends when it closes.
                    _ = try? await parts.next()
                    group.cancelAll()
                }
                return
            }
        }
    }

    /// Sends what changes, for as long as the page reads.
    private static func tell(
        _ hub: PageHub, to outbound: NIOAsyncChannelOutboundWriter<HTTPServerResponsePart>
    ) async throws {
        var told: PageHub.Present?
        for await _ in hub.changes() {
            let present = hub.present
            let text = PageEvents.text(from: told, to: present)
            told = present
            if !text.isEmpty { try await outbound.write(.body(.byteBuffer(ByteBuffer(string: text)))) }
        }
    }

    /// The next request and whether the connection is kept after it; nil at the end. The request is nil if it is too long.
    private static func request(
        _ parts: inout NIOAsyncChannelInboundStream<HTTPServerRequestPart>.AsyncIterator
    ) async throws -> (PageRequest?, isKept: Bool)? {
        guard case .head(let head)? = try await parts.next() else { return nil }
        var request = PageRequest(
            method: head.method.rawValue, target: head.uri, hosts: head.headers["host"],
            origins: head.headers["origin"], cookies: head.headers["cookie"],
            site: head.headers["sec-fetch-site"].first, type: head.headers["content-type"].first)
        while let part = try await parts.next() {
            switch part {
            case .head: return nil
            case .body(let bytes):
                request.body += bytes.readableBytesView
                guard request.body.count <= longestBody else { return (nil, false) }
            case .end: return (request, head.isKeepAlive)
            }
        }
        return nil
    }

    private static func write(
        _ response: PageResponse, isKept: Bool,
        to outbound: NIOAsyncChannelOutboundWriter<HTTPServerResponsePart>
    ) async throws {
        var headers = response.headers + [PageHeader("Content-Length", String(response.body.count))]
        if !isKept { headers.append(PageHeader("Connection", "close")) }
        try await outbound.write(.head(head(response.status, response.type, headers)))
        try await outbound.write(.body(.byteBuffer(ByteBuffer(bytes: response.body))))
        try await outbound.write(.end(nil))
    }

    private static func head(_ status: Int, _ type: String, _ headers: [PageHeader]) -> HTTPResponseHead {
        let all = [PageHeader("Content-Type", type)] + headers + PageHeader.common
        return HTTPResponseHead(
            version: .http1_1, status: HTTPResponseStatus(statusCode: status),
            headers: HTTPHeaders(all.map { ($0.name, $0.value) }))
    }
}

/// How many connections are open.
private final class ConnectionCount: Sendable {
    let number = Atomic(0)
}
