import Glibc
import Platform
import Synchronization

/// A small HTTP/1.1 server on 127.0.0.1 for tests: a thread a connection, connections kept, faults on demand.
package final class LoopbackServer: Sendable {
    package struct Request: Sendable {
        package var method: String
        /// Without the query, escapes as sent.
        package var path: String
        /// As sent, without the question mark.
        package var query: String
        /// By lower-case name.
        package var headers: [String: String]
        package var body: [UInt8]

        package var text: String { String(decoding: body, as: UTF8.self) }
    }

    package struct Answer: Sendable {
        package var status: Int
        package var headers: [(String, String)]
        package var body: [UInt8]
        /// What goes wrong on the way back.
        package var mishap = Mishap.none

        package init(_ status: Int, headers: [(String, String)] = [], body: [UInt8] = []) {
            self.status = status
            self.headers = headers
            self.body = body
        }
    }

    package enum Mishap: Sendable, Hashable {
        case none
        /// The connection ends before the first byte.
        case silence
        /// It ends in the middle of the body.
        case cutBody
        /// The head comes at once, the body after that many milliseconds.
        case slowBody(Int)
        /// Nothing comes for that many milliseconds.
        case late(Int)
    }

    private let listener: Int32
    package let port: UInt16
    private let answer: @Sendable (Request) -> Answer
    private let isStopped = Atomic(false)
    private let connections = Atomic(0)
    /// The descriptors of the connections that are open.
    private let open = Mutex<Set<Int32>>([])

    /// How many connections were ever made.
    package var connectionCount: Int { connections.load(ordering: .relaxed) }

    package var url: String { "http://127.0.0.1:\(port)" }

    package init(port wanted: UInt16 = 0, answer: @escaping @Sendable (Request) -> Answer) throws {
        // A server that answers into a closed connection must not end the test.
        signal(SIGPIPE, SIG_IGN)
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var one: Int32 = 1
        setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, 4)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = wanted.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && listen(listener, 64) == 0 && getsockname(listener, $0, &length) == 0
            }
        }
        guard isBound else { throw SocketTrouble(number: errno) }
        port = UInt16(bigEndian: address.sin_port)
        self.answer = answer
        SystemThread.detached(named: "loopback") { [self] in accept() }
    }

    package func stop() {
        guard !isStopped.exchange(true, ordering: .relaxed) else { return }
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    /// Ends every connection that is kept; the next request needs a new one.
    package func hangUp() {
        open.withLock { for peer in $0 { shutdown(peer, Int32(SHUT_RDWR)) } }
    }

    private func accept() {
        while !isStopped.load(ordering: .relaxed) {
            let peer = Glibc.accept(listener, nil, nil)
            guard peer >= 0 else { return }
            _ = fcntl(peer, F_SETFD, FD_CLOEXEC)
            connections.add(1, ordering: .relaxed)
            open.withLock { _ = $0.insert(peer) }
            SystemThread.detached(named: "loopback") { [self] in
                serve(Connection(peer))
                // Closed while the lock is held: the number may be another connection's right after.
                open.withLock {
                    $0.remove(peer)
                    close(peer)
                }
            }
        }
    }

    private func serve(_ connection: Connection) {
        while !isStopped.load(ordering: .relaxed), let request = connection.next() {
            guard connection.send(answer(request)) else { return }
        }
    }
}

package struct SocketTrouble: Error {
    package init(number: Int32) { self.number = number }

    package var number: Int32
}

/// One connection; used by its thread only.
private final class Connection {
    private let descriptor: Int32
    private var buffer: [UInt8] = []

    init(_ descriptor: Int32) {
        self.descriptor = descriptor
    }

    func next() -> LoopbackServer.Request? {
        while true {
            if let end = buffer.firstRange(of: [13, 10, 13, 10]) { return request(end) }
            guard buffer.count < 1 << 20, fill() else { return nil }
        }
    }

    private func request(_ end: Range<Int>) -> LoopbackServer.Request? {
        let lines = String(decoding: buffer[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
        guard let words = lines.first?.split(separator: " "), words.count == 3 else { return nil }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { return nil }
            headers[line[..<colon].lowercased()] = String(line[line.index(after: colon)...].drop { $0 == " " })
        }
        let length = headers["content-length"].flatMap { Int($0) } ?? 0
        while buffer.count < end.upperBound + length { if !fill() { return nil } }
        let body = Array(buffer[end.upperBound..<end.upperBound + length])
        buffer.removeFirst(end.upperBound + length)
        let parts = words[1].split(separator: "?", maxSplits: 1)
        return LoopbackServer.Request(
            method: String(words[0]), path: String(parts.first ?? "/"),
            query: parts.count > 1 ? String(parts[1]) : "", headers: headers, body: body)
    }

    private func fill() -> Bool {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &bytes, bytes.count, 0)
        guard count > 0 else { return false }
        buffer += bytes.prefix(count)
        return true
    }

    /// False if the connection shall end.
    func send(_ answer: LoopbackServer.Answer) -> Bool {
        if case .late(let milliseconds) = answer.mishap { usleep(UInt32(milliseconds) * 1000) }
        if answer.mishap == .silence { return false }
        var head = "HTTP/1.1 \(answer.status) -\r\nContent-Length: \(answer.body.count)\r\n"
        for (name, value) in answer.headers { head += "\(name): \(value)\r\n" }
        guard write(Array((head + "\r\n").utf8)) else { return false }
        switch answer.mishap {
        case .cutBody:
            _ = write(Array(answer.body.prefix(answer.body.count / 2)))
            return false
        case .slowBody(let milliseconds): usleep(UInt32(milliseconds) * 1000)
        default: break
        }
        return answer.body.isEmpty || write(answer.body)
    }

    private func write(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(0x4000)) }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}
