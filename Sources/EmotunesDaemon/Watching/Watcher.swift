import Dispatch
import FaceAnalysis
import FoundationEssentials
import Platform
import Synchronization
import VideoCapture

/// Looks at frames on a thread of its own: camera calls and inference block, and must not do so on the shared pool.
final class Watcher: Sendable {
    /// One event, and the call to be ended when it has been taken in; none for a recording, which waits for what it led
    /// to.
    struct Report: Sendable {
        let event: WatchEvent
        let call: OpenCalls.Call?
    }

    /// Everything it sees, in order.
    let events: AsyncStream<Report>
    private let continuation: AsyncStream<Report>.Continuation
    private let calls: OpenCalls
    private let control: WatchControl
    private let analyser: Mutex<FaceAnalyser?>
    /// How many more events of a recording may be reported before the thread waits for one to be worked on.
    private let room = DispatchSemaphore(value: 0)

    /// A recording is read this many events ahead of those that are worked on.
    private static let lookahead = 64

    private static let camera = Peer(.pipe, "the camera")

    init(control: WatchControl, analyser: sending FaceAnalyser, calls: OpenCalls) {
        self.control = control
        self.calls = calls
        self.analyser = Mutex(analyser)
        (events, continuation) = AsyncStream.makeStream()
        // Not the value it begins with: a semaphore may not end with less than that.
        for _ in 0..<Self.lookahead { room.signal() }
    }

    /// One event of a recording has been worked on.
    func noteWorkedOn() { room.signal() }

    /// The event has been taken in: the pipe moves.
    func noteTakenIn(_ report: Report) {
        if let call = report.call { calls.end(call) }
    }

    /// Ends `events`; what is waiting there may still be taken.
    func endEvents() { continuation.finish() }

    /// Starts the thread; it ends after `WatchControl.stop()` or with its source, and the stream of events with it.
    func start() {
        guard let analyser = analyser.withLock({ $0.take() }) else { return }
        let continuation = continuation, control = control, room = room, calls = calls
        let asking = PortalAsking { control.present.reloads }
        let loop = WatchLoop(
            control: control,
            dependencies: WatchLoop.Dependencies(
                open: { address, waker, watch throws(CaptureError) in
                    try address.open(waker: waker, watch: watch, asking: asking)
                },
                startAfresh: { analyser.forget() },
                read: {
                    PipeTrace.enter(.look)
                    return try analyser.read($0)
                },
                report: {
                    // A camera is never held up: its frames are of the present.
                    guard !control.present.address.isCamera else {
                        continuation.yield(Report(event: $0, call: calls.begin(Self.camera)))
                        return
                    }
                    continuation.yield(Report(event: $0, call: nil))
                    Self.waitForRoom(room, control)
                },
                now: bootSeconds,
                wait: { seconds, descriptor in control.waker.wait(seconds: seconds, watched: descriptor) }))
        let handed = HandedOver(loop)
        // OpenCV's detector keeps its working sets on the heap; a megabyte of stack is ample.
        SystemThread.detached(named: "watching") {
            handed.value.run()
            control.waker.rest()
            continuation.finish()
        }
    }

    /// Blocks until fewer than `lookahead` events wait, or the thread is to end.
    private static func waitForRoom(_ room: DispatchSemaphore, _ control: WatchControl) {
        while room.wait(timeout: .now() + 1) == .timedOut {
            if control.present.isStopped { return }
            // Held back by what works on the events, not hanging in a call.
            control.waker.noteProgress()
        }
    }
}

/// Unchecked because it is handed over once, before the thread runs, and then used by that thread alone.
private struct HandedOver<Value>: @unchecked Sendable {
    let value: Value

    init(_ value: Value) { self.value = value }
}
