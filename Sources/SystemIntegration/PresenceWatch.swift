import FoundationEssentials
import Glibc
import MessageBus
package import Platform
import Synchronization

/// Follows logind, the screen lockers and the media players on a thread of its own: calls on a bus block.
///
/// A bus that is not there is a state like any other; it is looked for again now and then.
package final class PresenceWatch: Sendable {
    let uid: UInt32
    let surroundings: Surroundings
    let calls: OpenCalls
    let changed: @Sendable (PresenceHints) -> Void
    let prepared: @Sendable () -> Void
    let note: @Sendable (String) -> Void
    /// Nil where no descriptor was left: commands are then noticed with the next signal of a bus.
    let waker: Waker?
    private let control = Mutex(Control())

    private struct Control {
        var isStopped = false
        var hadActivity = false
        var isRunning = false
        var ignoredPlayers: [String] = []
    }

    /// Where the watch looks; tests give their own.
    struct Surroundings: Sendable {
        var systemBus: @Sendable () throws(BusError) -> Bus = { () throws(BusError) in try Bus.system() }
        var sessionBus: @Sendable () throws(BusError) -> Bus = { () throws(BusError) in try Bus.user() }
        /// A user's sessions where the bus tells nothing; nil where no login manager runs.
        var sessionFiles: @Sendable (UInt32) -> [LoginSession]? = { LoginSession.fromFiles(of: $0) }
    }

    /// - Parameters:
    ///   - uid: whose session counts.
    ///   - calls: has the calls that are under way, so that a bus that hangs can be named.
    ///   - changed: called on the watch's thread with every change, and once at the start.
    ///   - prepared: called on the watch's thread before the machine sleeps, after `changed`; returns when devices are
    ///     closed. The machine waits for it a few seconds at most.
    ///   - note: told what helps to find a fault.
    package convenience init(
        uid: UInt32 = getuid(), calls: OpenCalls = OpenCalls(),
        changed: @escaping @Sendable (PresenceHints) -> Void,
        prepared: @escaping @Sendable () -> Void, note: @escaping @Sendable (String) -> Void
    ) {
        self.init(
            uid: uid, surroundings: Surroundings(), calls: calls, changed: changed, prepared: prepared, note: note)
    }

    init(
        uid: UInt32, surroundings: Surroundings, calls: OpenCalls = OpenCalls(),
        changed: @escaping @Sendable (PresenceHints) -> Void,
        prepared: @escaping @Sendable () -> Void, note: @escaping @Sendable (String) -> Void
    ) {
        self.uid = uid
        self.surroundings = surroundings
        self.calls = calls
        self.changed = changed
        self.prepared = prepared
        self.note = note
        waker = try? Waker()
    }

    /// Starts the thread; it ends after `stop`.
    package func start() {
        let isFirst = control.withLock { control in
            defer { control.isRunning = true }
            return !control.isRunning
        }
        guard isFirst else { return }
        SystemThread.detached(named: "presence", stackSize: 1 << 19) { [self] in PresenceThread(watch: self).run() }
    }

    /// Ends the thread soon.
    package func stop() {
        control.withLock { $0.isStopped = true }
        waker?.wake()
    }

    /// The person gave a command: a lock that only a request speaks of is over.
    package func noticedActivity() {
        control.withLock { $0.hadActivity = true }
        waker?.wake()
    }

    /// Players that these words mean do not count as media that plays.
    package func ignore(players words: [String]) {
        control.withLock { $0.ignoredPlayers = words }
        waker?.wake()
    }

    /// For the thread: the words for players that do not count.
    var ignoredPlayers: [String] { control.withLock { $0.ignoredPlayers } }

    /// What can be said where no bus has said anything: whose the screen is, from the login manager's files.
    package var hintsWithoutABus: PresenceHints {
        let tracker = SessionTracker(uid: uid)
        if let sessions = surroundings.sessionFiles(uid) { tracker.take(sessions) } else { tracker.takeNothing() }
        var hints = PresenceHints()
        hints.session = tracker.view.presence
        return hints
    }

    /// Asks once, as the watch does again and again, and says what keeps it from knowing; nil where nothing does.
    package static func presentTrouble(uid: UInt32 = getuid()) -> PresenceTrouble? {
        do throws(BusError) {
            let bus = try Bus.system()
            do throws(BusError) {
                try LoginManager(bus: bus, uid: uid, tracker: SessionTracker(uid: uid)).refresh()
                return nil
            } catch {
                return error.isSilence ? .silentLoginManager : .noLoginManager
            }
        } catch {
            return .noSystemBus(error.cause)
        }
    }

    /// For the thread: whether it is to end.
    var isStopped: Bool { control.withLock { $0.isStopped } }

    /// For the thread: whether there was a command since it last asked.
    func takeActivity() -> Bool {
        control.withLock { control in
            defer { control.hadActivity = false }
            return control.hadActivity
        }
    }
}
