import Glibc
import MessageBus
import SystemIntegration
import VideoCapture

/// Asks the desktop's portal for the camera, on the watching thread.
final class PortalAsking: CameraAsking {
    private let portal = CameraPortal(bus: try? Bus.user())

    func ask(waker: CaptureWaker) -> CameraAnswer {
        let answer = portal.ask { seconds, descriptor, events in
            waker.wait(seconds: seconds, other: descriptor, events: Int32(events)) != .woken
        }
        return switch answer {
        case .connection(let descriptor): .connection(descriptor)
        case .absent: .nobody
        case .interrupted: .interrupted
        case .refused: .refused
        }
    }
}
