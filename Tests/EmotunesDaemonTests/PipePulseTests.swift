import ControlProtocol
import MoodTracking
import Testing

@testable import EmotunesDaemon

@Suite struct PipePulseTests {
    @Test func aCallThatDoesNotReturnIsHangingAfterTenSeconds() {
        #expect(!PipePulse(silence: 0).isHanging)
        #expect(!PipePulse(silence: 10).isHanging)
        #expect(PipePulse(silence: 10.5).isHanging)
    }

    @Test func theWatchdogIsFedTwoIntervalsLonger() {
        #expect(PipePulse(silence: 0).feeds(watchdog: .seconds(30)))
        #expect(PipePulse(silence: 59).feeds(watchdog: .seconds(30)))
        #expect(!PipePulse(silence: 60).feeds(watchdog: .seconds(30)))
        #expect(PipePulse(silence: 9).feeds(watchdog: .seconds(2)))
        #expect(!PipePulse(silence: 0).feeds(watchdog: nil))
    }

    @Test func aHangingDriverIsAFailedCamera() {
        var state = ConductorState()
        state.camera = .streaming
        state.cameraDetail = "watching a camera"
        let engine = MoodEngine(policy: MoodPolicy())
        let calm = StatusTranslation(state: state, engine: engine, source: "v4l2:auto", uptimeSeconds: 1).status
        #expect(calm.camera.state == .streaming && calm.camera.detail == "watching a camera")
        state.isHanging = true
        let hanging = StatusTranslation(state: state, engine: engine, source: "v4l2:auto", uptimeSeconds: 1).status
        #expect(hanging.state == .cameraUnavailable && hanging.camera.state == .failed)
        #expect(hanging.camera.detail == PipePulse.hangingSentence)
    }

    @Test func whatAPersonShouldKnowIsInTheNotices() {
        var translation = StatusTranslation(
            state: ConductorState(), engine: MoodEngine(policy: MoodPolicy()), source: "v4l2:auto", uptimeSeconds: 1)
        #expect(translation.status.notices == [])
        translation.isFirstDay = true
        translation.wasCalled = true
        translation.state.trouble = "the disk is full"
        let notices = translation.status.notices ?? []
        #expect(notices.count == 3 && notices[0] == "the disk is full")
        #expect(notices[1].contains("emotunesctl resume") && notices[2].contains("emotunesctl pause"))
    }
}
