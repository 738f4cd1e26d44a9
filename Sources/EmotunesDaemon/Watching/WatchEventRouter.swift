import Platform
import SystemIntegration
import VideoCapture

/// Hands what the watching thread reports to the parts it concerns.
struct WatchEventRouter: Sendable {
    let session: MoodSession
    let coordinator: PlaylistCoordinator
    let history: MoodHistoryQueue
    let status: StatusHub
    let journal: Journal
    let protections: Protections
    /// The calls that have not returned yet.
    var calls = OpenCalls()
    /// A recording is held back until everything that a look led to is written, so that it gives the same result at any
    /// speed. A camera waits for nothing.
    let isRecording: Bool

    /// - Parameter takenIn: called when the event itself has been taken in, before a recording is held back.
    func take(_ event: WatchEvent, takenIn: () -> Void = {}) async {
        switch event {
        case .camera(let camera, let detail):
            let before = status.update { present in
                defer { (present.camera, present.cameraDetail) = (camera, detail) }
                return present.camera
            }
            // Every start asks, and has its answer in a moment.
            let isNews = detail != CameraHold.asking.sentence && (camera != .starting || before == .starting)
            if isNews { journal.camera(camera, detail) }
            takenIn()
        case .yielding(let trouble):
            protections.set(.yielding, trouble: trouble)
            takenIn()
        case .oddity(let oddity, let isNews):
            status.update { $0.oddity = oddity?.isNotable == true ? oddity?.sentence : nil }
            if isNews, let oddity { journal.note("camera: \(oddity.sentence)", event: .camera) }
            takenIn()
        case .look(let time, let reading, let framesSeen):
            await session.look(time, reading, framesSeen: framesSeen)
            takenIn()
            if isRecording { await settled() }
        case .ended:
            takenIn()
            await settled()
            await coordinator.makePending()
            await settled()
        case .failed(let reason):
            status.update { ($0.camera, $0.cameraDetail) = (.failed, reason) }
            takenIn()
        }
    }

    /// Returns when everything that the looks so far led to is written.
    func settled() async {
        await history.drained()
        await coordinator.settled()
    }

    /// The watching thread hangs in a call, or has come back from it.
    func setHanging(_ isHanging: Bool) {
        guard isHanging != status.present.isHanging else { return }
        let camera = status.update { present in
            present.isHanging = isHanging
            return present.shownCamera
        }
        journal.camera(camera, isHanging ? CaptureWatchdog.hangingSentence : "it answers again")
    }

    /// Has `status` and the journal say which peers do not answer.
    func nameUnanswered() {
        let peers = calls.unanswered(for: Unanswered.patience)
        guard peers != status.present.unanswered else { return }
        let before = status.update { present in
            defer { present.unanswered = peers }
            return present.unanswered
        }
        for peer in peers where !before.contains(peer) {
            journal.trouble(Unanswered.sentence(peer), event: Unanswered.event(peer))
        }
        for peer in before where !peers.contains(peer) {
            journal.note(Unanswered.endSentence(peer), event: Unanswered.event(peer))
        }
    }
}
