import CSystemd
import Foundation
package import Platform
import Synchronization

/// Follows logind and the media players on a thread of its own: calls on a bus block.
///
/// A bus that is not there is a state like any other; it is looked for again now and then.
package final class PresenceWatch: Sendable {
    private let uid: UInt32
    private let changed: @Sendable (PresenceHints) -> Void
    private let prepared: @Sendable () -> Void
    private let note: @Sendable (String) -> Void
    private let calls: OpenCalls
    private let control = Mutex(Control())
    /// Nil where no descriptor was left: commands are then noticed with the next signal of a bus.
    private let waker: Waker?

    private struct Control {
        var isStopped = false
        var hadActivity = false
        var isRunning = false
    }

    /// An absent bus is looked for again this often, in milliseconds.
    private static let retryInterval: Int32 = 30_000
    private static let breath: Int32 = 100
    private static let bus = Peer(.bus, "the message bus (D-Bus)")

    /// - Parameters:
    ///   - uid: whose session counts.
    ///   - calls: has the calls that are under way, so that a bus that hangs can be named.
    ///   - changed: called on the watch's thread with every change, and once at the start.
    ///   - prepared: called on the watch's thread before the machine sleeps, after `changed`; returns when devices are
    ///     closed. The machine waits for it a few seconds at most.
    ///   - note: told what helps to find a fault.
    package init(
        uid: UInt32 = getuid(), calls: OpenCalls = OpenCalls(),
        changed: @escaping @Sendable (PresenceHints) -> Void,
        prepared: @escaping @Sendable () -> Void, note: @escaping @Sendable (String) -> Void
    ) {
        self.uid = uid
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
        let thread = Thread { [self] in PresenceThread(watch: self).run() }
        thread.name = "presence"
        thread.stackSize = 1 << 19
        thread.start()
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

    /// The watching thread's own state.
    private final class PresenceThread {
        private let watch: PresenceWatch
        private var login: (bus: Bus, manager: LoginManager)?
        private var media: (bus: Bus, players: MediaPlayers)?
        private var hints = PresenceHints()
        /// What a bus that was lost said last: losing it unlocks no screen.
        private var wasLocked = false
        private var hasReported = false
        private var notes: Set<String> = []

        init(watch: PresenceWatch) { self.watch = watch }

        func run() {
            while !watch.control.withLock({ $0.isStopped }) {
                watch.calls.during(PresenceWatch.bus) {
                    connect()
                    settle()
                }
                wait()
            }
        }

        private func connect() {
            if login == nil {
                do throws(BusError) {
                    let bus = try Bus.system()
                    login = (bus, try LoginManager(bus: bus, uid: watch.uid))
                    wasLocked = false
                } catch {
                    once("screen lock and sleep go unnoticed: \(error)")
                }
            }
            if media == nil {
                do throws(BusError) {
                    let bus = try Bus.user()
                    media = (bus, try MediaPlayers(bus: bus))
                } catch {
                    once("media players go unnoticed: \(error)")
                }
            }
        }

        /// Reads what has arrived, asks what it changed, and reports what is different.
        private func settle() {
            do throws(BusError) {
                if let login {
                    try login.bus.process()
                    if login.manager.isDirty { login.manager.refresh() }
                    // Asking may have brought more signals in.
                    try login.bus.process()
                }
            } catch {
                once("\(error)")
                wasLocked = login?.manager.lock.isLocked ?? false
                login = nil
            }
            do throws(BusError) {
                if let media {
                    try media.bus.process()
                    if media.players.isDirty { media.players.refresh() }
                    try media.bus.process()
                }
            } catch {
                once("\(error)")
                media = nil
            }
            let hadActivity = watch.control.withLock { control in
                defer { control.hadActivity = false }
                return control.hadActivity
            }
            if hadActivity {
                wasLocked = false
                login?.manager.noticedActivity()
            }
            report()
        }

        private func report() {
            var now = PresenceHints()
            if let manager = login?.manager {
                now.screenLocked = manager.lock.isLocked
                now.aboutToSleep = manager.isGoingToSleep
                now.sessionIdle = manager.isIdle
            } else {
                now.screenLocked = wasLocked
            }
            now.mediaPlaying = media?.players.isAnyPlaying
            guard now != hints || !hasReported else { return }
            let before = hints
            hints = now
            hasReported = true
            watch.changed(now)
            if now.aboutToSleep, !before.aboutToSleep {
                watch.prepared()
                login?.manager.releaseDelay()
            } else if before.aboutToSleep, !now.aboutToSleep {
                login?.manager.inhibitSleep()
            }
        }

        private func wait() {
            var entries = [pollfd(fd: watch.waker?.descriptor ?? -1, events: Int16(POLLIN), revents: 0)]
            let buses = [login?.bus, media?.bus].compactMap(\.self)
            var timeout = buses.count == 2 ? Int32(-1) : PresenceWatch.retryInterval
            for bus in buses {
                entries.append(pollfd(fd: bus.descriptor, events: bus.events, revents: 0))
                if let earlier = bus.timeout { timeout = timeout < 0 ? earlier : min(timeout, earlier) }
            }
            // A player that never stops talking is listened to a few times a second.
            if login?.manager.isDirty == true || media?.players.isDirty == true { timeout = PresenceWatch.breath }
            poll(&entries, nfds_t(entries.count), timeout)
            watch.waker?.clear()
        }

        /// Says a thing once, not at every try.
        private func once(_ text: String) {
            if notes.insert(text).inserted { watch.note(text) }
        }
    }
}
