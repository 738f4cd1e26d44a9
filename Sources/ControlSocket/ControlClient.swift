package import ControlProtocol
import Glibc
import Platform

/// A connection to the daemon that waits for its answers: for commands, not for servers.
package struct ControlClient: ~Copyable {
    /// A reply may be longer than a call: a history of months is.
    private static let longestReply = 64 << 20

    /// The socket that was found.
    package let path: String
    private let descriptor: Descriptor
    private var framer = MessageFramer(limit: Self.longestReply)

    private init(path: String, descriptor: consuming Descriptor) {
        self.path = path
        self.descriptor = descriptor
    }

    /// The connection's descriptor, for a `poll` of the caller's own.
    package var pollDescriptor: Int32 { descriptor.raw }

    /// Connects to the first of the sockets that a daemon answers on.
    ///
    /// - Parameter uid: the user who asks.
    /// - Throws: `noDaemon` if there is none; `denied`, `stranger`, `timeout` or `failed` about the first that is there but
    ///   cannot be used.
    package static func connect(
        to locations: [SocketLocation], uid: UInt32 = getuid(), timeout: Duration = .seconds(5)
    ) throws(ControlClientError) -> ControlClient {
        for location in locations {
            guard let raw = try connect(to: location.path, timeout: timeout) else { continue }
            let descriptor = Descriptor(owning: raw)
            if let peer = PeerCredentials(socket: raw), !location.mayBeServed(by: peer.uid, to: uid) {
                throw .stranger(path: location.path, uid: peer.uid)
            }
            return ControlClient(path: location.path, descriptor: descriptor)
        }
        throw .noDaemon(paths: locations.map(\.path))
    }

    /// Nil if no daemon answers there.
    private static func connect(to path: String, timeout: Duration) throws(ControlClientError) -> Int32? {
        guard path.utf8.count <= longestSocketPath else {
            throw .failed(doing: "connect to", path: path, Errno(ENAMETOOLONG))
        }
        let raw: Int32
        switch makeUnixSocket() {
        case .success(let made): raw = made
        case .failure(let error): throw .failed(doing: "make a socket for", path: path, error)
        }
        // A daemon that hangs has a full queue, and connecting would wait for ever.
        var limit = timeval(timeout)
        setsockopt(raw, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        switch retrying({ withSocketAddress(path) { Glibc.connect(raw, $0, $1) } ?? -1 }) {
        case .success: return raw
        case .failure(let error):
            close(raw)
            switch error.number {
            case ENOENT, ECONNREFUSED, ENOTDIR: return nil
            case EACCES, EPERM: throw .denied(path: path)
            case EAGAIN: throw .timeout(seconds: timeout / .seconds(1))
            default: throw .failed(doing: "connect to", path: path, error)
            }
        }
    }

    /// Calls a method and waits for its one reply.
    ///
    /// - Returns: The reply's parameters.
    package mutating func call(
        _ method: ControlMethod, _ parameters: JSONObject = [:], timeout: Duration = .seconds(5)
    ) throws(ControlClientError) -> JSONObject {
        try send(VarlinkCall(method: method.fullName, parameters: parameters), timeout: timeout)
        guard let reply = try nextReply(timeout: timeout) else { throw .timeout(seconds: timeout / .seconds(1)) }
        return reply.parameters
    }

    /// Sends a call; its replies are for `nextReply`.
    package mutating func send(_ call: VarlinkCall, timeout: Duration = .seconds(5)) throws(ControlClientError) {
        let bytes = call.json.framed
        let clock = ContinuousClock()
        let deadline = clock.now.advanced(by: timeout)
        var sent = 0
        while sent < bytes.count {
            let result = bytes.withUnsafeBytes { buffer in
                retrying {
                    Glibc.send(descriptor.raw, buffer.baseAddress.map { $0 + sent }, bytes.count - sent, sendFlags)
                }
            }
            switch result {
            case .success(let count): sent += count
            case .failure(let error) where error.number == EAGAIN:
                guard wait(for: POLLOUT, until: deadline, clock) else { throw .timeout(seconds: timeout / .seconds(1)) }
            // A server that refuses us says so and hangs up, perhaps before it has read anything: look for its reply.
            case .failure: return
            }
        }
    }

    /// The next reply, or nil if none came in time.
    ///
    /// - Throws: `refused` or `remote` if the reply is an error.
    package mutating func nextReply(timeout: Duration) throws(ControlClientError) -> VarlinkReply? {
        let clock = ContinuousClock()
        let deadline = clock.now.advanced(by: timeout)
        while true {
            if let reply = try takeReply() { return reply }
            guard wait(for: POLLIN, until: deadline, clock) else { return nil }
            try receive()
        }
    }

    /// Takes in what has come without waiting. Call it when `pollDescriptor` is readable, then `takeReply`.
    package mutating func receive() throws(ControlClientError) {
        var outcome: Result<Int, Errno> = .success(0)
        let bytes = [UInt8](unsafeUninitializedCapacity: 64 << 10) { buffer, count in
            outcome = retrying { recv(descriptor.raw, buffer.baseAddress, buffer.count, receiveFlags) }
            if case .success(let length) = outcome { count = length }
        }
        switch outcome {
        case .success(0): throw .disconnected
        case .success: framer.append(bytes)
        case .failure(let error) where error.number == EAGAIN: break
        case .failure: throw .disconnected
        }
    }

    /// The next reply among what was received, or nil if there is none.
    package mutating func takeReply() throws(ControlClientError) -> VarlinkReply? {
        let reply: VarlinkReply
        do {
            guard let message = try framer.next() else { return nil }
            reply = try VarlinkReply(JSONValue(parsing: message))
        } catch {
            throw .malformedReply("\(error)")
        }
        if let failure = ControlFailure(reply) { throw .refused(failure) }
        if let error = reply.error { throw .remote(name: error, parameters: reply.parameters) }
        return reply
    }

    /// False when the time is over.
    private func wait(for events: Int32, until deadline: ContinuousClock.Instant, _ clock: ContinuousClock) -> Bool {
        var entries = [pollfd(fd: descriptor.raw, events: Int16(events), revents: 0)]
        return poll(&entries, seconds: clock.now.duration(to: deadline) / .seconds(1)) > 0
    }
}

extension timeval {
    fileprivate init(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        self.init(tv_sec: Int(seconds), tv_usec: Int(attoseconds / 1_000_000_000_000))
    }
}
