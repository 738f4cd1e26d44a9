import CameraDevices
import ControlProtocol
import EmotunesControl
import Media
import Testing
import VideoCapture

/// Delivers the same grey picture thirty times a second.
private final class StillCamera: FrameSource {
    let summary = "Webcam (/dev/video2, 4×2 YUYV)"
    private(set) var framesSeen = 0
    private let pixels: [UInt8]
    private let tick: () -> Void

    init(pixels: [UInt8], tick: @escaping () -> Void) {
        self.pixels = pixels
        self.tick = tick
    }

    func next(notBefore time: MediaTime?, into frame: inout GreyFrame) throws(CaptureError) -> FrameOutcome {
        tick()
        framesSeen += 1
        frame.reshape(width: 4, height: 2)
        frame.pixels = pixels
        return .frame
    }
}

private let webcam = CaptureDevice(
    path: "/dev/video2", card: "Webcam", driver: "uvcvideo", bus: "usb-1", isCapture: true, formats: ["YUYV", "MJPG"])
private let metadata = CaptureDevice(
    path: "/dev/video3", card: "Webcam", driver: "uvcvideo", bus: "usb-1", isCapture: false, formats: [])

@Suite struct CameraCommandTests {
    private let surroundings = TestSurroundings()

    init() {
        var machine = CameraMachine(nodes: ["/dev/video0", "/dev/video2", "/dev/video3"])
        machine.describe = { path throws(CameraDeviceError) in
            switch path {
            case "/dev/video2": return webcam
            case "/dev/video3": return metadata
            default: throw CameraDeviceError(.denied, "\(path): permission denied; join group \"video\"")
            }
        }
        var now = 0.0
        machine.seconds = { now }
        machine.open = { _ throws(CaptureError) in
            StillCamera(pixels: [0, 250, 0, 250, 0, 250, 0, 250]) { now += 1.0 / 32 }
        }
        surroundings.cameras = machine
    }

    private func list() throws -> [JSONValue] {
        #expect(surroundings.run("camera", "list", "--json") == 0)
        let answer = try JSONValue(parsing: Array(surroundings.output.utf8))
        guard case .object(let object) = answer, case .array(let cameras)? = object["cameras"] else { return [] }
        return cameras
    }

    private func value(_ name: String, _ camera: JSONValue) -> JSONValue? {
        guard case .object(let object) = camera else { return nil }
        return object[name]
    }

    @Test func listMarksTheCameraThatAutoTakes() throws {
        let cameras = try list()
        #expect(cameras.count == 3)
        #expect(cameras.map { value("isAuto", $0) } == [.bool(false), .bool(true), .bool(false)])
        #expect(cameras.map { value("state", $0) } == [.string("denied"), .string("free"), .string("free")])
        #expect(cameras.map { value("isCapture", $0) }.last == .bool(false))
    }

    @Test func busyCameraNamesItsUser() throws {
        surroundings.cameras.isTaken = { _ in true }
        surroundings.cameras.holders = { ["/dev/video2": [DeviceHolder(process: 7, program: "firefox")]] }
        #expect(surroundings.run("camera", "list") == 0)
        #expect(surroundings.output.contains("in use by firefox (process 7)"))
    }

    @Test func daemonsCameraIsNotOpened() throws {
        surroundings.cameras.holders = { ["/dev/video2": [DeviceHolder(process: 7, program: "emotunesd")]] }
        surroundings.cameras.describe = { path throws(CameraDeviceError) in
            throw CameraDeviceError(path == "/dev/video2" ? .failed : .denied, "\(path) was opened")
        }
        #expect(value("state", try list()[1]) == .string("daemon"))
        #expect(!surroundings.output.contains("video2 was opened"))
        #expect(surroundings.run("camera", "test") == 1)
        #expect(surroundings.errorOutput.contains("emotunesctl pause"))
    }

    @Test func cameraTestMeasuresFrames() throws {
        #expect(surroundings.run("camera", "test") == 0)
        #expect(surroundings.output.contains("32.0 a second"))
        #expect(surroundings.output.contains("brightness 125.0 of 255, contrast 125.0: well lit"))
    }

    @Test func cameraTestReportsACoveredLens() throws {
        var now = 0.0
        surroundings.cameras.seconds = { now }
        surroundings.cameras.open = { _ throws(CaptureError) in
            StillCamera(pixels: [8, 8, 8, 9, 8, 8, 8, 8]) { now += 1.0 / 32 }
        }
        #expect(surroundings.run("camera", "test", "--json") == 0)
        let answer = try JSONValue(parsing: Array(surroundings.output.utf8))
        #expect(value("verdict", answer) == .string("covered"))
    }

    @Test func cameraTestRefusesANodeWithoutCapture() {
        #expect(surroundings.run("camera", "test", "/dev/video3") == 1)
        #expect(surroundings.errorOutput.contains("is no camera"))
    }

    @Test func listWithoutCamerasSucceeds() {
        surroundings.cameras = CameraMachine(nodes: [])
        #expect(surroundings.run("camera", "list") == 0)
        #expect(surroundings.output.contains("no video device"))
        #expect(surroundings.run("camera", "test") == 1)
    }
}
