/// Hands what the watching thread reports to the parts it concerns.
struct WatchEventRouter: Sendable {
    let session: MoodSession
    let coordinator: PlaylistCoordinator
    let history: MoodHistoryQueue
    let status: StatusHub
    let journal: Journal
    let protections: Protections
    /// A recording is held back until everything that a look led to is written, so that it gives the same result at any
    /// speed. A camera waits for nothing.
    let isRecording: Bool

    func take(_ event: WatchEvent) async {
        switch event {
        case .camera(let camera, let detail):
            let before = status.update { present in
                defer { (present.camera, present.cameraDetail) = (camera, detail) }
                return present.camera
            }
            // Every start asks, and has its answer in a moment.
            if detail == CameraHold.asking.sentence { return }
            if camera != .starting || before == .starting { journal.camera(camera, detail) }
        case .yielding(let trouble): protections.set(.yielding, trouble: trouble)
        case .look(let time, let reading, let framesSeen):
            await session.look(time, reading, framesSeen: framesSeen)
            if isRecording { await settled() }
        case .ended:
            await settled()
            await coordinator.makePending()
            await settled()
        case .failed(let reason):
            status.update { ($0.camera, $0.cameraDetail) = (.failed, reason) }
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
}
