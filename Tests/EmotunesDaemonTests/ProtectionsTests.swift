import ControlProtocol
import Logging
import Testing

@testable import EmotunesDaemon

@Suite struct ProtectionsTests {
    private let recorder = LogRecorder()
    private let hub = StatusHub()

    private func protections(isCamera: Bool = true) -> Protections {
        Protections(
            status: hub, journal: Journal(Logger(label: "test") { [recorder] _ in recorder }), isCamera: isCamera)
    }

    private var notices: [String] {
        StatusTranslation(present: hub.present, uptimeSeconds: 1).status.notices ?? []
    }

    @Test func protectionThatFailsIsSaidOnceInTheJournalAndAsLongAsItLastsInTheStatus() {
        let protections = protections()
        protections.set(.presence, trouble: "no bus")
        protections.set(.presence, trouble: "no bus")
        protections.set(.yielding, trouble: "no inotify")
        #expect(notices == ["no bus", "no inotify"])
        #expect(recorder.lines == ["no bus", "no inotify"])
        protections.set(.presence, trouble: nil)
        #expect(notices == ["no inotify"])
        #expect(recorder.lines.last == Protection.presence.recovery)
    }

    @Test func protectionThatWorksIsNoNews() {
        protections().set(.yielding, trouble: nil)
        #expect(recorder.lines.isEmpty && notices.isEmpty)
    }

    @Test func recordingNeedsNone() {
        protections(isCamera: false).set(.presence, trouble: "no bus")
        #expect(recorder.lines.isEmpty && notices.isEmpty)
    }
}
