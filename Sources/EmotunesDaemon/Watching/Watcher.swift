import FaceAnalysis
import Foundation
import Platform
import Synchronization
import VideoCapture

/// Looks at frames on a thread of its own: camera calls and inference block, and must not do so on the shared pool.
final class Watcher: Sendable {
    /// Everything it sees, in order.
    let events: AsyncStream<WatchEvent>
    private let continuation: AsyncStream<WatchEvent>.Continuation
    private let control: WatchControl
    private let analyser: Mutex<FaceAnalyser?>

    init(control: WatchControl, analyser: sending FaceAnalyser) {
        self.control = control
        self.analyser = Mutex(analyser)
        (events, continuation) = AsyncStream.makeStream()
    }

    /// Starts the thread; it ends after `WatchControl.stop()` or with its source, and the stream of events with it.
    func start() {
        guard let analyser = analyser.withLock({ $0.take() }) else { return }
        let continuation = continuation, control = control
        let loop = WatchLoop(
            control: control,
            parts: WatchLoop.Parts(
                open: { address, bell, watch throws(CaptureError) in try address.open(waker: bell, watch: watch) },
                startAfresh: { analyser.forget() },
                read: {
                    PipeTrace.enter(.look)
                    return try analyser.read($0)
                },
                report: { continuation.yield($0) },
                now: bootSeconds,
                wait: { seconds, descriptor in control.bell.wait(seconds: seconds, watched: descriptor) }))
        let handed = HandedOver(loop)
        let started = Thread {
            handed.value.run()
            control.bell.rest()
            continuation.finish()
        }
        started.name = "watching"
        // OpenCV's detector keeps its working sets on the heap; half a megabyte of stack is ample.
        started.stackSize = 1 << 20
        started.start()
    }
}

/// Unchecked because it is handed over once, before the thread runs, and then used by that thread alone.
private struct HandedOver<Value>: @unchecked Sendable {
    let value: Value

    init(_ value: Value) { self.value = value }
}
