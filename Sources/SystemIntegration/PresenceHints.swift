/// Whose the machine's screen is, as a user's daemon has to know before it opens the camera.
package enum SessionPresence: Sendable, Equatable {
    /// This user's own session is in front, or the daemon belongs to the machine and needs none.
    case here
    /// This user is signed in at the machine, but another session is in front: another person's, or the login screen.
    case switchedAway
    /// This user is signed in from elsewhere only, or without a seat.
    case remote
    /// This user has no session; only services of theirs run.
    case signedOut
    /// There is a login manager, and it has not answered yet.
    case unanswered
    /// Nothing on this machine tells.
    case unknown

    /// Whether the camera must stay closed.
    package var forbidsWatching: Bool {
        switch self {
        case .here, .unknown: false
        case .switchedAway, .remote, .signedOut, .unanswered: true
        }
    }
}

/// Why a locked screen, sleep or another person's turn may go unnoticed.
package enum PresenceTrouble: Sendable, Equatable {
    /// There is no system bus to ask on; the cause in words.
    case noSystemBus(String)
    /// There is a bus and no login manager on it.
    case noLoginManager
    /// The login manager is there and does not answer.
    case silentLoginManager

    /// What goes wrong because of it, for people.
    package var sentence: String {
        switch self {
        case .noSystemBus(let cause):
            "there is no system bus (\(cause)), so a locked screen and sleep go unnoticed and do not close the camera"
        case .noLoginManager:
            "this machine has no login manager, so a locked screen, sleep and another person's turn go unnoticed and do "
                + "not close the camera"
        case .silentLoginManager:
            "the login manager does not answer, so a locked screen, sleep and another person's turn may go unnoticed"
        }
    }

    /// What a person can do about it.
    package var remedy: String {
        switch self {
        case .noSystemBus:
            "start it: sudo systemctl start dbus; without systemd install dbus. Until then pause when you leave"
        case .noLoginManager: "sudo apt install libpam-systemd, and sign in again; until then pause when you leave"
        case .silentLoginManager: "sudo systemctl restart systemd-logind; until then pause when you leave"
        }
    }
}

/// What the desktop says about the person at it, as far as it says anything.
package struct PresenceHints: Sendable, Equatable {
    /// Whose the screen is.
    package var session = SessionPresence.unknown
    /// What keeps the rest from being known; nil where nothing does.
    package var trouble: PresenceTrouble?
    /// The session is locked: the person must not be watched.
    package var screenLocked = false
    /// The machine is about to sleep: devices should be closed.
    package var aboutToSleep = false
    /// The session says that it has had no input for a while.
    package var sessionIdle = false
    /// Whether any media player plays that counts; nil where there is no bus to ask.
    package var mediaPlaying: Bool?
    /// A player that plays and does not count; nil where there is none, or another plays that does.
    package var ignoredPlayer: String?

    /// Nothing is known.
    package init() {}
}

/// Whether the session is locked, from two sources that do not always agree: the `Lock` and `Unlock` requests, and the
/// hint that a good screen locker keeps.
///
/// A locker that keeps no hint says nothing when the person is back, so a lock known only from the request also ends
/// when the session is used again.
struct LockState: Equatable {
    private var requested = false
    private var hint = false
    private var wasIdle = false

    var isLocked: Bool { requested || hint }

    /// The session manager asked lockers to lock or unlock.
    mutating func request(lock: Bool) {
        requested = lock
        if !lock { hint = false }
    }

    /// The session's properties, read again.
    mutating func read(lockedHint: Bool, idleHint: Bool) {
        if hint && !lockedHint { requested = false }
        if wasIdle && !idleHint && !lockedHint { requested = false }
        hint = lockedHint
        wasIdle = idleHint
    }

    /// The person did something that is impossible at a locked screen.
    mutating func noticedActivity() {
        if !hint { requested = false }
    }
}
