import CameraDevices
import Emotions
import FaceAnalysis
import Media
import SystemIntegration
import VideoCapture

@testable import EmotunesDaemon

/// A camera that does what a test says, step by step, in a time of its own.
final class ScriptedCamera {
    /// What the camera does next.
    enum Step {
        /// Opening works, and frames follow.
        case opens
        /// Opening fails.
        case refuses(CaptureError)
        /// A frame comes, with a face or without, so many seconds later.
        case frame(face: Bool, after: Double)
        /// A frame comes with a face, so many seconds later, and its stamp is so many seconds off.
        case stamped(off: Double, after: Double)
        /// Streaming ends with an error.
        case breaks(CaptureError)
        /// A frame comes that cannot be looked at.
        case breaksTheLook
        /// The test does something in between.
        case then((WatchControl) -> Void)
    }

    private var steps: ArraySlice<Step>
    private let control: WatchControl
    private var time = 0.0
    private(set) var opened = 0
    private(set) var told: [WatchedCamera] = []
    private(set) var looks = 0
    /// What was said of why other programs are not noticed.
    private(set) var yieldingTroubles: [String?] = []
    /// What was said of odd sources, and whether as news.
    private(set) var oddities: [(sentence: String?, isNews: Bool)] = []
    /// What each look said of the frames that had come by.
    private(set) var framesSeen: [Int] = []
    /// Every wait that ran its full time.
    private(set) var waits: [Double] = []
    /// The media time of each look, and when the loop wanted each frame at the earliest.
    private(set) var lookTimes: [Double] = [], wanted: [Double?] = []
    /// Width and height of each frame that was looked at; the camera's have three pixels by two.
    private(set) var sizes: [[Int]] = []
    fileprivate var oddity: SourceOddity?
    private var hasFace = false
    private var isBroken = false

    private let nodes: NodeWatch

    /// - Parameter hints: what the desktop has said before the first step.
    init(
        _ steps: [Step], control: WatchControl, hints: PresenceHints? = PresenceHints(),
        nodes: NodeWatch = NodeWatch(deviceFolder: "/nonexistent")
    ) {
        self.steps = steps[...]
        self.control = control
        self.nodes = nodes
        if let hints { control.take(hints) }
    }

    /// Runs the script to its end, then stops the loop.
    func run() {
        let dependencies = WatchLoop.Dependencies(
            open: { [unowned self] _, _, _ throws(CaptureError) in try open() }, startAfresh: {},
            read: { [unowned self] frame in
                sizes.append([frame.width, frame.height])
                if isBroken { throw FaceAnalysisError(.openCV, "out of memory") }
                return hasFace
                    ? .face(Rectangle(x: 0, y: 0, width: 9, height: 9), .uniform, pose: 1) : .none(.noFace, nil)
            },
            report: { [unowned self] event in
                switch event {
                case .camera(let state, _): told.append(state)
                case .look(let time, _, let count):
                    looks += 1
                    lookTimes.append(time.seconds)
                    framesSeen.append(count)
                case .yielding(let trouble): yieldingTroubles.append(trouble)
                case .oddity(let oddity, let isNews): oddities.append((oddity?.sentence, isNews))
                case .ended, .failed: break
                }
            },
            now: { [unowned self] in time }, wait: { [unowned self] seconds, _ in wait(seconds) })
        WatchLoop(control: control, dependencies: dependencies, nodes: nodes).run()
    }

    private func open() throws(CaptureError) -> any FrameSource {
        while let step = steps.popFirst() {
            switch step {
            case .then(let body): body(control)
            case .refuses(let error): throw error
            case .opens:
                opened += 1
                return Source(owner: self)
            case .frame, .stamped, .breaks, .breaksTheLook:
                steps.insert(step, at: steps.startIndex)
                opened += 1
                return Source(owner: self)
            }
        }
        control.stop()
        throw CaptureError(.missing, "the script is over")
    }

    fileprivate var arrival: MediaTime { MediaTime(seconds: time) }

    fileprivate func next(notBefore moment: MediaTime?, into frame: inout GreyFrame) throws(CaptureError)
        -> FrameOutcome
    {
        guard let step = steps.popFirst() else {
            control.stop()
            return .interrupted
        }
        wanted.append(moment?.seconds)
        switch step {
        case .frame(let face, let seconds):
            time += seconds
            (hasFace, isBroken) = (face, false)
            frame.reshape(width: 3, height: 2)
            frame.time = MediaTime(seconds: time)
            return .frame
        case .stamped(let off, let seconds):
            time += seconds
            (hasFace, isBroken) = (true, false)
            frame.time = MediaTime(seconds: time + off)
            oddity = off == 0 ? nil : SourceOddity("the stamps are wrong", isNotable: true)
            return .frame
        case .breaks(let error): throw error
        case .breaksTheLook:
            isBroken = true
            return .frame
        case .then(let body):
            body(control)
            return .interrupted
        case .opens, .refuses:
            // The script expects the loop to have closed the source by now.
            told.append(.failed)
            control.stop()
            return .interrupted
        }
    }

    /// Time passes, unless the test does something first.
    private func wait(_ seconds: Double?) -> CaptureWaker.Reason {
        if case .then(let body) = steps.first {
            steps.removeFirst()
            body(control)
            return .woken
        }
        guard let seconds else {
            control.stop()
            return .woken
        }
        time += seconds
        waits.append(seconds)
        return .timedOut
    }

    private final class Source: FrameSource {
        let summary = "scripted camera"
        private(set) var framesSeen = 0
        private let owner: ScriptedCamera

        init(owner: ScriptedCamera) { self.owner = owner }

        func next(notBefore time: MediaTime?, into frame: inout GreyFrame) throws(CaptureError) -> FrameOutcome {
            framesSeen += 1
            return try owner.next(notBefore: time, into: &frame)
        }

        var arrival: MediaTime? { owner.arrival }
        var oddity: SourceOddity? { owner.oddity }
    }
}
