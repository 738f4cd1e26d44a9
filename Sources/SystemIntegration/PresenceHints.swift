/// What the desktop says about the person at it, as far as it says anything.
package struct PresenceHints: Sendable, Equatable {
    /// The session is locked: the person must not be watched.
    package var screenLocked = false
    /// The machine is about to sleep: devices should be closed.
    package var aboutToSleep = false
    /// The session says that it has had no input for a while.
    package var sessionIdle = false
    /// Whether any media player plays; nil where there is no bus to ask.
    package var mediaPlaying: Bool?

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
