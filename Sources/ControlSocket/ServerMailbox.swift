import Platform
import Synchronization

/// What the tasks that answer calls have to tell the server's thread.
enum ServerEvent: Sendable {
    /// Bytes for a client. Once it has taken most of what waits for it, or is gone, `taken` is called.
    case send(client: Int, bytes: [UInt8], taken: (@Sendable () -> Void)? = nil)
    /// The client's call is answered; the next may start.
    case finished(client: Int)
    /// The client sent something that is no call.
    case hangUp(client: Int)
    /// The server shall end.
    case stop
}

/// A queue into the server's thread, which it wakes.
final class ServerMailbox: Sendable {
    private let waker: Waker
    private let events = Mutex<[ServerEvent]>([])

    /// - Throws: `ListenError.failed` when the process has no descriptor left.
    init() throws(ListenError) {
        do {
            waker = try Waker()
        } catch {
            throw .failed(doing: "make", path: "an event counter", error)
        }
    }

    /// Readable while something may have been posted; for `poll` only.
    var descriptor: Int32 { waker.descriptor }

    func post(_ event: ServerEvent) {
        let wasEmpty = events.withLock { events in
            events.append(event)
            return events.count == 1
        }
        if wasEmpty { waker.wake() }
    }

    /// Everything posted since the last time.
    func takeAll() -> [ServerEvent] {
        waker.clear()
        return events.withLock { events in
            defer { events = [] }
            return events
        }
    }
}
