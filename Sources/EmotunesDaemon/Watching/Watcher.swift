import FaceAnalysis
import Foundation
import Mood
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
        let thread = WatchThread(control: control, analyser: analyser) { continuation.yield($0) }
        let started = Thread {
            thread.run()
            continuation.finish()
        }
        started.name = "watching"
        // OpenCV's detector keeps its working sets on the heap; half a megabyte of stack is ample.
        started.stackSize = 1 << 20
        started.start()
    }
}

/// The watching thread's own state. Unchecked because it is handed over once, before the thread runs, and then used by
/// that thread alone.
private final class WatchThread: @unchecked Sendable {
    private let control: WatchControl
    private let analyser: FaceAnalyser
    private let report: (WatchEvent) -> Void
    private var camera: WatchedCamera?
    private var detail = ""
    private var schedule = LookSchedule(looksPerSecond: 2)
    private var frame = GreyFrame()
    private var failures = 0

    init(control: WatchControl, analyser: FaceAnalyser, report: @escaping (WatchEvent) -> Void) {
        self.control = control
        self.analyser = analyser
        self.report = report
    }

    func run() {
        while true {
            let wish = control.present
            if wish.isStopped { return }
            if wish.isPaused {
                tell(.paused, "paused; the camera is closed")
                _ = control.bell.wait(seconds: nil)
                continue
            }
            tell(.starting, "opening \(wish.address)")
            do {
                let source = try wish.address.open(wakeUp: control.bell)
                schedule = LookSchedule(looksPerSecond: wish.looksPerSecond)
                analyser.forget()
                guard try watch(source, generation: wish.generation) else { return }
            } catch let error as CaptureError {
                guard retry(after: error, wish) else { return }
            } catch {
                report(.failed(String(describing: error)))
                return
            }
        }
    }

    /// Looks until something changes; false when the source has ended for good.
    private func watch(_ source: any FrameSource, generation: Int) throws -> Bool {
        while true {
            let wish = control.present
            if wish.isStopped || wish.isPaused || wish.generation != generation { return true }
            schedule.looksPerSecond = wish.looksPerSecond
            switch try source.next(notBefore: schedule.next, into: &frame) {
            case .interrupted: continue
            case .ended:
                tell(.ended, "\(source.summary) has ended")
                report(.ended)
                return false
            case .frame:
                failures = 0
                tell(.streaming, "watching \(source.summary)")
                schedule.looked(at: frame.time)
                report(.look(frame.time, try analyser.read(frame), framesSeen: source.framesSeen))
            }
        }
    }

    /// Waits before the next try, longer each time; false where trying again cannot help.
    private func retry(after error: CaptureError, _ wish: WatchControl.Wish) -> Bool {
        guard wish.address.isCamera else {
            report(.failed(error.description))
            return false
        }
        let state: WatchedCamera =
            switch error.code {
            case .missing, .unplugged: .missing
            case .denied: .denied
            case .busy: .busy
            case .stalled, .unusable, .failed: .failed
            }
        tell(state, error.description)
        let pause = min(30, pow(2, Double(failures)))
        failures = min(failures + 1, 10)
        _ = control.bell.wait(seconds: pause)
        return true
    }

    /// Reports a state once, not at every attempt that ends in it: opening again after a failure is no news.
    private func tell(_ state: WatchedCamera, _ text: String) {
        if state == .starting, failures > 0 { return }
        guard state != camera || text != detail else { return }
        (camera, detail) = (state, text)
        report(.camera(state, detail: text))
    }
}
