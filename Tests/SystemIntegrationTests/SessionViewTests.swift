import Testing

@testable import SystemIntegration

@Suite struct SessionViewTests {
    private func presence(_ sessions: [LoginSession], of uid: UInt32 = 1001) -> SessionPresence {
        SessionView(sessions, of: uid).presence
    }

    private let own = LoginSession(id: "1", uid: 1001, seat: "seat0", isActive: true)
    private let others = LoginSession(id: "2", uid: 1002, seat: "seat0", isActive: true)

    @Test func ownSessionInFrontIsHere() {
        #expect(presence([own]) == .here)
        #expect(SessionView([own], of: 1001).session == own)
    }

    @Test func lingeringServiceIsNotHereWhoeverWorks() {
        #expect(presence([]) == .signedOut)
        #expect(presence([others]) == .signedOut)
        #expect(SessionView([others], of: 1001).session == nil)
    }

    @Test func sessionOverTheNetworkIsNotHere() {
        let ssh = LoginSession(id: "3", uid: 1001, isRemote: true, isActive: true)
        #expect(presence([ssh]) == .remote)
        #expect(presence([ssh, others]) == .remote)
        #expect(presence([ssh, own]) == .here)
    }

    @Test func sessionWithoutASeatIsNotHere() {
        #expect(presence([LoginSession(id: "3", uid: 1001, isActive: true)]) == .remote)
    }

    @Test func sessionInTheBackgroundIsAwayWhoeverIsInFront() {
        var away = own
        away.isActive = false
        #expect(presence([away]) == .switchedAway)
        #expect(presence([away, others]) == .switchedAway)
        let greeter = LoginSession(id: "4", uid: 110, seat: "seat0", sessionClass: "greeter", isActive: true)
        #expect(presence([away, greeter]) == .switchedAway)
    }

    @Test(arguments: ["greeter", "lock-screen", "background", "manager", "none", ""])
    func whatIsNoPersonsSessionDoesNotCount(sessionClass: String) {
        var session = own
        session.sessionClass = sessionClass
        #expect(presence([session]) == .signedOut)
    }

    @Test func sessionThatIsOverDoesNotCount() {
        var over = own
        over.isClosing = true
        #expect(presence([over]) == .signedOut)
    }

    @Test func anotherSeatIsAsGood() {
        #expect(presence([LoginSession(id: "1", uid: 1001, seat: "seat-1", isActive: true), others]) == .here)
    }

    @Test func kioskIsHereWithAnybodyAndWithNobody() {
        #expect(presence([], of: 998) == .here)
        #expect(presence([others], of: 998) == .here)
        #expect(SessionView([others], of: 998).session == others)
        #expect(SessionView(unknownTo: 998).presence == .here)
        #expect(SessionView(unknownTo: 1000).presence == .unknown)
        #expect(SessionView([others], of: 1000).presence == .signedOut)
    }
}

@Suite struct SessionTrackerTests {
    private func session(_ id: String, active: Bool = true, locked: Bool? = false) -> LoginSession {
        LoginSession(id: id, path: "/\(id)", uid: 1001, seat: "seat0", isActive: active, isLocked: locked)
    }

    @Test func lockOfTheSessionInFrontCounts() {
        let tracker = SessionTracker(uid: 1001)
        tracker.take([session("1", locked: true), session("2", active: false)])
        #expect(tracker.isLocked)
        tracker.take([session("1", active: false, locked: true), session("2")])
        #expect(!tracker.isLocked)
    }

    @Test func requestIsKeptWhileTheSessionIsAway() {
        let tracker = SessionTracker(uid: 1001)
        tracker.take([session("1")])
        tracker.request(lock: true, of: "/1")
        tracker.request(lock: true, of: "/another")
        tracker.take([session("1", active: false)])
        #expect(!tracker.isLocked)
        tracker.take([session("1")])
        #expect(tracker.isLocked)
        tracker.noticedActivity()
        #expect(!tracker.isLocked)
    }

    @Test func filesThatSayNothingOfLocksUnlockNothing() {
        let tracker = SessionTracker(uid: 1001)
        tracker.take([session("1", locked: true)])
        tracker.take([session("1", locked: nil)])
        #expect(tracker.isLocked)
    }

    @Test func nothingToldLeavesWhatWasKnown() {
        let tracker = SessionTracker(uid: 1001)
        tracker.takeNothing()
        #expect(tracker.view.presence == .unknown)
        tracker.take([])
        tracker.takeNothing()
        #expect(tracker.view.presence == .signedOut)
    }
}
