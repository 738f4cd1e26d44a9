import BusTestSupport
import CSystemd
import Foundation
import Synchronization

/// A bus of its own with a login manager and screen lockers that say what a test says, and tell of every change.
final class FakeDesktop: Sendable {
    /// One session of the login manager's.
    struct Session: Sendable {
        var id = "1"
        var uid: UInt32 = 1001
        var seat = "seat0"
        var sessionClass = "user"
        var isRemote = false
        var isActive = true
        var state = "active"
        var isLocked = false
        var isIdle = false

        var path: String { "/org/freedesktop/login1/session/_3\(id)" }
    }

    /// What is there.
    struct State: Sendable {
        var sessions: [Session] = []
        /// Lockers by name, and whether they are active. One that is taken out leaves the bus.
        var lockers: [String: Bool] = [:]
        /// The path that lockers answer at; nil stands for their usual one.
        var lockerPath: String?
        var hasLoginManager = true
        /// It takes calls and does not answer them.
        var isSilent = false
    }

    private enum Signal: Sendable {
        case properties(path: String)
        case locker(name: String, Bool)
        case request(path: String, member: String)
        case sleep(Bool)
    }

    let daemon: BusDaemon
    private let state: Mutex<State>
    private let signals = Mutex<[Signal]>([])
    private let isOver = Mutex(false)
    private let stopped = DispatchSemaphore(value: 0)
    /// Ends of pipes that stand for delays of sleep: the other end is closed when the delay is over.
    private let delays = Mutex<[Int32]>([])

    init(_ state: State) throws {
        daemon = try BusDaemon()
        self.state = Mutex(state)
        let ready = DispatchSemaphore(value: 0)
        let thread = Thread { [self] in
            serve(ready)
            stopped.signal()
        }
        thread.start()
        guard ready.wait(timeout: .now() + 10) == .success else { throw BusDaemon.Failure(what: "no desktop") }
    }

    func stop() {
        isOver.withLock { $0 = true }
        stopped.wait()
        daemon.stop()
        for end in delays.withLock({ $0 }) { close(end) }
    }

    /// Changes what is there, and says so.
    func change(_ body: (inout State) -> Void) {
        let (before, after) = state.withLock { state in
            let before = state
            body(&state)
            return (before, state)
        }
        var told: [Signal] = []
        for session in before.sessions + after.sessions { told.append(.properties(path: session.path)) }
        for (name, isActive) in after.lockers where before.lockers[name] != isActive {
            told.append(.locker(name: name, isActive))
        }
        signals.withLock { [told] in $0 += told }
    }

    /// Asks the locker of a session to lock or unlock.
    func request(_ session: Session, lock: Bool) {
        signals.withLock { $0.append(.request(path: session.path, member: lock ? "Lock" : "Unlock")) }
    }

    func sleep(_ begins: Bool) { signals.withLock { $0.append(.sleep(begins)) } }

    /// How many still hold up the machine's sleep.
    var delayCount: Int {
        delays.withLock { ends in
            ends.count { end in
                var entry = pollfd(fd: end, events: Int16(POLLIN), revents: 0)
                return poll(&entry, 1, 0) == 0
            }
        }
    }

    private func serve(_ ready: DispatchSemaphore) {
        guard let bus = daemon.connect() else { return }
        defer { sd_bus_close_unref(bus) }
        let data = Unmanaged.passUnretained(self).toOpaque()
        sd_bus_add_fallback(
            bus, nil, "/",
            { call, data, _ in
                guard let call, let data else { return 0 }
                return Unmanaged<FakeDesktop>.fromOpaque(data).takeUnretainedValue().answer(call)
            }, data)
        var owned: Set<String> = []
        var isReady = false
        while !isOver.withLock({ $0 }) {
            let present = state.withLock { $0 }
            var wanted = Set(present.lockers.keys)
            if present.hasLoginManager { wanted.insert("org.freedesktop.login1") }
            for name in owned.subtracting(wanted) { sd_bus_release_name(bus, name) }
            for name in wanted.subtracting(owned) { sd_bus_request_name(bus, name, 0) }
            owned = wanted
            for signal in signals.withLock({ signals in
                defer { signals = [] }
                return signals
            }) { emit(signal, on: bus) }
            if !isReady { ready.signal() }
            isReady = true
            let processed = sd_bus_process(bus, nil)
            if processed < 0 { return }
            if processed == 0 { sd_bus_wait(bus, 20_000) }
        }
    }

    private func answer(_ call: OpaquePointer) -> Int32 {
        let present = state.withLock { $0 }
        let member = String(cString: sd_bus_message_get_member(call))
        let interface = String(cString: sd_bus_message_get_interface(call))
        let path = String(cString: sd_bus_message_get_path(call))
        if present.isSilent { return 1 }
        var reply: OpaquePointer?
        sd_bus_message_new_method_return(call, &reply)
        defer { sd_bus_message_unref(reply) }
        switch member {
        case "ListSessions":
            sd_bus_message_open_container(reply, code("a"), "(susso)")
            for session in present.sessions {
                var uid = session.uid
                sd_bus_message_open_container(reply, code("r"), "susso")
                sd_bus_message_append_basic(reply, code("s"), session.id)
                sd_bus_message_append_basic(reply, code("u"), &uid)
                sd_bus_message_append_basic(reply, code("s"), "user")
                sd_bus_message_append_basic(reply, code("s"), session.seat)
                sd_bus_message_append_basic(reply, code("o"), session.path)
                sd_bus_message_close_container(reply)
            }
            sd_bus_message_close_container(reply)
        case "GetAll":
            guard let session = present.sessions.first(where: { $0.path == path }) else { return 0 }
            sd_bus_message_open_container(reply, code("a"), "{sv}")
            append("Class", session.sessionClass, to: reply)
            append("State", session.state, to: reply)
            append("Remote", session.isRemote, to: reply)
            append("Active", session.isActive, to: reply)
            append("LockedHint", session.isLocked, to: reply)
            append("IdleHint", session.isIdle, to: reply)
            sd_bus_message_close_container(reply)
        case "Inhibit":
            var ends: [Int32] = [0, 0]
            guard pipe(&ends) == 0 else { return 0 }
            sd_bus_message_append_basic(reply, code("h"), &ends[1])
            close(ends[1])
            delays.withLock { [end = ends[0]] in $0.append(end) }
        case "GetActive":
            if let wanted = present.lockerPath, wanted != path { return 0 }
            guard let isActive = present.lockers[interface] else { return 0 }
            var value: Int32 = isActive ? 1 : 0
            sd_bus_message_append_basic(reply, code("b"), &value)
        default: return 0
        }
        return sd_bus_send(nil, reply, nil) < 0 ? -1 : 1
    }

    private func emit(_ signal: Signal, on bus: OpaquePointer) {
        var message: OpaquePointer?
        var value: Int32 = 0
        switch signal {
        case .properties(let path):
            sd_bus_message_new_signal(bus, &message, path, "org.freedesktop.DBus.Properties", "PropertiesChanged")
            sd_bus_message_append_basic(message, code("s"), "org.freedesktop.login1.Session")
            sd_bus_message_open_container(message, code("a"), "{sv}")
            sd_bus_message_close_container(message)
            sd_bus_message_open_container(message, code("a"), "s")
            sd_bus_message_close_container(message)
        case .locker(let name, let isActive):
            let path = "/" + name.replacing(".", with: "/")
            sd_bus_message_new_signal(bus, &message, path, name, "ActiveChanged")
            value = isActive ? 1 : 0
            sd_bus_message_append_basic(message, code("b"), &value)
        case .request(let path, let member):
            sd_bus_message_new_signal(bus, &message, path, "org.freedesktop.login1.Session", member)
        case .sleep(let begins):
            sd_bus_message_new_signal(
                bus, &message, "/org/freedesktop/login1", "org.freedesktop.login1.Manager", "PrepareForSleep")
            value = begins ? 1 : 0
            sd_bus_message_append_basic(message, code("b"), &value)
        }
        defer { sd_bus_message_unref(message) }
        sd_bus_send(bus, message, nil)
    }

    private func append(_ name: String, _ text: String, to reply: OpaquePointer?) {
        entry(name, "s", in: reply) { sd_bus_message_append_basic(reply, code("s"), text) }
    }

    private func append(_ name: String, _ flag: Bool, to reply: OpaquePointer?) {
        var value: Int32 = flag ? 1 : 0
        entry(name, "b", in: reply) { sd_bus_message_append_basic(reply, code("b"), &value) }
    }

    private func entry(_ name: String, _ type: String, in reply: OpaquePointer?, _ body: () -> Int32) {
        sd_bus_message_open_container(reply, code("e"), "sv")
        sd_bus_message_append_basic(reply, code("s"), name)
        sd_bus_message_open_container(reply, code("v"), type)
        _ = body()
        sd_bus_message_close_container(reply)
        sd_bus_message_close_container(reply)
    }

    private func code(_ type: String) -> CChar { CChar(bitPattern: type.utf8.first ?? 0) }
}
