import BusTestSupport
import Foundation
import MessageBus
import Synchronization
import TestSupport
import Testing

@testable import SystemIntegration

/// A real bus and a real conversation; only login manager and lockers are ours.
@Suite(.ownThread, .enabled(if: BusDaemon.isUsable, "dbus-daemon is not installed"), .serialized)
struct PresenceWatchTests {
    private typealias Session = FakeDesktop.Session

    /// What a watch says, one hint after the other.
    private final class Hints: Sendable {
        private let kept = Mutex<[PresenceHints]>([])
        private let news = DispatchSemaphore(value: 0)

        func take(_ hints: PresenceHints) {
            kept.withLock { $0.append(hints) }
            news.signal()
        }

        /// Waits until the newest is so.
        func are(_ holds: (PresenceHints) -> Bool) -> Bool {
            while true {
                if let newest = kept.withLock({ $0.last }), holds(newest) { return true }
                if news.wait(timeout: .now() + 30) == .timedOut { return false }
            }
        }
    }

    private struct World {
        let desktop: FakeDesktop
        let watch: PresenceWatch
        let hints: Hints

        func are(_ holds: (PresenceHints) -> Bool) -> Bool { hints.are(holds) }
        func isIn(_ presence: SessionPresence) -> Bool { hints.are { $0.session == presence } }
    }

    private func with(
        _ state: FakeDesktop.State, uid: UInt32 = 1001, files: [LoginSession]? = nil, hasSystemBus: Bool = true,
        _ body: (World) throws -> Void
    ) throws {
        let desktop = try FakeDesktop(state)
        defer { desktop.stop() }
        let address = desktop.daemon.address
        var surroundings = PresenceWatch.Surroundings()
        surroundings.systemBus = { () throws(BusError) in
            try Bus.at(hasSystemBus ? address : "unix:path=/nonexistent/bus")
        }
        surroundings.sessionBus = { () throws(BusError) in try Bus.at(address) }
        surroundings.sessionFiles = { _ in files }
        let hints = Hints()
        let watch = PresenceWatch(
            uid: uid, surroundings: surroundings, changed: { hints.take($0) }, prepared: {}, note: { _ in })
        watch.start()
        defer { watch.stop() }
        try body(World(desktop: desktop, watch: watch, hints: hints))
    }

    @Test func cameraGoesToTheSessionInFrontAndComesBack() throws {
        try with(.init(sessions: [Session(), Session(id: "2", uid: 1002, isActive: false)])) { world in
            #expect(world.isIn(.here))
            world.desktop.change {
                $0.sessions[0].isActive = false
                $0.sessions[1].isActive = true
            }
            #expect(world.isIn(.switchedAway))
            world.desktop.change {
                $0.sessions[0].isActive = true
                $0.sessions[1].isActive = false
            }
            #expect(world.isIn(.here))
        }
    }

    @Test func lingeringServiceWaitsForItsOwnUser() throws {
        try with(.init(sessions: [Session(id: "2", uid: 1002)])) { world in
            #expect(world.isIn(.signedOut))
            world.desktop.change { $0.sessions.append(Session(id: "3", seat: "", isRemote: true)) }
            #expect(world.isIn(.remote))
            world.desktop.change { $0.sessions = [Session(id: "4")] }
            #expect(world.isIn(.here))
            world.desktop.change { $0.sessions[0].state = "closing" }
            #expect(world.isIn(.signedOut))
        }
    }

    @Test func hintAndRequestLockOnlyTheirOwnSession() throws {
        let (own, other) = (Session(), Session(id: "2", uid: 1002, isActive: false, isLocked: true))
        try with(.init(sessions: [own, other])) { world in
            #expect(world.are { $0.session == .here && !$0.screenLocked })
            world.desktop.change { $0.sessions[0].isLocked = true }
            #expect(world.are(\.screenLocked))
            world.desktop.change { $0.sessions[0].isLocked = false }
            #expect(world.are { !$0.screenLocked })
            world.desktop.request(other, lock: true)
            world.desktop.request(own, lock: true)
            #expect(world.are(\.screenLocked))
            world.desktop.request(own, lock: false)
            #expect(world.are { !$0.screenLocked })
        }
    }

    @Test func kioskIsOpenWithNobodyAndFollowsTheSeatsLock() throws {
        try with(.init(), uid: 998) { world in
            #expect(world.are { $0.session == .here && !$0.screenLocked })
            world.desktop.change { $0.sessions = [Session(isLocked: true)] }
            #expect(world.are { $0.session == .here && $0.screenLocked })
            world.desktop.change { $0.sessions = [] }
            #expect(world.are { $0.session == .here && !$0.screenLocked })
        }
    }

    @Test(arguments: ScreenLockers.known.map(\.0))
    func lockerOnTheSessionBusLocks(name: String) throws {
        try with(.init(sessions: [Session()], lockers: [name: true])) { world in
            #expect(world.are { $0.session == .here && $0.screenLocked })
            world.desktop.change { $0.lockers[name] = false }
            #expect(world.are { !$0.screenLocked })
            world.desktop.change { $0.lockers[name] = true }
            #expect(world.are(\.screenLocked))
        }
    }

    @Test func lockerThatComesLaterAndAtAnotherPathIsAsked() throws {
        try with(.init(sessions: [Session()])) { world in
            #expect(world.are { $0.session == .here && !$0.screenLocked })
            world.desktop.change { $0.lockerPath = "/ScreenSaver" }
            world.desktop.change { $0.lockers["org.freedesktop.ScreenSaver"] = true }
            #expect(world.are(\.screenLocked))
        }
    }

    @Test func lockerThatCrashesUnlocksNothingUntilThePersonIsBack() throws {
        let gnome = "org.gnome.ScreenSaver"
        try with(.init(sessions: [Session()], lockers: [gnome: true])) { world in
            #expect(world.are(\.screenLocked))
            world.desktop.change {
                $0.lockers[gnome] = nil
                $0.sessions[0].isIdle = true
            }
            #expect(world.are { $0.sessionIdle && $0.screenLocked })
            world.watch.noticedActivity()
            #expect(world.are { !$0.screenLocked })
        }
    }

    @Test func withoutASystemBusTheTroubleIsToldAndTheFilesDecide() throws {
        try with(.init(), hasSystemBus: false) { world in
            #expect(world.are { $0.session == .unknown && !$0.session.forbidsWatching && $0.trouble != nil })
        }
        try with(.init(), files: [], hasSystemBus: false) { world in
            #expect(world.are { $0.session == .signedOut && $0.trouble == .noSystemBus("No such file or directory") })
        }
        let own = LoginSession(id: "1", uid: 1001, seat: "seat0", isActive: true)
        try with(.init(), files: [own], hasSystemBus: false) { world in #expect(world.isIn(.here)) }
    }

    @Test func withoutALoginManagerTheTroubleIsToldUntilOneComes() throws {
        var state = FakeDesktop.State(sessions: [Session(id: "2", uid: 1002)])
        state.hasLoginManager = false
        try with(state) { world in
            #expect(world.are { $0.session == .unknown && $0.trouble == .noLoginManager })
            world.desktop.change { $0.hasLoginManager = true }
            #expect(world.are { $0.session == .signedOut && $0.trouble == nil })
        }
    }

    @Test func busThatIsLostOpensNothing() throws {
        var locked = Session()
        locked.isLocked = true
        try with(.init(sessions: [locked])) { world in
            #expect(world.are { $0.session == .here && $0.screenLocked })
            world.desktop.daemon.stop()
            #expect(world.are { $0.trouble != nil && $0.session == .here && $0.screenLocked })
        }
        try with(.init(sessions: [Session(id: "2", uid: 1002)])) { world in
            #expect(world.isIn(.signedOut))
            world.desktop.daemon.stop()
            #expect(world.are { $0.trouble != nil && $0.session == .signedOut })
        }
    }

    @Test func sleepIsHeldUpUntilTheCameraIsClosed() throws {
        try with(.init(sessions: [Session()])) { world in
            #expect(world.isIn(.here))
            #expect(world.desktop.delayCount == 1)
            world.desktop.sleep(true)
            #expect(world.are(\.aboutToSleep))
            world.desktop.sleep(false)
            #expect(world.are { !$0.aboutToSleep })
        }
    }

    @Test(.takesLong) func loginManagerThatIsSilentIsTroubleAndOpensNothing() throws {
        var state = FakeDesktop.State(sessions: [Session()])
        state.isSilent = true
        try with(state) { world in
            #expect(world.are { $0.session == .unanswered && $0.trouble == .silentLoginManager })
            #expect(SessionPresence.unanswered.forbidsWatching)
            world.desktop.change { $0.isSilent = false }
            #expect(world.are { $0.session == .here && $0.trouble == nil })
            world.desktop.change { $0.isSilent = true }
            #expect(world.are { $0.session == .here && $0.trouble == .silentLoginManager })
        }
    }
}
