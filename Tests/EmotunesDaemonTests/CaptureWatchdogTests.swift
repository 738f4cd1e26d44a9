import ControlProtocol
import Foundation
import Testing

@testable import EmotunesDaemon

@Suite struct CaptureWatchdogTests {
    @Test func aCallThatDoesNotReturnIsHangingAfterTenSeconds() {
        #expect(!CaptureWatchdog(silence: 0).isHanging)
        #expect(!CaptureWatchdog(silence: 10).isHanging)
        #expect(CaptureWatchdog(silence: 10.5).isHanging)
    }

    @Test func theWatchdogIsFedTwoIntervalsLonger() {
        #expect(CaptureWatchdog(silence: 0).feeds(watchdog: .seconds(30)))
        #expect(CaptureWatchdog(silence: 59).feeds(watchdog: .seconds(30)))
        #expect(!CaptureWatchdog(silence: 60).feeds(watchdog: .seconds(30)))
        #expect(CaptureWatchdog(silence: 9).feeds(watchdog: .seconds(2)))
        #expect(!CaptureWatchdog(silence: 0).feeds(watchdog: nil))
    }

    @Test func theWatchdogIsNotFedWhereWhatWasSeenIsNotTakenIn() {
        #expect(CaptureWatchdog(silence: 0, pipeSilence: 59).feeds(watchdog: .seconds(30)))
        #expect(!CaptureWatchdog(silence: 0, pipeSilence: 60).feeds(watchdog: .seconds(30)))
        #expect(!CaptureWatchdog(silence: 0, pipeSilence: 60).isHanging)
    }

    @Test func aHangingDriverIsAFailedCamera() {
        var present = PresentStatus()
        present.camera = .streaming
        present.cameraDetail = "watching a camera"
        let calm = StatusTranslation(present: present, uptimeSeconds: 1).status
        #expect(calm.camera.state == .streaming && calm.camera.detail == "watching a camera")
        present.isHanging = true
        let hanging = StatusTranslation(present: present, uptimeSeconds: 1).status
        #expect(hanging.state == .cameraUnavailable && hanging.camera.state == .failed)
        #expect(hanging.camera.detail == CaptureWatchdog.hangingSentence)
    }

    @Test func troubleStartByCallAndFirstDayAreInTheNotices() {
        var translation = StatusTranslation(present: PresentStatus(), uptimeSeconds: 1)
        #expect(translation.status.notices == [])
        translation.present.firstStart = translation.now
        translation.present.wasStartedByCall = true
        translation.present.trouble = "the disk is full"
        let notices = translation.status.notices ?? []
        #expect(notices.count == 3 && notices[0] == "the disk is full")
        #expect(notices[1].contains("emotunesctl resume") && notices[2].contains("emotunesctl pause"))
        translation.now += FirstStart.noticeSeconds
        #expect(translation.status.notices?.count == 2)
    }
}
