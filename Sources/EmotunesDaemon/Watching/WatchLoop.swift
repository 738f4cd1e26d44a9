import CameraDevices
import FaceAnalysis
import Foundation
import Media
import Sampling
import VideoCapture

/// The watching thread's own state: opens the source when it may, looks, and closes it when it must.
final class WatchLoop {
    /// What it needs of the world, so that tests can be the world.
    struct Parts {
        var open: (SourceAddress, CaptureWaker, NodeWatch) throws(CaptureError) -> any FrameSource
        /// A new source begins: nothing of the old one helps.
        var startAfresh: () -> Void
        var read: (GreyFrame) throws -> FaceReading
        var report: (WatchEvent) -> Void
        /// Seconds on a clock that runs on while the machine sleeps.
        var now: () -> Double
        /// Waits so long (nil: for ever), or until the bell rings or the descriptor can be read.
        var wait: (Double?, Int32) -> CaptureWaker.Reason
    }

    private let control: WatchControl
    private let parts: Parts
    private let nodes: NodeWatch
    private var telling = CameraTelling()
    private var schedule = LookSchedule(looksPerSecond: 2)
    private var pace = LookPace()
    private var frame = GreyFrame()
    private var failures = 0
    /// Frames of the sources before the present one.
    private var framesBefore = 0
    private var yielding = YieldPolicy()
    private var idle: IdleRelease
    private var activity = 0

    /// A node that just appeared is not yet given to its user: udev needs a moment.
    private static let settling = 0.3

    init(control: WatchControl, parts: Parts, nodes: NodeWatch = NodeWatch()) {
        self.control = control
        self.parts = parts
        self.nodes = nodes
        idle = IdleRelease(now: parts.now())
    }

    /// Runs until stopped, or until the source has ended for good.
    func run() {
        while true {
            let wish = control.present
            if wish.isStopped { return }
            control.bell.noteProgress()
            noteActivity(wish)
            if let hold = wish.hold {
                failures = 0
                telling.isYielding = false
                nodes.end()
                tell(hold.state, hold.sentence)
                _ = parts.wait(nil, -1)
                continue
            }
            if wish.address.isCamera, let seconds = idle.closedFor(now: parts.now()) {
                nodes.end()
                tell(.released, "nobody was seen for long; the camera is closed but for a short look now and then")
                _ = parts.wait(seconds, -1)
                continue
            }
            if !idle.isShortLook { tell(.starting, "opening \(wish.address)") }
            do {
                guard try watch(wish) else { return }
            } catch {
                guard recover(from: error, wish) else { return }
            }
        }
    }

    /// Opens the source and looks until something changes; false when it has ended for good.
    private func watch(_ first: WatchControl.Wish) throws(CaptureError) -> Bool {
        control.setOpen(true)
        // The source is gone by then: it lives in the call below.
        defer {
            control.setOpen(false)
            idle.closed(at: parts.now())
        }
        return try look(first)
    }

    private func look(_ first: WatchControl.Wish) throws(CaptureError) -> Bool {
        let source = try parts.open(first.address, control.bell, nodes)
        idle.opened(at: parts.now())
        defer { framesBefore += source.framesSeen }
        schedule = LookSchedule(looksPerSecond: first.looksPerSecond)
        pace = LookPace(looksPerSecond: first.looksPerSecond)
        parts.startAfresh()
        while true {
            control.bell.noteProgress()
            let wish = control.present
            noteActivity(wish)
            if wish.isStopped || wish.hold != nil || wish.generation != first.generation { return true }
            schedule.looksPerSecond = wish.presentLooksPerSecond
            pace.looksPerSecond = wish.presentLooksPerSecond
            switch try source.next(notBefore: schedule.next, into: &frame) {
            case .interrupted: continue
            case .ended:
                tell(.ended, "\(source.summary) has ended")
                parts.report(.ended)
                return false
            case .frame:
                if failures > 0 || telling.isYielding { yielding.cameBack(at: parts.now()) }
                telling.isYielding = false
                let reading = try read(source)
                failures = 0
                let factor = pace.looked(reading.scores, place: reading.place, at: frame.time)
                schedule.looked(at: frame.time, pace: wish.wantsEveryLook ? 1 : factor)
                guard wish.address.isCamera else {
                    tell(.streaming, "watching \(source.summary)")
                    parts.report(.look(frame.time, reading, framesSeen: framesBefore + source.framesSeen))
                    continue
                }
                idle.looked(sawSomebody: reading.showsSomebody, at: parts.now())
                let isOver = idle.closedFor(now: parts.now()) != nil
                if !isOver, !idle.isShortLook { tell(.streaming, "watching \(source.summary)") }
                parts.report(.look(frame.time, reading, framesSeen: framesBefore + source.framesSeen))
                if isOver { return true }
            }
        }
    }

    /// A look that fails is the source's trouble like any other: it is said, and tried again.
    private func read(_ source: any FrameSource) throws(CaptureError) -> FaceReading {
        do {
            return try parts.read(frame)
        } catch {
            throw CaptureError(.failed, "\(source.summary): a frame could not be looked at (\(error)); trying again")
        }
    }

    /// Waits until it is worth trying again; false where that cannot help.
    private func recover(from error: CaptureError, _ wish: WatchControl.Wish) -> Bool {
        guard wish.address.isCamera else {
            parts.report(.failed(error.description))
            return false
        }
        let state: WatchedCamera =
            switch error.code {
            case .missing, .unplugged: .missing
            case .denied: .denied
            case .busy: .busy
            case .yielded: .yielded
            case .stalled, .unusable, .failed: .failed
            }
        switch state {
        case .yielded:
            yielding.yielded(at: parts.now())
            telling.isYielding = true
            failures = 0
            tell(state, error.description)
            waitForOthers(wish)
        case .busy:
            // Found taken: they are waited for as if we had left it to them, but also asked for by a timer.
            if !telling.isYielding { tell(state, error.description) }
            yielding.heard(at: parts.now(), somebodyLeft: false)
            failures = min(failures + 1, 10)
            nodes.presumeTaken()
            if !telling.isYielding { yielding.patience = backoff }
            waitForOthers(wish)
            yielding.patience = YieldPolicy().patience
        default:
            tell(state, error.description)
            failures = min(failures + 1, 10)
            waitForDevices(wish)
        }
        return true
    }

    /// Seconds until the next try: longer each time, so that a broken camera costs nothing.
    private var backoff: Double { min(30, pow(2, Double(failures - 1))) }

    /// Waits until the others have closed the camera for a while, or so long that events must have been lost.
    private func waitForOthers(_ before: WatchControl.Wish) {
        // What came while the camera was being closed has been read already and wakes nobody.
        guard !nodeIsGone() else { return }
        while true {
            let seconds = yielding.wait(othersInside: nodes.othersInside, now: parts.now())
            guard seconds > 0 else { return }
            switch parts.wait(seconds, nodes.descriptor) {
            case .woken: if isAnother(control.present, than: before) { return }
            case .noticed: if nodeIsGone() { return }
            case .ready, .hungUp, .timedOut: break
            }
        }
    }

    /// Takes in who came and went; true if the node went with them.
    private func nodeIsGone() -> Bool {
        let news = nodes.news()
        if news.wasOpened || news.wasClosed { yielding.heard(at: parts.now(), somebodyLeft: news.wasClosed) }
        return news.nodeIsGone
    }

    /// Waits for the backoff, or until a camera appears or may be opened.
    private func waitForDevices(_ before: WatchControl.Wish) {
        let deadline = parts.now() + backoff
        while true {
            let seconds = deadline - parts.now()
            guard seconds > 0 else { return }
            switch parts.wait(seconds, nodes.descriptor) {
            case .woken: if isAnother(control.present, than: before) { return }
            case .noticed:
                guard nodes.news().devicesChanged else { continue }
                _ = parts.wait(Self.settling, -1)
                _ = nodes.news()
                return
            case .ready, .hungUp, .timedOut: break
            }
        }
    }

    private func isAnother(_ wish: WatchControl.Wish, than before: WatchControl.Wish) -> Bool {
        wish.isStopped || wish.hold != nil || wish.generation != before.generation || wish.activity != before.activity
    }

    private func noteActivity(_ wish: WatchControl.Wish) {
        guard wish.activity != activity else { return }
        activity = wish.activity
        idle.noticedActivity(at: parts.now())
    }

    private func tell(_ state: WatchedCamera, _ text: String) {
        if telling.isNews(state, text, afterFailure: failures > 0) { parts.report(.camera(state, detail: text)) }
    }
}

/// What has been said about the camera already: a state is said once, not at every attempt that ends in it.
struct CameraTelling {
    /// Left to another program: until it is ours again that is all there is to say.
    var isYielding = false
    private var state: WatchedCamera?
    private var text = ""

    /// Whether this is to be said, and takes it as said.
    mutating func isNews(_ state: WatchedCamera, _ text: String, afterFailure: Bool) -> Bool {
        // Opening again after a failure is no news.
        if state == .starting, afterFailure || isYielding || self.state == .released { return false }
        guard state != self.state || text != self.text else { return false }
        // A camera that is still not to be had is so for one reason after another: unplugged, then not there.
        if state == self.state, [.missing, .busy, .denied].contains(state) { return false }
        (self.state, self.text) = (state, text)
        return true
    }
}
