import Glibc
import MessageBus
import SystemIntegration
import VideoCapture

/// Asks the desktop's portal for the camera, on the watching thread. It lives as long as that: a question stays before the
/// person while the camera is held, and a refusal is remembered.
final class PortalAsking: CameraAsking {
    private let portal = CameraPortal()
    private let reloads: () -> Int
    private var reloadsSeen: Int

    /// - Parameter reloads: how often the settings have been read anew.
    init(reloads: @escaping () -> Int) {
        self.reloads = reloads
        reloadsSeen = reloads()
    }

    func ask(waker: CaptureWaker) -> CameraAnswer {
        let reloads = reloads()
        if reloads != reloadsSeen { portal.forgetRefusal() }
        reloadsSeen = reloads
        let answer = portal.ask { seconds, descriptor, events in
            waker.wait(seconds: seconds, other: descriptor, events: Int32(events)) != .woken
        }
        return switch answer {
        case .connection(let descriptor): .connection(descriptor)
        case .absent: .nobody
        case .interrupted: .interrupted
        case .refused: .refused
        case .unanswered: .unanswered
        case .silent: .silent
        }
    }
}
