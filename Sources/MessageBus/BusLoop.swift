import Glibc
import Platform
import Synchronization

/// A talk over a bus, as one thread leads it.
package protocol BusTalk: AnyObject {
    /// What is handed to it from elsewhere.
    associatedtype Mail: Sendable

    /// Takes in what was handed to it, in order, without doing anything about it yet.
    func take(_ mail: [Mail])

    /// Whether it has anything to say or to hear now: without it there is no connection.
    var wantsBus: Bool { get }

    /// A bus is connected: what is listened to is said here.
    func begin(on bus: Bus) throws(BusError)

    /// Does all there is to do now: after mail, after what the bus brought, and when something is due. Blocks.
    ///
    /// - Parameter bus: nil where there is none; `trouble` then says why.
    func work(on bus: Bus?, trouble: BusError?) async

    /// When the next thing is to be done though nothing came, by the boot clock; nil for never.
    var due: Double? { get }

    /// The bus is lost or not wanted any more, or the loop ends.
    ///
    /// - Parameter bus: where it is still there, for a last word.
    func end(on bus: Bus?)
}

/// Leads a talk over the session's bus: connects, listens, hands on mail, and tries again where the bus was lost.
///
/// All calls block, so `run` wants a thread of its own. Nothing waits for it: mail only wakes it.
package final class BusLoop<Talk: BusTalk>: Sendable {
    private struct State {
        var mail: [Talk.Mail] = []
        var isStopped = false
    }

    private let state = Mutex(State())
    private let open: @Sendable () throws(BusError) -> Bus
    private let boot: @Sendable () -> Double
    /// Nil where no descriptor was left: mail is then noticed a little later.
    private let waker = try? Waker()

    /// Seconds until a bus that is not there is looked for again.
    private static var pause: Double { 15 }

    /// - Parameters:
    ///   - boot: seconds on a clock that runs on through a suspended machine.
    ///   - open: connects to the bus; the session's unless said otherwise.
    package init(
        boot: @escaping @Sendable () -> Double = bootSeconds,
        open: @escaping @Sendable () throws(BusError) -> Bus = { () throws(BusError) in try Bus.user() }
    ) {
        self.boot = boot
        self.open = open
    }

    /// Hands something to the talk. Callable from any thread, never blocks.
    ///
    /// - Returns: false where the loop has ended and takes nothing more.
    @discardableResult
    package func post(_ mail: Talk.Mail) -> Bool {
        let isTaken = state.withLock { state in
            if !state.isStopped { state.mail.append(mail) }
            return !state.isStopped
        }
        waker?.wake()
        return isTaken
    }

    /// Ends `run` soon, and for good.
    package func stop() {
        state.withLock { $0.isStopped = true }
        waker?.wake()
    }

    private var isStopped: Bool { state.withLock { $0.isStopped } }

    private func takeMail() -> [Talk.Mail] {
        state.withLock { state in
            defer { state.mail = [] }
            return state.mail
        }
    }

    /// Works until `stop` is called or the task is cancelled. Blocks its thread.
    package func run(_ talk: sending Talk) async {
        var connection = Connection()
        while !isStopped, !Task.isCancelled {
            let mail = takeMail()
            talk.take(mail)
            connect(&connection, talk, isAsked: !mail.isEmpty)
            receive(&connection, talk)
            await talk.work(on: connection.bus, trouble: connection.trouble)
            // Asking may have brought more in, and nothing else would wake the loop for what its handlers noted.
            if !receive(&connection, talk) { wait(connection, talk) }
        }
        state.withLock { $0.isStopped = true }
        talk.take(takeMail())
        talk.end(on: connection.bus)
    }

    private struct Connection {
        var bus: Bus?
        var trouble: BusError?
        var retryAt = 0.0
    }

    private func connect(_ connection: inout Connection, _ talk: Talk, isAsked: Bool) {
        guard talk.wantsBus else {
            if connection.bus != nil { talk.end(on: connection.bus) }
            return connection = Connection()
        }
        guard connection.bus == nil, isAsked || boot() >= connection.retryAt else { return }
        do throws(BusError) {
            let bus = try open()
            try talk.begin(on: bus)
            (connection.bus, connection.trouble) = (bus, nil)
        } catch {
            (connection.trouble, connection.retryAt) = (error, boot() + Self.pause)
        }
    }

    /// Has the talk's handlers hear what the bus brought.
    ///
    /// - Returns: whether there was anything.
    @discardableResult private func receive(_ connection: inout Connection, _ talk: Talk) -> Bool {
        do throws(BusError) {
            return try connection.bus?.process() ?? false
        } catch {
            (connection.bus, connection.trouble, connection.retryAt) = (nil, error, boot() + 1)
            talk.end(on: nil)
            return false
        }
    }

    private func wait(_ connection: Connection, _ talk: Talk) {
        var moments = [talk.due].compactMap(\.self)
        if connection.bus == nil, talk.wantsBus { moments.append(connection.retryAt) }
        if waker == nil { moments.append(boot() + 1) }
        var timeout = moments.min().map { Int32(clamping: Int((max(0, $0 - boot()) * 1000).rounded(.up)) + 1) } ?? -1
        if let earlier = connection.bus?.timeout { timeout = timeout < 0 ? earlier : min(timeout, earlier) }
        var entries = [
            pollfd(fd: waker?.descriptor ?? -1, events: Int16(POLLIN), revents: 0),
            pollfd(fd: connection.bus?.descriptor ?? -1, events: connection.bus?.events ?? 0, revents: 0),
        ]
        poll(&entries, 2, timeout)
        waker?.clear()
    }
}
