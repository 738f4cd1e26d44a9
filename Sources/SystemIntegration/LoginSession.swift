import CSystemd
import Glibc

/// One session, as the login manager describes it.
struct LoginSession: Equatable, Sendable {
    /// Its name, e.g. "3": the same on the bus and in the login manager's files.
    var id: String
    /// Its object on the bus; empty where it was read from files.
    var path = ""
    /// Whose it is.
    var uid: UInt32
    /// The seat it is at; empty for one over the network or in the background.
    var seat = ""
    /// "user" for a person's own; "greeter", "lock-screen", "background", "manager" and others are nobody's work.
    var sessionClass = "user"
    /// It came over the network.
    var isRemote = false
    /// It is in front at its seat. One without a seat always says so.
    var isActive = false
    /// Its person has signed out, and something of it still runs.
    var isClosing = false
    /// It has had no input for a while.
    var isIdle = false
    /// Whether its screen is locked; nil where that is not told.
    var isLocked: Bool?

    /// A person sits at the machine with it, whether or not it is in front.
    var isAtTheMachine: Bool { isPersons && !isRemote && !seat.isEmpty }

    /// A person's own, and not over.
    var isPersons: Bool { sessionClass.hasPrefix("user") && !isClosing }

    /// The user's sessions as the login manager's files under `/run` have them, which need no bus; nil where no login
    /// manager runs.
    static func fromFiles(of uid: UInt32) -> [LoginSession]? {
        // Every login manager has a seat; the folders alone come with a package.
        guard sd_get_seats(nil) > 0 else { return nil }
        var ids: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
        guard sd_uid_get_sessions(uid, 0, &ids) >= 0 else { return nil }
        guard let ids else { return [] }
        defer { free(ids) }
        var sessions: [LoginSession] = []
        var index = 0
        while let id = ids[index] {
            var session = LoginSession(id: String(cString: id), uid: uid)
            session.seat = text { sd_session_get_seat(id, $0) } ?? ""
            session.sessionClass = text { sd_session_get_class(id, $0) } ?? ""
            session.isRemote = sd_session_is_remote(id) > 0
            session.isActive = sd_session_is_active(id) > 0
            session.isClosing = text { sd_session_get_state(id, $0) } == "closing"
            sessions.append(session)
            free(id)
            index += 1
        }
        return sessions
    }

    private static func text(_ ask: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Int32) -> String? {
        var answer: UnsafeMutablePointer<CChar>?
        guard ask(&answer) >= 0, let answer else { return nil }
        defer { free(answer) }
        return String(cString: answer)
    }
}

/// What a machine's sessions mean for one user's daemon: whether the camera is that user's now, and whose lock counts.
struct SessionView: Equatable, Sendable {
    private(set) var presence: SessionPresence
    /// The session whose lock and idleness count.
    private(set) var session: LoginSession?

    /// Before anything was asked.
    init() { presence = .unanswered }

    /// Where nothing tells.
    init(unknownTo uid: UInt32) { presence = Self.isMachine(uid) ? .here : .unknown }

    /// - Parameter uid: the user the daemon runs as. For a person only sessions of their own count; what runs as a user of
    ///   the machine (the kiosk's unit) belongs to nobody, and follows the session in front at the seat, if there is one.
    init(_ sessions: [LoginSession], of uid: UInt32) {
        let own = sessions.filter { $0.uid == uid && $0.isPersons }
        let local = own.filter(\.isAtTheMachine)
        session = local.first(where: \.isActive)
        if Self.isMachine(uid) {
            session = session ?? sessions.first { $0.seat == Self.seat && $0.isActive }
            presence = .here
        } else if session != nil {
            presence = .here
        } else {
            presence = !local.isEmpty ? .switchedAway : own.isEmpty ? .signedOut : .remote
        }
    }

    /// Debian, systemd and most others give people numbers from 1000 on, and system users those below.
    static func isMachine(_ uid: UInt32) -> Bool { uid < 1000 }

    /// The seat that every machine has.
    static let seat = "seat0"
}

/// Follows the sessions and their locks over lost connections: what is not told leaves all as it was.
final class SessionTracker {
    private(set) var view = SessionView()
    /// By the sessions' names.
    private var locks: [String: LockState] = [:]
    private var paths: [String: String] = [:]
    private let uid: UInt32

    init(uid: UInt32) { self.uid = uid }

    /// Whether the session that counts is locked.
    var isLocked: Bool { view.session.flatMap { locks[$0.id]?.isLocked } ?? false }
    /// Whether it has had no input for a while.
    var isIdle: Bool { view.session?.isIdle ?? false }

    /// Takes over what the sessions are now.
    func take(_ sessions: [LoginSession]) {
        view = SessionView(sessions, of: uid)
        var kept: [String: LockState] = [:]
        for session in sessions {
            var lock = locks[session.id] ?? LockState()
            if let isLocked = session.isLocked { lock.read(lockedHint: isLocked, idleHint: session.isIdle) }
            kept[session.id] = lock
        }
        locks = kept
        for session in sessions where !session.path.isEmpty { paths[session.path] = session.id }
        paths = paths.filter { kept[$0.value] != nil }
    }

    /// Nothing tells of sessions; what was known before stays.
    func takeNothing() {
        if view.presence == .unanswered { view = SessionView(unknownTo: uid) }
    }

    /// The screen locker of the session at `path` was asked to lock or unlock.
    func request(lock: Bool, of path: String) {
        if let id = paths[path] { locks[id]?.request(lock: lock) }
    }

    /// The person did something that is impossible at a locked screen.
    func noticedActivity() {
        if let id = view.session?.id { locks[id]?.noticedActivity() }
    }
}
