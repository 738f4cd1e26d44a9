import Configuration
import Dispatch
import FoundationEssentials
import Media
import Synchronization
import SystemIntegration
import VideoCapture

/// What the watching thread is to do.
struct CaptureRequest: Sendable, Equatable {
    var isStopped = false
    var isPaused = false
    var looksPerSecond: Double
    /// No look is to be saved, however little it is expected to tell.
    var wantsEveryLook = false
    /// As often as the settings say, and in a calibration often enough that its shortest time, ten seconds, gives the
    /// twenty looks that it needs though a third of them may show no face.
    var presentLooksPerSecond: Double {
        if wantsEveryLook { return max(Self.calibrationLooksPerSecond, looksPerSecond) }
        return address.isCamera && isOnBattery && onBattery == .half ? looksPerSecond / 2 : looksPerSecond
    }
    private static let calibrationLooksPerSecond = 3.0
    /// Rises with every change of source.
    var generation = 0
    /// Rises whenever the settings were read anew, changed or not: a desktop that refused is asked again.
    var reloads = 0
    /// Rises whenever the person gave a sign of life elsewhere than before the camera.
    var activity = 0
    var address: SourceAddress
    var when: CameraSettings.When
    /// How each frame is turned before it is looked at.
    var turn = FrameTurn.none
    /// What is done on battery, and whether the machine is.
    var onBattery = CameraSettings.OnBattery.half
    var isOnBattery = false
    /// What the desktop says; nil before it has said anything.
    var hints: PresenceHints?
    /// Whether a player that is on no bus plays; nil where there is none, or no knowing.
    var playerPlays: Bool?

    /// What the desktop says, and the player that it does not know of.
    private var allHints: PresenceHints? {
        guard var all = hints, let playerPlays else { return hints }
        all.mediaPlaying = all.mediaPlaying == true || playerPlays
        return all
    }

    /// Why the source is to be closed; nil if it may be open.
    var hold: CameraHold? {
        CameraHold(
            isPaused: isPaused, isCamera: address.isCamera, when: when, hints: allHints,
            sparesBattery: isOnBattery && onBattery == .off)
    }
}

/// What is asked of the watching thread, and what wakes it to notice.
final class WatchControl: Sendable {
    let waker: CaptureWaker
    private let request: Mutex<CaptureRequest>
    /// Whether the thread has a source open.
    private let isOpen = Mutex(false)
    private let closed = DispatchSemaphore(value: 0)

    /// - Throws: `CaptureError` when no descriptor is left.
    init(
        address: SourceAddress, looksPerSecond: Double, when: CameraSettings.When = .always
    ) throws(CaptureError) {
        waker = try CaptureWaker()
        request = Mutex(CaptureRequest(looksPerSecond: looksPerSecond, address: address, when: when))
    }

    var present: CaptureRequest { request.withLock { $0 } }

    /// Ends the thread: at the latest when the call it is blocked in returns.
    func stop() { change { $0.isStopped = true } }

    /// Closes the camera, or opens it again.
    func setPaused(_ paused: Bool) {
        change {
            $0.isPaused = paused
            if !paused { $0.activity += 1 }
        }
    }

    /// The person is there though the camera may not see them: it is opened again if it was released because it saw no one.
    func noticedActivity() { change { $0.activity += 1 } }

    /// Takes over what the desktop says; unlocking, waking up, coming back, signing in and pressing play are signs of life.
    ///
    /// - Parameter isFirst: only if it has said nothing before.
    func take(_ hints: PresenceHints, ifFirst isFirst: Bool = false) {
        change {
            if isFirst, $0.hints != nil { return }
            let old = $0.hints ?? PresenceHints()
            $0.hints = hints
            let isSignOfLife =
                old.screenLocked && !hints.screenLocked || old.aboutToSleep && !hints.aboutToSleep
                || old.session.forbidsWatching && !hints.session.forbidsWatching
                || old.sessionIdle && !hints.sessionIdle || old.mediaPlaying == false && hints.mediaPlaying == true
            if isSignOfLife { $0.activity += 1 }
        }
    }

    /// Takes over what a player says that is on no bus, such as MPD; pressing play is a sign of life.
    func take(playerPlays plays: Bool?) {
        change {
            if $0.playerPlays != true, plays == true { $0.activity += 1 }
            $0.playerPlays = plays
        }
    }

    /// Watches with other settings; another source is opened afresh.
    func watch(_ address: SourceAddress, looksPerSecond: Double, when: CameraSettings.When = .always) {
        change {
            if $0.address != address {
                $0.address = address
                $0.generation += 1
            }
            $0.reloads += 1
            $0.looksPerSecond = looksPerSecond
            $0.when = when
        }
    }

    /// Takes over how frames are turned, and what is done on battery.
    func take(_ settings: CameraSettings) {
        change {
            let turn = FrameTurn(quarters: settings.rotate / 90, isMirrored: settings.mirror)
            if $0.turn != turn {
                $0.turn = turn
                // Nothing that was known of faces holds in a picture that is turned.
                $0.generation += 1
            }
            $0.onBattery = settings.onBattery
        }
    }

    /// Takes over whether the machine runs on battery.
    func setOnBattery(_ isOnBattery: Bool) { change { $0.isOnBattery = isOnBattery } }

    /// Makes every look, as a calibration needs them, or only those that are worth it again.
    func setEveryLook(_ every: Bool) { change { $0.wantsEveryLook = every } }

    /// For the thread: whether a source is open now.
    func setOpen(_ open: Bool) {
        isOpen.withLock { $0 = open }
        if !open { closed.signal() }
    }

    /// Blocks until no source is open or the time is up, before the machine sleeps.
    ///
    /// - Returns: whether none is open.
    @discardableResult func waitUntilClosed(seconds: Double) -> Bool {
        let deadline = DispatchTime.now() + seconds
        while isOpen.withLock({ $0 }), closed.wait(timeout: deadline) == .success {}
        return isOpen.withLock { !$0 }
    }

    private func change(_ body: (inout CaptureRequest) -> Void) {
        let isNews = request.withLock { request in
            let old = request
            body(&request)
            return request != old
        }
        if isNews { waker.wake() }
    }
}
