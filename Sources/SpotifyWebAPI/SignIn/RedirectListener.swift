import CLinux
import Dispatch
import Glibc
package import Platform
import Synchronization

/// Waits on `127.0.0.1` for the browser to come back, only as long as it must.
///
/// It answers with a small page. A request for anything but the redirect gets a refusal, and the wait goes on.
package final class RedirectListener: Sendable {
    /// What the browser is told.
    package struct Page: Sendable {
        /// 200 or 400.
        package var status: Int
        /// HTML.
        package var title: String
        /// HTML.
        package var text: String

        package init(status: Int, title: String, text: String) {
            self.status = status
            self.title = title
            self.text = text
        }
    }

    /// Why the wait ended without an answer.
    package enum Failure: Error, Sendable, Hashable {
        case timedOut
        case stopped
        /// No port could be opened, or the process has no descriptor left.
        case cannotListen(Errno)
    }

    private let listener: Int32
    private let stopWaker: Waker
    /// Takes the next connection of a listening socket; negative, with the error in `errno`, where there is none.
    private let acceptNext: @Sendable (Int32) -> Int32
    /// So many connections wait for their request at once; one more takes the place of the one that has waited longest.
    private static let mostWaiting = 16
    /// Seconds that a connection may take for its request, and those after which a failed `accept` is tried again.
    private static let requestTime = 10.0, acceptAgain = 0.25
    /// Where the browser is to be sent.
    package let redirectURI: String

    /// Opens a port of the system's choice.
    package convenience init() throws(Failure) { try self.init(acceptNext: { emotunes_accept($0) }) }

    init(acceptNext: @escaping @Sendable (Int32) -> Int32) throws(Failure) {
        self.acceptNext = acceptNext
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard listener >= 0 else { throw .cannotListen(.last) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && listen(listener, SOMAXCONN) == 0
                    && getsockname(listener, $0, &length) == 0
            }
        }
        do throws(Errno) {
            guard bound else { throw .last }
            stopWaker = try Waker()
        } catch {
            close(listener)
            throw .cannotListen(error)
        }
        // A connection that goes between the notice and the call must not be waited for.
        _ = fcntl(listener, F_SETFL, fcntl(listener, F_GETFL) | O_NONBLOCK)
        self.listener = listener
        redirectURI = "http://127.0.0.1:\(UInt16(bigEndian: address.sin_port))/callback"
    }

    deinit {
        close(listener)
    }

    /// Ends the wait from elsewhere.
    package func stop() { stopWaker.wake() }

    /// Shows each request's target to `answer` until it gives a value; the browser gets the page that comes with it.
    ///
    /// - Parameter seconds: how long to wait in all.
    package func wait<Value: Sendable>(
        seconds: Double, answer: @Sendable @escaping (String) -> (Page, Value?)
    ) async throws(Failure) -> Value {
        let result: Result<Value, Failure> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                // A thread of its own, since it does nothing but wait.
                DispatchQueue(label: "sign-in").async { [self] in
                    continuation.resume(returning: serve(until: bootSeconds() + seconds, answer))
                }
            }
        } onCancel: {
            stop()
        }
        return try result.get()
    }

    /// Connections are read side by side: one that says nothing must not keep the browser waiting.
    private func serve<Value>(
        until deadline: Double, _ answer: (String) -> (Page, Value?)
    ) -> Result<Value, Failure> {
        var visitors: [Visitor] = []
        defer { for visitor in visitors { close(visitor.descriptor) } }
        var acceptsAt = -Double.infinity
        while true {
            let now = bootSeconds()
            guard now < deadline else { return .failure(.timedOut) }
            visitors.removeAll { visitor in
                guard visitor.deadline <= now else { return false }
                close(visitor.descriptor)
                return true
            }
            let accepts = acceptsAt <= now
            var waiting = [
                pollfd(fd: stopWaker.descriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: accepts ? listener : -1, events: Int16(POLLIN), revents: 0),
            ]
            waiting += visitors.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
            let next = ([deadline] + visitors.map(\.deadline) + (accepts ? [] : [acceptsAt])).min() ?? deadline
            let ready = poll(&waiting, nfds_t(waiting.count), Int32(min((next - now) * 1000 + 1, 3_600_000)))
            if waiting[0].revents != 0 { return .failure(.stopped) }
            guard ready > 0 else { continue }
            for (place, entry) in waiting.dropFirst(2).enumerated().reversed() where entry.revents != 0 {
                guard visitors[place].read() else { continue }
                let visitor = visitors.remove(at: place)
                defer { close(visitor.descriptor) }
                guard let target = visitor.target else { continue }
                let (page, value) = answer(target)
                Self.send(page, to: visitor.descriptor)
                if let value { return .success(value) }
            }
            if waiting[1].revents != 0, !admit(to: &visitors) { acceptsAt = now + Self.acceptAgain }
        }
    }

    /// Takes one connection; false where that failed for another reason than that it is gone: without a descriptor left
    /// the next try would fail as well.
    private func admit(to visitors: inout [Visitor]) -> Bool {
        let browser = acceptNext(listener)
        guard browser >= 0 else { return errno == EAGAIN || errno == ECONNABORTED || errno == EINTR }
        if visitors.count >= Self.mostWaiting { close(visitors.removeFirst().descriptor) }
        visitors.append(Visitor(descriptor: browser, deadline: bootSeconds() + Self.requestTime))
        return true
    }

    /// A connection whose request is still to come.
    private struct Visitor {
        let descriptor: Int32
        let deadline: Double
        private var bytes: [UInt8] = []
        private static let longest = 16_384

        init(descriptor: Int32, deadline: Double) {
            self.descriptor = descriptor
            self.deadline = deadline
        }

        /// Reads what is there; whether nothing more is to be waited for. The whole head is read: closing with something
        /// unread would cut our answer off.
        mutating func read() -> Bool {
            var buffer = [UInt8](repeating: 0, count: 4096)
            let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
            guard count > 0 else { return count == 0 || errno != EAGAIN && errno != EINTR }
            bytes += buffer.prefix(count)
            return isComplete || bytes.count >= Self.longest
        }

        private var isComplete: Bool { bytes.firstRange(of: [13, 10, 13, 10]) != nil }

        /// The target of a GET; nil for anything else.
        var target: String? {
            guard isComplete else { return nil }
            let words = String(decoding: bytes.prefix { $0 != 13 }, as: UTF8.self).split(separator: " ")
            return words.count == 3 && words[0] == "GET" ? String(words[1]) : nil
        }
    }

    private static func send(_ page: Page, to browser: Int32) {
        let body = """
            <!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">\
            <title>\(page.title)</title><style>body{font:1.1rem system-ui,sans-serif;max-width:32rem;margin:15vh auto;\
            padding:0 1rem}@media(prefers-color-scheme:dark){body{background:#121212;color:#eee}}</style>\
            <h1>\(page.title)</h1><p>\(page.text)</p></html>
            """
        let reason = page.status == 200 ? "OK" : "Bad Request"
        let text =
            "HTTP/1.1 \(page.status) \(reason)\r\nContent-Type: text/html; charset=utf-8\r\nCache-Control: no-store\r\n"
            + "Referrer-Policy: no-referrer\r\nContent-Security-Policy: default-src 'none'; style-src 'unsafe-inline'\r\n"
            + "Content-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n\(body)"
        var bytes = Array(text.utf8)[...]
        let deadline = bootSeconds() + 2
        while !bytes.isEmpty, bootSeconds() < deadline {
            let count = bytes.withUnsafeBytes {
                Glibc.send(browser, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count > 0 {
                bytes = bytes.dropFirst(count)
            } else if errno == EAGAIN {
                var waiting = pollfd(fd: browser, events: Int16(POLLOUT), revents: 0)
                _ = poll(&waiting, 1, 200)
            } else {
                return
            }
        }
        shutdown(browser, Int32(SHUT_WR))
    }
}
