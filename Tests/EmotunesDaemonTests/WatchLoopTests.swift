import CameraDevices
import Configuration
import Glibc
import SystemIntegration
import Testing
import VideoCapture

@testable import EmotunesDaemon

@Suite struct WatchLoopTests {
    private func run(
        _ steps: [ScriptedCamera.Step], address: String = "v4l2:auto", hints: PresenceHints? = PresenceHints(),
        nodes: NodeWatch = NodeWatch(deviceFolder: "/nonexistent")
    ) throws -> ScriptedCamera {
        let control = try WatchControl(address: try SourceAddress(parsing: address), looksPerSecond: 2)
        let camera = ScriptedCamera(steps, control: control, hints: hints, nodes: nodes)
        camera.run()
        return camera
    }

    private let frame = ScriptedCamera.Step.frame(face: true, after: 0.5)
    private let busy = ScriptedCamera.Step.refuses(CaptureError(.busy, "in use"))

    @Test func watchesAndLooks() throws {
        let camera = try run([.opens, frame, frame, frame])
        #expect(camera.told == [.starting, .streaming])
        #expect(camera.looks == 3)
    }

    @Test func picturesAreTurnedBeforeTheyAreLookedAt() throws {
        let camera = try run([
            .opens, frame, frame,
            .then { control in
                var settings = Settings().camera
                settings.rotate = 90
                control.take(settings)
            },
            .opens, frame, frame,
        ])
        #expect(camera.sizes == [[3, 2], [3, 2], [2, 3], [2, 3]])
    }

    @Test func onBatteryTheCameraIsClosedWhereThatIsWanted() throws {
        let camera = try run([
            .opens, frame,
            .then { control in
                var settings = Settings().camera
                settings.onBattery = .off
                control.take(settings)
                control.setOnBattery(true)
            }, .then { $0.setOnBattery(false) }, .opens, frame,
        ])
        #expect(camera.told == [.starting, .streaming, .released, .streaming])
        #expect(camera.looks == 2)
    }

    @Test func yieldsOnceAndComesBack() throws {
        let camera = try run([
            .opens, frame, .breaks(CaptureError(.yielded, "another program")), .opens, frame, frame,
        ])
        #expect(camera.told == [.starting, .streaming, .yielded, .streaming])
        #expect(camera.waits == [3])
    }

    @Test func staysYieldedWhileTheCameraIsStillTaken() throws {
        let camera = try run([
            .opens, frame, .breaks(CaptureError(.yielded, "another program")), busy, busy, .opens, frame,
        ])
        #expect(camera.told == [.starting, .streaming, .yielded, .streaming])
        #expect(camera.waits == [3, 60, 60])
    }

    @Test func aBusyCameraIsSaidOnceAndAskedForLessAndLess() throws {
        let camera = try run([busy, busy, busy, busy, busy, busy, busy, .opens, frame])
        #expect(camera.told == [.starting, .busy, .streaming])
        #expect(camera.waits == [3, 3, 4, 8, 16, 30, 30])
    }

    @Test(arguments: [
        (CaptureError.Code.missing, WatchedCamera.missing), (.unplugged, .missing), (.denied, .denied),
        (.stalled, .failed), (.unusable, .failed), (.failed, .failed), (.covered, .released),
    ])
    func troubleIsAStateAndTriedAgain(code: CaptureError.Code, state: WatchedCamera) throws {
        let refusal = ScriptedCamera.Step.refuses(CaptureError(code, "trouble"))
        let camera = try run([refusal, refusal, refusal, .opens, frame])
        #expect(camera.told == [.starting, state, .streaming])
        #expect(camera.waits == [1, 2, 4])
    }

    @Test func aStalledCameraIsOpenedAgain() throws {
        let camera = try run([.opens, frame, .breaks(CaptureError(.stalled, "no frame")), .opens, frame])
        #expect(camera.told == [.starting, .streaming, .failed, .streaming])
        #expect(camera.opened == 2)
    }

    @Test func lockingClosesTheCameraUntilUnlocked() throws {
        var locked = PresenceHints()
        locked.screenLocked = true
        let camera = try run([
            .opens, frame, .then { [locked] in $0.take(locked) }, .then { $0.take(PresenceHints()) }, .opens, frame,
        ])
        #expect(camera.told == [.starting, .streaming, .released, .streaming])
    }

    private func hints(_ session: SessionPresence) -> PresenceHints {
        var hints = PresenceHints()
        hints.session = session
        return hints
    }

    @Test func cameraStaysClosedUntilTheDesktopHasSpoken() throws {
        let camera = try run([.then { $0.take(PresenceHints()) }, .opens, frame], hints: nil)
        #expect(camera.told == [.starting, .starting, .streaming])
        #expect(try run([], hints: nil).opened == 0)
    }

    @Test(arguments: [SessionPresence.switchedAway, .remote, .signedOut])
    func cameraIsNotOpenedForAnotherPerson(presence: SessionPresence) throws {
        let camera = try run([], hints: hints(presence))
        #expect(camera.told == [.released])
        #expect(camera.opened == 0)
    }

    @Test func switchClosesTheCameraAndTheWayBackWaitsForTheOneBefore() throws {
        let (away, here) = (hints(.switchedAway), hints(.here))
        let camera = try run([.opens, frame, .then { $0.take(away) }, .then { $0.take(here) }, .opens, frame])
        #expect(camera.told == [.starting, .streaming, .released, .streaming])
        #expect(camera.waits == [0.5])
    }

    @Test func permissionTakenAwayAtASwitchIsNoTrouble() throws {
        let (away, here) = (hints(.switchedAway), hints(.here))
        let revoked = ScriptedCamera.Step.breaks(CaptureError(.revoked, "taken away"))
        let camera = try run([
            .opens, frame, revoked, .then { $0.take(away) }, .then { $0.take(here) }, .opens, frame,
        ])
        #expect(camera.told == [.starting, .streaming, .released, .streaming])
    }

    @Test func permissionTakenAwayForGoodIsDeniedAndTriedAgain() throws {
        let camera = try run([
            .opens, frame, .breaks(CaptureError(.revoked, "taken away")), .refuses(CaptureError(.denied, "denied")),
            .opens, frame,
        ])
        #expect(camera.told == [.starting, .streaming, .denied, .streaming])
        #expect(camera.waits == [2, 1, 2])
    }

    @Test func watchWithoutInotifyIsSaidOnceAndWhenItWorksAgain() throws {
        var isExhausted = true
        let nodes = NodeWatch(deviceFolder: "/nonexistent") {
            errno = EMFILE
            return isExhausted ? -1 : inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
        }
        let camera = try run(
            [
                .opens, frame, frame,
                .then { _ in
                    isExhausted = false
                    nodes.begin("/nonexistent")
                }, frame, frame,
            ], nodes: nodes)
        #expect(camera.yieldingTroubles.count == 2)
        #expect(camera.yieldingTroubles.first??.contains("max_user_instances") == true)
        #expect(camera.yieldingTroubles.last == .some(nil))
    }

    @Test func pausingInterruptsAnyWait() throws {
        let camera = try run([busy, .then { $0.setPaused(true) }, .then { $0.setPaused(false) }, .opens, frame])
        #expect(camera.told == [.starting, .busy, .paused, .starting, .streaming])
        #expect(camera.waits == [])
    }

    @Test func noFaceForTenMinutesReleasesTheCameraAndShortLooksStaySilent() throws {
        let nobody = ScriptedCamera.Step.frame(face: false, after: 0.5)
        let camera = try run([
            .opens, frame, .frame(face: false, after: 601),
            .opens, nobody, .frame(face: false, after: 6),
            .opens, nobody, .frame(face: false, after: 6),
            .then { $0.stop() },
        ])
        #expect(camera.told == [.starting, .streaming, .released])
        #expect(camera.opened == 3)
        #expect(camera.waits == [300, 300])
    }

    /// The first look after any opening has found nobody yet.
    @Test func longUseByAnotherProgramDoesNotCountAsAbsence() throws {
        let camera = try run([
            .opens, frame, .breaks(CaptureError(.yielded, "another program")), busy, busy, busy, busy, busy, busy, busy,
            busy, busy, busy, busy, .opens, .frame(face: false, after: 0.5), frame, frame,
        ])
        #expect(camera.waits.reduce(0, +) > 600)
        #expect(camera.told == [.starting, .streaming, .yielded, .streaming])
        #expect(camera.looks == 4)
    }

    @Test func aFrameThatCannotBeLookedAtIsTroubleThatPasses() throws {
        let camera = try run([.opens, frame, .breaksTheLook, .breaksTheLook, .opens, frame])
        #expect(camera.told == [.starting, .streaming, .failed, .streaming])
        #expect(camera.waits == [1, 2])
    }

    @Test func looksArePacedByArrivalAndMediaTimeNeverGoesBack() throws {
        let stamped = { (off: Double) in ScriptedCamera.Step.stamped(off: off, after: 0.5) }
        let camera = try run([
            .opens, stamped(0), stamped(0.4), stamped(-0.4), stamped(0.4), .breaks(CaptureError(.stalled, "no frame")),
            .opens, stamped(-2),
        ])
        #expect(camera.lookTimes == [0.5, 1.4, 1.4, 2.4, 2.4])
        #expect(camera.wanted == [nil, 1, 1.5, 2, 2.5, nil])
    }

    @Test func oddityIsNewsOnceAndSaidAgainWhereItHasChanged() throws {
        let stamped = { (off: Double) in ScriptedCamera.Step.stamped(off: off, after: 0.5) }
        let camera = try run([.opens, stamped(0), stamped(0.4), stamped(0.4), stamped(0), stamped(0.3)])
        #expect(camera.oddities.map(\.sentence) == ["the stamps are wrong", nil, "the stamps are wrong"])
        #expect(camera.oddities.map(\.isNews) == [true, false, false])
    }

    @Test func framesAreCountedOnFromSourceToSource() throws {
        let camera = try run([.opens, frame, frame, .breaks(CaptureError(.stalled, "no frame")), .opens, frame])
        // The third is the one after which the camera broke.
        #expect(camera.framesSeen == [1, 2, 4])
    }

    @Test func faceSeenInAShortLookEndsTheRelease() throws {
        let camera = try run([.opens, frame, .frame(face: false, after: 601), .opens, frame, frame])
        #expect(camera.told == [.starting, .streaming, .released, .streaming])
    }

    @Test func activityEndsTheReleaseAtOnce() throws {
        let camera = try run([
            .opens, frame, .frame(face: false, after: 601), .then { $0.noticedActivity() }, .opens,
            .frame(face: false, after: 0.5),
        ])
        #expect(camera.told == [.starting, .streaming, .released, .streaming])
        #expect(camera.waits == [])
    }

    @Test func drawnSourceIsNeverReleased() throws {
        let camera = try run([.opens, .frame(face: false, after: 601), frame], address: "demo:happy=5")
        #expect(camera.told == [.starting, .streaming])
        #expect(camera.opened == 1)
    }
}
