import CLinux
import Glibc
import Synchronization

/// What the tasks that answer calls have to tell the server's thread.
enum ServerEvent: Sendable {
    /// Bytes for a client.
    case send(client: Int, bytes: [UInt8])
    /// The client's call is answered; the next may start.
    case finished(client: Int)
    /// The client sent something that is no call.
    case hangUp(client: Int)
    /// The server shall end.
    case stop
}

/// A queue into the server's thread, with a descriptor that wakes it.
final class ServerMailbox: Sendable {
    let descriptor: Descriptor
    private let events = Mutex<[ServerEvent]>([])

    init() throws(ListenError) {
        let raw = emotunes_eventfd()
        guard raw >= 0 else { throw .failed(doing: "make", path: "an event counter", .last) }
        descriptor = Descriptor(owning: raw)
    }

    func post(_ event: ServerEvent) {
        let wasEmpty = events.withLock { events in
            events.append(event)
            return events.count == 1
        }
        guard wasEmpty else { return }
        var one: UInt64 = 1
        _ = retrying { write(descriptor.raw, &one, 8) }
    }

    /// Everything posted since the last time.
    func takeAll() -> [ServerEvent] {
        var count: UInt64 = 0
        _ = retrying { read(descriptor.raw, &count, 8) }
        return events.withLock { events in
            defer { events = [] }
            return events
        }
    }
}
