import Configuration
import SystemIntegration
import Testing
import VideoCapture

@testable import EmotunesDaemon

@Suite struct CameraHoldTests {
    private var hints = PresenceHints()

    private func hold(
        isPaused: Bool = false, isCamera: Bool = true, playing: Bool = false, _ hints: PresenceHints? = PresenceHints()
    ) -> CameraHold? {
        CameraHold(isPaused: isPaused, isCamera: isCamera, when: playing ? .playing : .always, hints: hints)
    }

    @Test func nothingHoldsItWithoutAReason() {
        #expect(hold() == nil)
        var idle = PresenceHints()
        idle.sessionIdle = true
        #expect(hold(idle) == nil)
    }

    @Test func lockAndSleepCloseACameraAndNothingElse() {
        var locked = PresenceHints()
        locked.screenLocked = true
        #expect(hold(locked) == .locked)
        #expect(hold(isCamera: false, locked) == nil)
        var sleeping = locked
        sleeping.aboutToSleep = true
        #expect(hold(sleeping) == .sleeping)
        #expect(hold(sleeping)?.state == .released)
    }

    @Test(arguments: [
        (SessionPresence.here, nil), (.unknown, nil), (.switchedAway, CameraHold.switchedAway), (.remote, .remote),
        (.signedOut, .signedOut), (.unanswered, .asking),
    ])
    func cameraIsForTheOneAtTheScreenOnly(presence: SessionPresence, expected: CameraHold?) {
        var hints = PresenceHints()
        hints.session = presence
        #expect(hold(hints) == expected)
        #expect(hold(isCamera: false, hints) == nil)
        // Whose screen it is counts before whether it is locked: the lock is then another's.
        hints.screenLocked = true
        #expect(hold(hints) == expected ?? .locked)
    }

    @Test(
        arguments: [
            (nil, nil, .unknownPlayback), (nil, true, nil), (nil, false, .silent), (false, true, nil),
            (true, false, nil),
            (false, nil, .silent),
        ] as [(Bool?, Bool?, CameraHold?)])
    func playerThatIsOnNoBusCountsToo(desktop: Bool?, player: Bool?, expected: CameraHold?) throws {
        var hints = PresenceHints()
        hints.mediaPlaying = desktop
        let request = CaptureRequest(
            looksPerSecond: 2, address: try SourceAddress(parsing: "v4l2:/dev/video0"), when: .playing, hints: hints,
            playerPlays: player)
        #expect(request.hold == expected)
    }

    @Test func nothingIsOpenedBeforeTheDesktopHasSpoken() {
        #expect(hold(nil) == .asking)
        #expect(hold(isCamera: false, nil) == nil)
    }

    @Test func everyHoldSaysWhyAndThatTheCameraIsClosed() {
        for hold in [CameraHold.switchedAway, .remote, .signedOut] {
            #expect(hold.state == .released)
            #expect(hold.sentence.contains("the camera is closed until"))
        }
    }

    @Test func aPauseComesFirst() {
        var locked = PresenceHints()
        locked.screenLocked = true
        #expect(hold(isPaused: true, locked) == .paused)
        #expect(hold(isPaused: true, isCamera: false) == .paused)
    }

    @Test func playingOpensTheCameraOnlyWhileAPlayerPlays() {
        var hints = PresenceHints()
        #expect(hold(playing: true, nil) == .asking)
        #expect(hold(playing: true, hints) == .unknownPlayback)
        hints.mediaPlaying = false
        #expect(hold(playing: true, hints) == .silent)
        #expect(hold(playing: false, hints) == nil)
        hints.mediaPlaying = true
        #expect(hold(playing: true, hints) == nil)
    }
}

@Suite struct WatchControlTests {
    private func control() throws -> WatchControl {
        try WatchControl(address: try SourceAddress(parsing: "v4l2:auto"), looksPerSecond: 2)
    }

    @Test func unlockingWakingAndComingBackAreSignsOfLife() throws {
        let control = try control()
        var hints = PresenceHints()
        for change in [\PresenceHints.screenLocked, \.aboutToSleep, \.sessionIdle] {
            hints[keyPath: change] = true
            control.take(hints)
            let before = control.present.activity
            hints[keyPath: change] = false
            control.take(hints)
            #expect(control.present.activity == before + 1)
        }
    }

    @Test func pressingPlayIsASignOfLifeAndStoppingIsNot() throws {
        let control = try control()
        var hints = PresenceHints()
        hints.mediaPlaying = false
        control.take(hints)
        #expect(control.present.activity == 0)
        hints.mediaPlaying = true
        control.take(hints)
        #expect(control.present.activity == 1)
        hints.mediaPlaying = false
        control.take(hints)
        #expect(control.present.activity == 1)
    }

    @Test func signingInIsASignOfLife() throws {
        let control = try control()
        var hints = PresenceHints()
        hints.session = .signedOut
        control.take(hints)
        #expect(control.present.activity == 0)
        hints.session = .here
        control.take(hints)
        #expect(control.present.activity == 1)
    }

    @Test func whatIsKnownWithoutABusCountsOnlyUntilABusHasSpoken() throws {
        let control = try control()
        var hints = PresenceHints()
        hints.session = .here
        control.take(hints, ifFirst: true)
        #expect(control.present.hold == nil)
        hints.session = .switchedAway
        control.take(hints)
        hints.session = .here
        control.take(hints, ifFirst: true)
        #expect(control.present.hold == .switchedAway)
    }

    @Test func sameHintsDoNotWakeTheThread() throws {
        let control = try control()
        control.take(PresenceHints())
        #expect(control.waker.wait(seconds: 0) == .woken)
        control.take(PresenceHints())
        #expect(control.waker.wait(seconds: 0) == .timedOut)
    }

    @Test(.timeLimit(.minutes(1))) func aClosedSourceIsNotWaitedFor() throws {
        let control = try control()
        #expect(control.waitUntilClosed(seconds: 90))
        control.setOpen(true)
        control.setOpen(false)
        #expect(control.waitUntilClosed(seconds: 90))
        control.setOpen(true)
        #expect(!control.waitUntilClosed(seconds: 0))
    }
}
