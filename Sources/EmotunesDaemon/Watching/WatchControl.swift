import Synchronization
import VideoCapture

/// The taps on the watching thread: what others ask of it, and the bell that makes it notice.
final class WatchControl: Sendable {
    /// What the thread is to do.
    struct Wish: Sendable, Equatable {
        var isStopped = false
        var isPaused = false
        var looksPerSecond: Double
        /// Rises with every change of source.
        var generation = 0
        var address: SourceAddress
    }

    let bell: WakeUp
    private let wish: Mutex<Wish>

    /// - Throws: `CaptureError` when no descriptor is left.
    init(address: SourceAddress, looksPerSecond: Double) throws(CaptureError) {
        bell = try WakeUp()
        wish = Mutex(Wish(looksPerSecond: looksPerSecond, address: address))
    }

    var present: Wish { wish.withLock { $0 } }

    /// Ends the thread: at the latest when the call it is blocked in returns.
    func stop() { change { $0.isStopped = true } }

    /// Closes the camera, or opens it again.
    func setPaused(_ paused: Bool) { change { $0.isPaused = paused } }

    /// Watches with other settings; another source is opened afresh.
    func watch(_ address: SourceAddress, looksPerSecond: Double) {
        change {
            if $0.address != address {
                $0.address = address
                $0.generation += 1
            }
            $0.looksPerSecond = looksPerSecond
        }
    }

    private func change(_ body: (inout Wish) -> Void) {
        wish.withLock { body(&$0) }
        bell.ring()
    }
}
