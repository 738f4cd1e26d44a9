import Glibc
import MessageBus
import Platform

/// The watching thread's own state.
final class PresenceThread {
    private let watch: PresenceWatch
    private let tracker: SessionTracker
    private var login: (bus: Bus, manager: LoginManager)?
    private var desktop: (bus: Bus, players: MediaPlayers, lockers: ScreenLockers)?
    private var hints = PresenceHints()
    /// As the players were asked with last.
    private var ignoredPlayers: [String] = []
    /// What the lockers of a session bus that was lost said last: losing it unlocks no screen.
    private var wasScreenTaken = false
    private var trouble: PresenceTrouble?
    /// How often in a row the login manager did not answer.
    private var silences = 0
    private var hasFiles = false
    private var nextLogin = 0.0
    private var nextDesktop = 0.0
    private var hasReported = false
    private var notes: Set<String> = []

    /// What is not there is looked for again this often, in milliseconds.
    private static let retryInterval: Int32 = 30_000
    /// Files, and a login manager that did not answer, are asked again this often: sessions change hands.
    private static let askingInterval: Int32 = 2_000
    private static let bus = Peer(.bus, "the message bus (D-Bus)")
    /// A bus that was silent is tried again after so many seconds: trying takes a while.
    private static let silentInterval = 120.0
    private static let breath: Int32 = 100
    /// One slow answer on a busy machine is no trouble.
    private static let toleratedSilences = 3

    init(watch: PresenceWatch) {
        self.watch = watch
        tracker = SessionTracker(uid: watch.uid)
    }

    func run() {
        while !watch.isStopped {
            watch.calls.during(Self.bus) {
                connect()
                settle()
            }
            wait()
        }
    }

    /// One that takes us in and is then silent holds us up for seconds, so no signal of the other has it tried again.
    private func connect() {
        let now = monotonicSeconds()
        if login == nil, now >= nextLogin {
            nextLogin = now + Double(Self.retryInterval) / 1000
            do throws(BusError) {
                let bus = try watch.surroundings.systemBus()
                login = (bus, try LoginManager(bus: bus, uid: watch.uid, tracker: tracker))
            } catch {
                trouble = .noSystemBus(error.cause)
                if error.code == -ETIMEDOUT { nextLogin = now + Self.silentInterval }
            }
        }
        if desktop == nil, now >= nextDesktop {
            nextDesktop = now + Double(Self.retryInterval) / 1000
            do throws(BusError) {
                let bus = try watch.surroundings.sessionBus()
                desktop = (bus, try MediaPlayers(bus: bus), try ScreenLockers(bus: bus))
            } catch {
                once("media players and the desktop's screen lockers go unnoticed: \(error)")
                if error.code == -ETIMEDOUT { nextDesktop = now + Self.silentInterval }
            }
        }
    }

    /// Reads what has arrived, asks what it changed, and reports what is different.
    private func settle() {
        settleLogin()
        do throws(BusError) {
            if let desktop {
                try desktop.bus.process()
                let ignored = watch.ignoredPlayers
                if desktop.players.isDirty || ignored != ignoredPlayers { desktop.players.refresh(ignoring: ignored) }
                ignoredPlayers = ignored
                if desktop.lockers.isDirty { desktop.lockers.refresh() }
                try desktop.bus.process()
                wasScreenTaken = desktop.lockers.isActive
            }
        } catch {
            once("\(error)")
            desktop = nil
        }
        if watch.takeActivity() {
            tracker.noticedActivity()
            desktop?.lockers.noticedActivity()
            wasScreenTaken = desktop?.lockers.isActive ?? false
        }
        report()
    }

    private func settleLogin() {
        if let login {
            do throws(BusError) {
                try login.bus.process()
                if login.manager.isDirty || trouble != nil || silences > 0 { refresh(login.manager) }
                // Asking may have brought more signals in.
                try login.bus.process()
            } catch {
                once("\(error)")
                self.login = nil
                silences = 0
                trouble = .noSystemBus(error.cause)
            }
        }
        guard login == nil || trouble != nil || silences > 0 else {
            hasFiles = false
            return
        }
        let sessions = watch.surroundings.sessionFiles(watch.uid)
        hasFiles = sessions != nil
        // A login manager that is silent is one: without its files there is no telling, and the camera waits.
        if let sessions { tracker.take(sessions) } else if silences == 0 { tracker.takeNothing() }
    }

    private func refresh(_ manager: LoginManager) {
        do throws(BusError) {
            try manager.refresh()
            trouble = nil
            silences = 0
        } catch {
            silences = error.isSilence ? silences + 1 : 0
            if silences == 0 { trouble = .noLoginManager }
            if silences >= Self.toleratedSilences { trouble = .silentLoginManager }
        }
    }

    private func report() {
        var now = PresenceHints()
        now.session = tracker.view.presence
        now.trouble = trouble
        now.screenLocked = tracker.isLocked || wasScreenTaken
        now.aboutToSleep = login?.manager.isGoingToSleep ?? false
        now.sessionIdle = tracker.isIdle
        now.mediaPlaying = desktop?.players.isAnyPlaying
        now.ignoredPlayer = desktop?.players.ignoredOne
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
        let buses = [login?.bus, desktop?.bus].compactMap(\.self)
        var timeout = buses.count == 2 && trouble == nil ? Int32(-1) : Self.retryInterval
        if hasFiles || silences > 0 { timeout = Self.askingInterval }
        for bus in buses {
            entries.append(pollfd(fd: bus.descriptor, events: bus.events, revents: 0))
            if let earlier = bus.timeout { timeout = timeout < 0 ? earlier : min(timeout, earlier) }
        }
        // A peer that never stops talking is listened to a few times a second.
        if login?.manager.isDirty == true || desktop?.players.isDirty == true || desktop?.lockers.isDirty == true {
            timeout = Self.breath
        }
        poll(&entries, nfds_t(entries.count), timeout)
        watch.waker?.clear()
    }

    /// Says a thing once, not at every try.
    private func once(_ text: String) {
        if notes.insert(text).inserted { watch.note(text) }
    }
}
