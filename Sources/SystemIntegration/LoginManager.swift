import CSystemd
import Glibc

/// logind's view of the session: locked, idle, about to sleep. Used by one thread.
final class LoginManager {
    /// Set by signals; the owner reads and clears them.
    private(set) var isDirty = true
    private(set) var isGoingToSleep = false
    private(set) var lock = LockState()
    private(set) var isIdle = false

    private let bus: Bus
    private let uid: UInt32
    private var session: String?
    /// While open, the machine waits (a few seconds at most) for us before it sleeps.
    private var delay: Int32 = -1

    private static let peer = "org.freedesktop.login1"
    private static let manager = "org.freedesktop.login1.Manager"
    private static let sessionInterface = "org.freedesktop.login1.Session"
    private static let managerPath = "/org/freedesktop/login1"

    init(bus: Bus, uid: UInt32) throws(BusError) {
        self.bus = bus
        self.uid = uid
        try bus.listen(Self.rule(Self.manager, "PrepareForSleep")) { [unowned self] signal in
            isGoingToSleep = signal.flag ?? false
        }
        for member in ["SessionNew", "SessionRemoved"] {
            try bus.listen(Self.rule(Self.manager, member)) { [unowned self] _ in isDirty = true }
        }
        for member in ["Lock", "Unlock"] {
            try bus.listen(Self.rule(Self.sessionInterface, member)) { [unowned self] signal in
                guard signal.path == session else { return }
                lock.request(lock: signal.member == "Lock")
            }
        }
        try bus.listen(
            "type='signal',sender='\(Self.peer)',interface='org.freedesktop.DBus.Properties',"
                + "member='PropertiesChanged',path_namespace='\(Self.managerPath)'"
        ) { [unowned self] _ in isDirty = true }
        inhibitSleep()
    }

    deinit { releaseDelay() }

    /// Reads the session's properties anew.
    func refresh() {
        isDirty = false
        session = findSession()
        guard let session else {
            lock = LockState()
            isIdle = false
            return
        }
        isIdle = bus.flag("IdleHint", of: Self.sessionInterface, at: session, from: Self.peer) ?? false
        lock.read(
            lockedHint: bus.flag("LockedHint", of: Self.sessionInterface, at: session, from: Self.peer) ?? false,
            idleHint: isIdle)
    }

    /// The person did something that is impossible at a locked screen.
    func noticedActivity() { lock.noticedActivity() }

    /// Asks to be waited for before the machine sleeps.
    func inhibitSleep() {
        guard delay < 0 else { return }
        delay =
            bus.call(
                "Inhibit", of: Self.manager, at: Self.managerPath, on: Self.peer,
                ["sleep", "EmoTunes", "closing the camera", "delay"]
            ) { reply in
                var descriptor: Int32 = -1
                // The message owns the descriptor it carries.
                guard sd_bus_message_read_basic(reply, CChar(bitPattern: UInt8(ascii: "h")), &descriptor) > 0 else {
                    return nil
                }
                return fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
            } ?? -1
    }

    /// Lets the machine sleep.
    func releaseDelay() {
        if delay >= 0 { close(delay) }
        delay = -1
    }

    /// The person's graphical session, else any of theirs; for a user who never signs in (a kiosk's service) the session
    /// of the person at the machine.
    private func findSession() -> String? {
        var name: UnsafeMutablePointer<CChar>?
        if sd_uid_get_display(uid, &name) < 0 {
            var all: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
            if sd_uid_get_sessions(uid, 0, &all) > 0, let all {
                name = all[0]
                var index = 1
                while let other = all[index] {
                    free(other)
                    index += 1
                }
                free(all)
            } else if sd_seat_get_active("seat0", &name, nil) < 0 {
                return nil
            }
        }
        guard let name else { return nil }
        defer { free(name) }
        return bus.call(
            "GetSession", of: Self.manager, at: Self.managerPath, on: Self.peer, [String(cString: name)]
        ) { reply in
            var path: UnsafePointer<CChar>?
            guard sd_bus_message_read_basic(reply, CChar(bitPattern: UInt8(ascii: "o")), &path) > 0 else { return nil }
            return path.map { String(cString: $0) }
        }
    }

    private static func rule(_ interface: String, _ member: String) -> String {
        "type='signal',sender='\(peer)',interface='\(interface)',member='\(member)'"
    }
}
