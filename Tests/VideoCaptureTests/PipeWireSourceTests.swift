import CV4L2
import Covers
import DemoFace
import Emotions
import FaceAnalysis
import Foundation
import Media
import PipeWireTestSupport
import Platform
import TestSupport
import Testing

@testable import VideoCapture

/// A real session with a camera of the test's own.
@Suite(
    .serialized, .ownThread, .enabled(if: PipeWireSession.isUsable, Comment(rawValue: PipeWireSession.whySkipped)))
struct PipeWireSourceTests {
    /// A way of writing a picture that cameras have: PipeWire's name, V4L2's code, bytes of a line for each pixel.
    struct Format: CustomTestStringConvertible {
        let name: String, code: String, step: Int
        var testDescription: String { name }

        static let all = [
            Format(name: "GRAY8", code: "GREY", step: 1), Format(name: "YUY2", code: "YUYV", step: 2),
            Format(name: "NV12", code: "NV12", step: 1), Format(name: "I420", code: "YU12", step: 1),
            Format(name: "RGB", code: "RGB3", step: 3), Format(name: "BGRx", code: "XR24", step: 4),
            Format(name: "MJPG", code: "MJPG", step: 0),
        ]

        /// A picture of these greys, with colours.
        func written(_ grey: [UInt8], _ width: Int, _ height: Int) -> [UInt8] {
            switch name {
            case "YUY2": grey.flatMap { [$0, $0 &+ 40] }
            case "NV12", "I420": grey + (0..<grey.count / 2).map { UInt8(truncatingIfNeeded: $0) }
            case "RGB": grey.flatMap { [$0, $0 / 2, 255 - $0] }
            case "BGRx": grey.flatMap { [255 - $0, $0 / 2, $0, 7] }
            case "MJPG": JPEGEncoder.encode(Self.picture(grey, width, height), quality: 90)
            default: grey
            }
        }

        private static func picture(_ grey: [UInt8], _ width: Int, _ height: Int) -> ColourPicture {
            ColourPicture(width: width, height: height) { x, y in
                let value = Double(grey[y * width + x]) / 255
                return Colour(value, value, value)
            }
        }

        /// What the V4L2 source makes of the same bytes.
        func decodedAsByV4L2(_ bytes: [UInt8], _ width: Int, _ height: Int) throws -> GreyFrame {
            var format = v4l2_pix_format()
            (format.width, format.height) = (UInt32(width), UInt32(height))
            format.bytesperline = UInt32(width * step)
            format.pixelformat = code.utf8.reversed().reduce(0) { $0 << 8 | UInt32($1) }
            var frame = GreyFrame()
            let decoder = try FrameDecoder(format: format, path: "test")
            #expect(bytes.withUnsafeBytes { decoder.decode($0, into: &frame) })
            return frame
        }
    }

    private static let width = 640, height = 480

    /// A drawn face.
    private static func face(_ emotion: Emotion, time: Double = 0) -> [UInt8] {
        var face = DemoFace(), pixels = [UInt8](repeating: 0, count: width * height)
        face.draw(emotion: emotion, time: time, into: &pixels, width: width, height: height)
        return pixels
    }

    private func camera(
        _ session: PipeWireSession, _ format: Format = Format.all[1], name: String = "test_camera",
        _ emotion: Emotion = .happy, isStamped: Bool = true
    ) throws -> TestCamera {
        let bytes = format.written(Self.face(emotion), Self.width, Self.height)
        return try TestCamera(
            in: session, name: name, description: "Camera \(name)", format: format.name, width: Self.width,
            height: Self.height, stride: Self.width * format.step, showing: .init(bytes, isStamped: isStamped))
    }

    /// A camera needs a moment to be in the session, and a busy machine may be slow to join it.
    private func opened(
        _ session: PipeWireSession, _ frame: inout GreyFrame, camera: String? = "test_camera"
    ) throws -> PipeWireSource {
        let waker = try CaptureWaker()
        return try #require(
            try polled { () throws -> PipeWireSource? in
                let source = try PipeWireSource(camera: camera, remote: session.socket, waker: waker)
                do throws(CaptureError) {
                    #expect(try source.next(notBefore: nil, into: &frame) == .frame)
                } catch {
                    guard [.missing, .stalled].contains(error.code) else { throw error }
                    return nil
                }
                return source
            })
    }

    private func failure(_ body: () throws -> Void) throws -> CaptureError {
        try #require(throws: CaptureError.self, performing: body)
    }

    @Test(arguments: Format.all) func framesAreThePixelsThatWereShown(format: Format) throws {
        let session = try PipeWireSession()
        let camera = try camera(session, format)
        defer { camera.close() }
        var frame = GreyFrame()
        let source = try opened(session, &frame)
        #expect(source.summary == "Camera test_camera (PipeWire, 640×480 \(format.code))")
        let first = try format.decodedAsByV4L2(
            format.written(Self.face(.happy), Self.width, Self.height), Self.width, Self.height)
        #expect(frame.pixels == first.pixels && frame.width == 640 && frame.height == 480)
        #expect(Set(frame.pixels).count > 20)
        // A picture of another size in bytes would not fit.
        guard format.name != "MJPG" else { return }
        let bytes = format.written(Self.face(.sad, time: 3), Self.width, Self.height)
        let second = try format.decodedAsByV4L2(bytes, Self.width, Self.height)
        camera.show(.init(bytes))
        let came = try polled { () throws -> Bool? in
            #expect(try source.next(notBefore: nil, into: &frame) == .frame)
            return frame.pixels == second.pixels ? true : nil
        }
        #expect(came == true)
    }

    @Test func scoresAreThoseOfTheSameFramesByV4L2() throws {
        let session = try PipeWireSession()
        let format = Format.all[1]
        let camera = try camera(session)
        defer { camera.close() }
        var frame = GreyFrame()
        let source = try opened(session, &frame)
        OpenCVRuntime.configure()
        // Who is there for the first time may take two looks.
        func read(_ frame: GreyFrame) throws -> FaceReading {
            let analyser = FaceAnalyser(
                finder: NetworkFaceFinder(
                    search: try NetworkFaceSearch(folder: Repository.path("models/face-detector"))),
                classifier: try EmotionClassifier(folder: Repository.path("models/emotion")))
            var next = frame
            next.time = .init(seconds: frame.time.seconds + 0.5)
            _ = try analyser.read(frame)
            return try analyser.read(next)
        }
        var differing: Set<[Double]> = []
        for emotion in Emotion.allCases {
            let bytes = format.written(Self.face(emotion, time: 1), Self.width, Self.height)
            let expected = try format.decodedAsByV4L2(bytes, Self.width, Self.height)
            camera.show(.init(bytes))
            let came = try polled { () throws -> Bool? in
                #expect(try source.next(notBefore: nil, into: &frame) == .frame)
                return frame.pixels == expected.pixels ? true : nil
            }
            #expect(came == true)
            var same = frame
            same.time = expected.time
            let here = try read(same), there = try read(expected)
            let scores = try #require(there.scores, "\(emotion): no face was read")
            #expect(here.scores == scores)
            differing.insert(Emotion.allCases.map { scores[$0] })
        }
        #expect(differing.count == Emotion.allCases.count)
    }

    @Test func cameraThatGoesIsUnpluggedAndItsSuccessorFound() throws {
        let session = try PipeWireSession()
        let first = try camera(session)
        var frame = GreyFrame()
        let source = try opened(session, &frame)
        first.close()
        let gone = try failure { while true { _ = try source.next(notBefore: nil, into: &frame) } }
        #expect(gone.code == .unplugged, "\(gone)")
        let missing = try failure {
            _ = try PipeWireSource(camera: "test_camera", remote: session.socket, waker: try CaptureWaker())
                .next(notBefore: nil, into: &frame)
        }
        #expect(missing.code == .missing && missing.description.contains("no such camera"), "\(missing)")
        let second = try camera(session)
        defer { second.close() }
        let again = try opened(session, &frame)
        #expect(try again.next(notBefore: nil, into: &frame) == .frame)
    }

    @Test func sessionThatEndsIsMissingUntilItIsBack() throws {
        let session = try PipeWireSession()
        var first: TestCamera? = try camera(session)
        var frame = GreyFrame()
        let source = try opened(session, &frame)
        session.end()
        let ended = try failure { while true { _ = try source.next(notBefore: nil, into: &frame) } }
        #expect(ended.code == .missing, "\(ended)")
        let none = try failure {
            _ = try PipeWireSource(camera: nil, remote: session.socket, waker: try CaptureWaker())
                .next(notBefore: nil, into: &frame)
        }
        #expect(none.code == .missing && none.description.contains("v4l2:auto"), "\(none)")
        first?.close()
        first = nil
        try session.start()
        let second = try camera(session)
        defer { second.close() }
        #expect(try opened(session, &frame).next(notBefore: nil, into: &frame) == .frame)
    }

    @Test func formatThatCannotBeReadIsRefused() throws {
        let session = try PipeWireSession()
        var frame = GreyFrame()
        // The session joins cameras and programs.
        let readable = try camera(session, name: "readable")
        _ = try opened(session, &frame, camera: "readable")
        readable.close()
        let pixels = [UInt8](repeating: 90, count: Self.width * Self.height * 6)
        let camera = try TestCamera(
            in: session, format: "GBR_12LE", width: Self.width, height: Self.height, stride: Self.width * 2,
            showing: .init(pixels))
        defer { camera.close() }
        let refused = try failure { _ = try opened(session, &frame) }
        #expect(refused.code == .unusable && refused.description.contains("test_camera"), "\(refused)")
    }

    @Test func cameraIsReleasedWithTheSource() throws {
        let session = try PipeWireSession()
        let camera = try camera(session)
        defer { camera.close() }
        var frame = GreyFrame()
        var source: PipeWireSource? = try opened(session, &frame)
        #expect(camera.isWatched)
        source = nil
        #expect(polled { camera.isWatched ? nil : true } == true)
        #expect(source == nil)
    }

    @Test func framesHaveTheCamerasTimes() throws {
        let session = try PipeWireSession()
        let camera = try camera(session)
        defer { camera.close() }
        var frame = GreyFrame()
        let source = try opened(session, &frame, camera: nil)
        var last = frame.time, stamped = 0
        for _ in 0..<5 {
            let wanted = MediaTime(seconds: last.seconds + 0.1)
            #expect(try source.next(notBefore: wanted, into: &frame) == .frame)
            let arrival = try #require(source.arrival)
            #expect(frame.time >= last && arrival >= wanted && frame.time <= arrival)
            // Taken before it was here; a picture that waited for long is dated by its arrival.
            if frame.time < arrival { stamped += 1 }
            last = frame.time
        }
        #expect(stamped > 0)
        #expect(source.framesSeen > 5)
    }

    @Test func cameraWithoutTimesIsOddButNoTrouble() throws {
        let session = try PipeWireSession()
        let camera = try camera(session, isStamped: false)
        defer { camera.close() }
        var frame = GreyFrame()
        let source = try opened(session, &frame)
        #expect(frame.time == source.arrival)
        #expect(source.oddity?.isNotable == false)
    }

    @Test func cameraThatComesLateIsWaitedFor() throws {
        nonisolated(unsafe) let session = try PipeWireSession()
        let bytes = [UInt8](repeating: 77, count: 64 * 48)
        nonisolated(unsafe) var late: TestCamera?
        let hasCome = DispatchSemaphore(value: 0)
        // It comes when this program is in the session and has been told of all that is there.
        let comes = Thread {
            let own = "pipewire.sec.pid = \"\(getpid())\""
            _ = polled { session.objects("Client").contains(own) ? true : nil }
            late = try? TestCamera(
                in: session, format: "GRAY8", width: 64, height: 48, stride: 64, showing: .init(bytes))
            hasCome.signal()
        }
        comes.start()
        defer {
            hasCome.wait()
            late?.close()
        }
        var frame = GreyFrame()
        let source = try PipeWireSource(camera: nil, remote: session.socket, waker: try CaptureWaker())
        #expect(try source.next(notBefore: nil, into: &frame) == .frame)
        #expect(frame.pixels == bytes)
    }

    @Test func wokenThreadGetsNoFrame() throws {
        let session = try PipeWireSession()
        let camera = try camera(session)
        defer { camera.close() }
        var frame = GreyFrame()
        let waker = try CaptureWaker()
        let source = try PipeWireSource(camera: nil, remote: session.socket, waker: waker)
        waker.wake()
        #expect(try source.next(notBefore: nil, into: &frame) == .interrupted)
    }
}

/// Answers as a desktop would.
private final class Says: CameraAsking {
    let answer: CameraAnswer
    init(_ answer: CameraAnswer) { self.answer = answer }
    func ask(waker: CaptureWaker) -> CameraAnswer { answer }
}

@Suite(.ownThread) struct PipeWireAskingTests {
    @Test(.enabled(if: PipeWireSession.isUsable, Comment(rawValue: PipeWireSession.whySkipped)))
    func connectionOfTheDesktopsIsUsed() throws {
        let session = try PipeWireSession()
        let grey = [UInt8](repeating: 77, count: 64 * 48)
        let camera = try TestCamera(
            in: session, format: "GRAY8", width: 64, height: 48, stride: 64, showing: .init(grey))
        defer { camera.close() }
        var frame = GreyFrame()
        let outcome = try polled { () throws -> FrameOutcome? in
            let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: session.socket.utf8) }
            let result = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
                }
            }
            #expect(result == 0)
            // Of itself it would find no session.
            let source = try PipeWireSource(
                camera: nil, remote: "/nonexistent/pipewire-0", waker: try CaptureWaker(),
                asking: Says(.connection(descriptor)))
            do throws(CaptureError) {
                return try source.next(notBefore: nil, into: &frame)
            } catch {
                guard [.missing, .stalled].contains(error.code) else { throw error }
                return nil
            }
        }
        #expect(outcome == .frame)
        #expect(frame.pixels == grey)
    }

    @Test func refusalIsADenialThatSaysWhatToDo() throws {
        var frame = GreyFrame()
        let source = try PipeWireSource(camera: nil, waker: try CaptureWaker(), asking: Says(.refused))
        let error = try #require(throws: CaptureError.self) { _ = try source.next(notBefore: nil, into: &frame) }
        #expect(error.code == .denied && error.description.contains("privacy"))
    }

    @Test(arguments: [
        (CameraAnswer.silent, CaptureError.Code.stalled, "does not answer; it is asked again"),
        (.unanswered, .denied, "answer it there"), (.nobody, .missing, "v4l2:auto"),
    ])
    func pipeWireIsOpenedWithoutADesktopAlone(
        answer: CameraAnswer, code: CaptureError.Code, words: String
    ) throws {
        var frame = GreyFrame()
        // To look for PipeWire here ends in its being missing.
        let source = try PipeWireSource(
            camera: nil, remote: "/nonexistent/pipewire-0", waker: try CaptureWaker(), asking: Says(answer))
        let error = try #require(throws: CaptureError.self) { _ = try source.next(notBefore: nil, into: &frame) }
        #expect(error.code == code && error.description.contains(words), "\(error)")
    }

    @Test func questionThatIsInterruptedIsNoFailure() throws {
        var frame = GreyFrame()
        let source = try PipeWireSource(camera: nil, waker: try CaptureWaker(), asking: Says(.interrupted))
        #expect(try source.next(notBefore: nil, into: &frame) == .interrupted)
    }

    private let cameras = [
        PipeWireCamera(name: "back", description: "Back Camera", serial: 40, priority: 700),
        PipeWireCamera(name: "front", description: "Front Camera", serial: 41, priority: 900),
        PipeWireCamera(name: "usb", description: "USB Camera", serial: 42, priority: 900),
    ]

    @Test(arguments: [
        (nil, "", "front"), (nil, "back", "back"), (nil, "gone", "front"), ("usb", "back", "usb"), ("40", "", "back"),
        ("USB Camera", "", "usb"),
    ])
    func cameraIsChosen(wanted: String?, preferred: String, expected: String) throws {
        #expect(try PipeWireCamera.choose(wanted, of: cameras, preferred: preferred).name == expected)
    }

    @Test func cameraThatIsNotThereIsToldWithThoseThatAre() throws {
        let error = try #require(throws: CaptureError.self) {
            _ = try PipeWireCamera.choose("side", of: cameras, preferred: "")
        }
        #expect(error.code == .missing)
        for name in ["side", "back", "front", "usb"] { #expect(error.description.contains(name)) }
    }

    @Test func grayComesBeforeColoursAndJPEG() {
        let formats = PipeWireConnection.formats
        #expect(formats.first == CV4L2_GREY)
        #expect(formats.contains(CV4L2_MJPEG) && formats.contains(CV4L2_YUYV) && formats.count > 25)
    }
}
