import CV4L2
package import CameraDevices
import Glibc
package import Mood

/// A V4L2 camera: streams into few buffers, sleeps between looks, and decodes only the frame that is looked at.
package final class CameraSource: FrameSource {
    package let summary: String
    package let isLive = true
    package var framesSeen: Int { stream.framesSeen }
    private var stream: CameraStream
    private let wakeUp: WakeUp
    private let converter: FrameConverter?

    /// A driver that delivers nothing for this long has stalled.
    private static let patienceSeconds = 3.0

    /// Opens the camera and starts streaming near 640 × 480.
    ///
    /// - Parameter device: a node as `DeviceDirectory.resolve` found it.
    /// - Throws: `CaptureError`: busy, denied, missing, or what failed.
    package init(device: CaptureDevice, wakeUp: WakeUp) throws(CaptureError) {
        stream = try CameraStream(path: device.path)
        try stream.start(width: 640, height: 480)
        self.wakeUp = wakeUp
        let format = stream.format
        converter = PixelLayout(format: format.pixelformat) == nil ? try FrameConverter(stream: stream) : nil
        summary =
            "\(device.card) (\(device.path), \(format.width)×\(format.height) \(fourCharacterCode(format.pixelformat)))"
    }

    package func next(notBefore time: MediaTime?, into frame: inout GreyFrame) throws(CaptureError) -> FrameOutcome {
        if let time {
            let left = time.seconds - monotonicSeconds()
            if left > 0 {
                switch wakeUp.wait(seconds: left, other: stream.descriptor) {
                case .rung: return .interrupted
                case .hungUp: throw unplugged
                case .ready, .timedOut: break
                }
            }
        }
        try stream.discardWaiting()
        let deadline = monotonicSeconds() + Self.patienceSeconds
        while true {
            let left = deadline - monotonicSeconds()
            switch wakeUp.wait(seconds: max(0, left), other: stream.descriptor, events: POLLIN) {
            case .rung: return .interrupted
            case .hungUp: throw unplugged
            case .timedOut:
                throw CaptureError(
                    .stalled,
                    "\(stream.path): the camera has delivered no usable frame for \(Int(Self.patienceSeconds)) s; opening it again"
                )
            case .ready: break
            }
            let format = stream.format, converter = converter
            let taken = try stream.take { bytes, stamp in
                let filled =
                    if let converter { converter.convert(bytes, into: &frame) } else {
                        Self.fill(&frame, format, bytes)
                    }
                if filled { frame.time = MediaTime(seconds: stamp) }
                return filled
            }
            if taken == true { return .frame }
        }
    }

    private var unplugged: CaptureError {
        CaptureError(.unplugged, "\(stream.path): the camera was disconnected; waiting for it to come back")
    }

    private static func fill(_ frame: inout GreyFrame, _ format: v4l2_pix_format, _ bytes: UnsafeRawBufferPointer)
        -> Bool
    {
        guard let layout = PixelLayout(format: format.pixelformat) else { return false }
        let tight = Int(format.width) * layout.step
        return frame.fill(
            width: Int(format.width), height: Int(format.height), from: bytes,
            stride: max(Int(format.bytesperline), tight), step: layout.step, offset: layout.offset)
    }
}
