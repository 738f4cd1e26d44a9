import CameraDevices
import Foundation
import Testing

@testable import VideoCapture

/// Runs only where `EMOTUNES_CAMERA` names a node that shows a still picture, such as the kernel's test driver.
private let camera = ProcessInfo.processInfo.environment["EMOTUNES_CAMERA"]

@Suite(.serialized, .enabled(if: camera != nil)) struct RealCameraTests {
    /// Every format shows the same picture: a wrong byte order or line length would not.
    @Test func everyFormatOfTheDriverIsReadRightly() throws {
        let device = try DeviceDirectory.describe(try #require(camera))
        let stream = try CameraStream(path: device.path, watch: nil)
        let formats = DeviceDirectory.formats(of: stream.descriptor)
        _ = consume stream
        let reference = try frame(device, FormatRanking.ranked(formats)[0])
        var unread: [String] = []
        for format in formats {
            do {
                let frame = try frame(device, format)
                let distance = Self.distance(frame, reference)
                #expect(distance < 12, "\(fourCharacterCode(format)): \(distance)")
            } catch {
                unread.append(fourCharacterCode(format))
            }
        }
        print("\(formats.count) formats, not read: \(unread)")
        // Eighteen bits a pixel: no camera delivers it.
        #expect(unread.allSatisfy { $0 == "BGRH" })
    }

    @Test func anUnreadableFormatGivesWayToTheNext() throws {
        let device = try DeviceDirectory.describe(try #require(camera))
        let stream = try CameraStream(path: device.path, watch: nil)
        let formats = DeviceDirectory.formats(of: stream.descriptor)
        _ = consume stream
        let bad = try #require(formats.first { fourCharacterCode($0) == "BGRH" })
        let source = try CameraSource(device: device, wakeUp: try WakeUp(), watch: nil, formats: [bad, formats[0]])
        var frame = GreyFrame()
        #expect(try source.next(notBefore: nil, into: &frame) == .frame)
        #expect(source.summary.contains(fourCharacterCode(formats[0])))
    }

    private func frame(_ device: CaptureDevice, _ format: UInt32) throws -> GreyFrame {
        let source = try CameraSource(device: device, wakeUp: try WakeUp(), watch: nil, formats: [format])
        var frame = GreyFrame()
        try #require(try source.next(notBefore: nil, into: &frame) == .frame)
        return frame
    }

    /// Mean difference of grey over the lower half: the upper one carries a clock.
    private static func distance(_ first: GreyFrame, _ second: GreyFrame) -> Double {
        guard first.pixels.count == second.pixels.count, !first.pixels.isEmpty else { return .infinity }
        let half = first.pixels.count / 2
        let sum = zip(first.pixels[half...], second.pixels[half...]).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
        return Double(sum) / Double(first.pixels.count - half)
    }
}
