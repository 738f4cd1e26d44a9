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
                let likeness = Self.likeness(frame, reference)
                #expect(likeness > 0.95, "\(fourCharacterCode(format)): \(likeness)")
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

    /// Correlation of grey over the lower half: the upper one carries a clock, and formats differ in the range of values.
    private static func likeness(_ first: GreyFrame, _ second: GreyFrame) -> Double {
        guard first.pixels.count == second.pixels.count, !first.pixels.isEmpty else { return 0 }
        let half = first.pixels.count / 2
        let a = first.pixels[half...].map(Double.init), b = second.pixels[half...].map(Double.init)
        let meanA = a.reduce(0, +) / Double(a.count), meanB = b.reduce(0, +) / Double(b.count)
        var both = 0.0, squaresA = 0.0, squaresB = 0.0
        for (x, y) in zip(a, b) {
            both += (x - meanA) * (y - meanB)
            squaresA += (x - meanA) * (x - meanA)
            squaresB += (y - meanB) * (y - meanB)
        }
        return both / (squaresA * squaresB).squareRoot()
    }
}
