import CSystemd
import Glibc
import MessageBus

/// logind's view of the sessions and of sleep. Used by one thread.
final class LoginManager {
    /// Set by signals; the owner reads and clears them.
    private(set) var isDirty = true
    private(set) var isGoingToSleep = false

    private let bus: Bus
    private let uid: UInt32
    private let tracker: SessionTracker
    /// While open, the machine waits (a few seconds at most) for us before it sleeps.
    private var delay: Int32 = -1

    private static let peer = "org.freedesktop.login1"
    private static let manager = "org.freedesktop.login1.Manager"
    private static let sessionInterface = "org.freedesktop.login1.Session"
    private static let managerPath = "/org/freedesktop/login1"
    private static let properties = "org.freedesktop.DBus.Properties"

    /// - Parameter tracker: is told what the sessions are.
    init(bus: Bus, uid: UInt32, tracker: SessionTracker) throws(BusError) {
        self.bus = bus
        self.uid = uid
        self.tracker = tracker
        try bus.listen(Self.rule(Self.manager, "PrepareForSleep")) { [unowned self] signal in
            isGoingToSleep = signal.flag ?? false
        }
        for member in ["SessionNew", "SessionRemoved"] {
            try bus.listen(Self.rule(Self.manager, member)) { [unowned self] _ in isDirty = true }
        }
        for member in ["Lock", "Unlock"] {
            try bus.listen(Self.rule(Self.sessionInterface, member)) { [tracker] signal in
                tracker.request(lock: signal.member == "Lock", of: signal.path)
            }
        }
        try bus.listen(
            "type='signal',sender='\(Self.peer)',interface='\(Self.properties)',member='PropertiesChanged',"
                + "path_namespace='\(Self.managerPath)'"
        ) { [unowned self] _ in isDirty = true }
        try bus.listen(
            "type='signal',sender='org.freedesktop.DBus',interface='org.freedesktop.DBus',"
                + "member='NameOwnerChanged',arg0='\(Self.peer)'"
        ) { [unowned self] _ in isDirty = true }
        inhibitSleep()
    }

    deinit { releaseDelay() }

    /// Reads the sessions anew: those of this user, and for the machine's own those at its seat.
    ///
    /// - Throws: why the login manager gave no answer; nothing is then taken to be different.
    func refresh() throws(BusError) {
        isDirty = false
        let listed = try bus.ask("ListSessions", of: Self.manager, at: Self.managerPath, on: Self.peer) {
            MessageReader($0).sessions()
        }
        var sessions: [LoginSession] = []
        for session in listed
        where session.uid == uid || SessionView.isMachine(uid) && session.seat == SessionView.seat {
            if let session = try described(session) { sessions.append(session) }
        }
        tracker.take(sessions)
        if delay < 0, !isGoingToSleep { inhibitSleep() }
    }

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

    /// A listed session with its properties; nil if it is over by now.
    private func described(_ session: LoginSession) throws(BusError) -> LoginSession? {
        let told: [String: BusValue]
        do {
            told = try bus.ask(
                "GetAll", of: Self.properties, at: session.path, on: Self.peer, [.text(Self.sessionInterface)]
            ) {
                MessageReader($0).properties()
            }
        } catch {
            if error.isSilence { throw error }
            return nil
        }
        var session = session
        if case .text(let text) = told["Class"] { session.sessionClass = text }
        session.isRemote = told["Remote"] == .flag(true)
        session.isActive = told["Active"] == .flag(true)
        session.isClosing = told["State"] == .text("closing")
        session.isIdle = told["IdleHint"] == .flag(true)
        session.isLocked = told["LockedHint"] == .flag(true)
        return session
    }

    private static func rule(_ interface: String, _ member: String) -> String {
        "type='signal',sender='\(peer)',interface='\(interface)',member='\(member)'"
    }
}
