import Configuration
import Media
import SystemIntegration
import Testing
import VideoCapture

@testable import EmotunesDaemon

@Suite struct PowerTests {
    private func control(_ onBattery: CameraSettings.OnBattery, source: String = "v4l2:auto") throws -> WatchControl {
        let control = try WatchControl(address: try SourceAddress(parsing: source), looksPerSecond: 2)
        var settings = Settings().camera
        settings.onBattery = onBattery
        control.take(settings)
        control.take(hints)
        return control
    }

    private var hints: PresenceHints { PresenceHints() }

    @Test func halfAsManyLooksOnBattery() throws {
        let control = try control(.half)
        #expect(control.present.presentLooksPerSecond == 2)
        control.setOnBattery(true)
        #expect(control.present.presentLooksPerSecond == 1)
        #expect(control.present.hold == nil)
        // A calibration was asked for just now.
        control.setEveryLook(true)
        #expect(control.present.presentLooksPerSecond == 3)
        control.setEveryLook(false)
        control.setOnBattery(false)
        #expect(control.present.presentLooksPerSecond == 2)
    }

    @Test func cameraIsClosedOnBatteryWhereThatIsWanted() throws {
        let control = try control(.off)
        #expect(control.present.hold == nil)
        control.setOnBattery(true)
        #expect(control.present.hold == .onBattery)
        #expect(CameraHold.onBattery.state == .released)
        control.setOnBattery(false)
        #expect(control.present.hold == nil)
    }

    @Test func nothingChangesWhereThatIsWanted() throws {
        let control = try control(.same)
        control.setOnBattery(true)
        #expect(control.present.presentLooksPerSecond == 2)
        #expect(control.present.hold == nil)
    }

    @Test func aRecordingIsReadAsEver() throws {
        for setting in CameraSettings.OnBattery.allCases {
            let control = try control(setting, source: "demo:happy=30")
            control.setOnBattery(true)
            #expect(control.present.presentLooksPerSecond == 2)
            #expect(control.present.hold == nil)
        }
    }

    @Test func whatIsClosedForAnotherReasonSaysThatOne() throws {
        let control = try control(.off)
        control.setOnBattery(true)
        var locked = hints
        locked.screenLocked = true
        control.take(locked)
        #expect(control.present.hold == .locked)
    }

    @Test func turnedPicturesBeginAfresh() throws {
        let control = try control(.half)
        let before = control.present.generation
        var settings = Settings().camera
        control.take(settings)
        #expect(control.present.generation == before)
        (settings.rotate, settings.mirror) = (270, true)
        control.take(settings)
        #expect(control.present.turn == FrameTurn(quarters: 3, isMirrored: true))
        #expect(control.present.generation == before + 1)
    }
}
