import CameraDevices
import FaceAnalysis
import FoundationEssentials
import Glibc
import Media
import Sampling
import VideoCapture

/// The watching thread's own state: opens the source when it may, looks, and closes it when it must.
final class WatchLoop {
    /// What it needs from outside; tests give their own.
    struct Dependencies {
        var open: (SourceAddress, CaptureWaker, NodeWatch) throws(CaptureError) -> any FrameSource
        /// A new source begins: nothing of the old one helps.
        var startAfresh: () -> Void
        var read: (GreyFrame) throws -> FaceReading
        var report: (WatchEvent) -> Void
        /// Seconds on a clock that runs on while the machine sleeps.
        var now: () -> Double
        /// Waits so long (nil: for ever), or until woken or the descriptor can be read.
        var wait: (Double?, Int32) -> CaptureWaker.Reason
    }

    private let control: WatchControl
    private let dependencies: Dependencies
    private let nodes: NodeWatch
    private var announcer = CameraAnnouncer()
    private var schedule = LookSchedule(looksPerSecond: 2)
    private var pace = LookPace()
    private var frame = GreyFrame()
    /// Room to turn it in.
    private var scratch: [UInt8] = []
    /// When the latest look at a camera was taken: what is opened anew must not go back behind it.
    private var latest: MediaTime?
    private var oddity: SourceOddity?, saidOddities: Set<SourceOddity> = []
    private var failures = 0
    /// Frames of the sources before the present one.
    private var framesBefore = 0
    private var yielding = YieldPolicy()
    private var idle: IdleRelease
    private var activity = 0
    private var lastHold: CameraHold?
    /// What was said last of why other programs are not noticed.
    private var yieldingTrouble: String?

    /// The one before closes the camera when it becomes ours, and needs a moment for it as well.
    private static let handover = 0.5
    /// Where the screen goes to another person, the login manager says so this much before or after the camera is taken
    /// away at the latest; a trouble is what lasts longer. The camera is closed meanwhile.
    private static let turn = 2.0
    /// A node that just appeared is not yet given to its user: udev needs a moment.
    private static let settling = 0.3

    init(control: WatchControl, dependencies: Dependencies, nodes: NodeWatch = NodeWatch()) {
        self.control = control
        self.dependencies = dependencies
        self.nodes = nodes
        idle = IdleRelease(now: dependencies.now())
    }

    /// Runs until stopped, or until the source has ended for good.
    func run() {
        while true {
            let request = control.present
            if request.isStopped { return }
            control.waker.noteProgress()
            noteActivity(request)
            if let hold = request.hold {
                failures = 0
                lastHold = hold
                announcer.isYielding = false
                nodes.end()
                tell(hold.state, hold.sentence)
                _ = dependencies.wait(nil, -1)
                continue
            }
            if request.address.isCamera, let seconds = idle.closedFor(now: dependencies.now()) {
                nodes.end()
                tell(.released, "nobody was seen for long; the camera is closed but for a short look now and then")
                _ = dependencies.wait(seconds, -1)
                continue
            }
            if lastHold?.isForAnother == true {
                lastHold = nil
                _ = dependencies.wait(Self.handover, -1)
                continue
            }
            lastHold = nil
            if !idle.isShortLook { tell(.starting, "opening \(request.address)") }
            do {
                guard try watch(request) else { return }
            } catch {
                guard recover(from: error, request) else { return }
            }
        }
    }

    /// Opens the source and looks until something changes; false when it has ended for good.
    private func watch(_ first: CaptureRequest) throws(CaptureError) -> Bool {
        control.setOpen(true)
        // The source is gone by then: it lives in the call below.
        defer {
            control.setOpen(false)
            idle.closed(at: dependencies.now())
        }
        return try look(first)
    }

    private func look(_ first: CaptureRequest) throws(CaptureError) -> Bool {
        nodes.tryAgain(now: dependencies.now())
        tellYielding(first)
        let source = try dependencies.open(first.address, control.waker, nodes)
        idle.opened(at: dependencies.now())
        defer { framesBefore += source.framesSeen }
        schedule = LookSchedule(looksPerSecond: first.looksPerSecond)
        pace = LookPace(looksPerSecond: first.looksPerSecond)
        dependencies.startAfresh()
        while true {
            control.waker.noteProgress()
            let request = control.present
            noteActivity(request)
            if request.isStopped || request.hold != nil || request.generation != first.generation { return true }
            schedule.looksPerSecond = request.presentLooksPerSecond
            pace.looksPerSecond = request.presentLooksPerSecond
            switch try source.next(notBefore: schedule.next, into: &frame) {
            case .interrupted: continue
            case .ended:
                tell(.ended, "\(source.summary) has ended")
                dependencies.report(.ended)
                return false
            case .frame:
                if failures > 0 || announcer.isYielding { yielding.cameBack(at: dependencies.now()) }
                announcer.isYielding = false
                frame.turn(request.turn, scratch: &scratch)
                let reading = try read(source)
                failures = 0
                let arrival = source.arrival ?? frame.time
                let factor = pace.looked(reading.scores, place: reading.place, at: arrival)
                schedule.looked(at: arrival, pace: request.wantsEveryLook ? 1 : factor)
                say(source.oddity)
                guard request.address.isCamera else {
                    tell(.streaming, "watching \(source.summary)")
                    dependencies.report(.look(frame.time, reading, framesSeen: framesBefore + source.framesSeen))
                    continue
                }
                tellYielding(request)
                frame.time = max(frame.time, latest ?? frame.time)
                latest = frame.time
                idle.looked(sawSomebody: reading.showsSomebody, at: dependencies.now())
                let isOver = idle.closedFor(now: dependencies.now()) != nil
                if !isOver, !idle.isShortLook { tell(.streaming, "watching \(source.summary)") }
                dependencies.report(.look(frame.time, reading, framesSeen: framesBefore + source.framesSeen))
                if isOver { return true }
            }
        }
    }

    /// A look that fails is the source's trouble like any other: it is said, and tried again.
    private func read(_ source: any FrameSource) throws(CaptureError) -> FaceReading {
        do {
            return try dependencies.read(frame)
        } catch {
            throw CaptureError(.failed, "\(source.summary): a frame could not be looked at (\(error)); trying again")
        }
    }

    /// Waits until it is worth trying again; false where that cannot help.
    private func recover(from error: CaptureError, _ request: CaptureRequest) -> Bool {
        guard request.address.isCamera else {
            dependencies.report(.failed(error.description))
            return false
        }
        let state: WatchedCamera =
            switch error.code {
            case .missing, .unplugged: .missing
            case .denied, .revoked: .denied
            case .busy: .busy
            case .yielded: .yielded
            case .stalled, .unusable, .failed: .failed
            case .covered: .released
            }
        if error.code == .revoked, dependencies.wait(Self.turn, -1) == .woken, control.present.hold != nil {
            return true
        }
        switch state {
        case .yielded:
            yielding.yielded(at: dependencies.now())
            announcer.isYielding = true
            failures = 0
            tell(state, error.description)
            waitForOthers(request)
        case .busy:
            // Taken by another program: waited for as if it had been left to that one, but also tried by a timer.
            if !announcer.isYielding { tell(state, error.description) }
            yielding.heard(at: dependencies.now(), somebodyLeft: false)
            failures = min(failures + 1, 10)
            nodes.presumeTaken()
            if !announcer.isYielding { yielding.patience = backoff }
            waitForOthers(request)
            yielding.patience = YieldPolicy().patience
        default:
            tell(state, error.description)
            failures = min(failures + 1, 10)
            waitForDevices(request)
        }
        return true
    }

    /// Seconds until the next try: longer each time, so that a broken camera costs nothing.
    private var backoff: Double { min(30, pow(2, Double(failures - 1))) }

    /// Waits until the others have closed the camera for a while, or so long that events must have been lost.
    private func waitForOthers(_ before: CaptureRequest) {
        // News that came while the camera was being closed has been read already and does not end a wait.
        guard !nodeIsGone() else { return }
        while true {
            let seconds = yielding.wait(othersInside: nodes.othersInside, now: dependencies.now())
            guard seconds > 0 else { return }
            switch dependencies.wait(seconds, nodes.descriptor) {
            case .woken: if isAnother(control.present, than: before) { return }
            case .noticed: if nodeIsGone() { return }
            case .ready, .hungUp, .timedOut: break
            }
        }
    }

    /// Takes in who came and went; true if the node went with them.
    private func nodeIsGone() -> Bool {
        let news = nodes.news()
        if news.wasOpened || news.wasClosed { yielding.heard(at: dependencies.now(), somebodyLeft: news.wasClosed) }
        return news.nodeIsGone
    }

    /// Waits for the backoff, or until a camera appears or may be opened.
    private func waitForDevices(_ before: CaptureRequest) {
        let deadline = dependencies.now() + backoff
        while true {
            let seconds = deadline - dependencies.now()
            guard seconds > 0 else { return }
            switch dependencies.wait(seconds, nodes.descriptor) {
            case .woken:
                let request = control.present
                if isAnother(request, than: before) || request.reloads != before.reloads { return }
            case .noticed:
                guard nodes.news().devicesChanged else { continue }
                _ = dependencies.wait(Self.settling, -1)
                _ = nodes.news()
                return
            case .ready, .hungUp, .timedOut: break
            }
        }
    }

    private func isAnother(_ request: CaptureRequest, than before: CaptureRequest) -> Bool {
        request.isStopped || request.hold != nil || request.generation != before.generation
            || request.activity != before.activity
    }

    private func noteActivity(_ request: CaptureRequest) {
        guard request.activity != activity else { return }
        activity = request.activity
        idle.noticedActivity(at: dependencies.now())
    }

    private func tellYielding(_ request: CaptureRequest) {
        guard request.address.isCamera, nodes.trouble != yieldingTrouble else { return }
        yieldingTrouble = nodes.trouble
        dependencies.report(.yielding(trouble: yieldingTrouble.map { "\($0); \(NodeWatch.remedy)" }))
    }

    private func say(_ oddity: SourceOddity?) {
        guard oddity != self.oddity else { return }
        self.oddity = oddity
        dependencies.report(.oddity(oddity, isNews: oddity.map { saidOddities.insert($0).inserted } ?? false))
    }

    private func tell(_ state: WatchedCamera, _ text: String) {
        if announcer.isNews(state, text, afterFailure: failures > 0) {
            dependencies.report(.camera(state, detail: text))
        }
    }
}
