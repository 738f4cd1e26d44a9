import CameraDevices
import Glibc
import Platform
import Testing

private let webcam = CaptureDevice(
    path: "/dev/video0", card: "HD Pro Webcam C920", driver: "uvcvideo", bus: "usb-1", isCapture: true,
    formats: ["YUYV", "MJPG"])

private func device(
    _ path: String, _ card: String, isCapture: Bool = true, formats: [String] = ["YUYV"], bus: String = "usb-2"
) -> CaptureDevice {
    CaptureDevice(path: path, card: card, driver: "uvcvideo", bus: bus, isCapture: isCapture, formats: formats)
}

/// A finder on a machine with these devices; `links` lead to their paths.
private func finder(
    _ devices: [CaptureDevice], links: [String: String] = [:], denied: Set<String> = []
) -> CameraFinder {
    CameraFinder(nodes: { devices.map(\.path) }) { path throws(CameraDeviceError) in
        let target = links[path] ?? path
        if denied.contains(target) { throw CameraDeviceError.system(Errno(EACCES), doing: "opening", target) }
        guard let device = devices.first(where: { $0.path == target }) else {
            throw CameraDeviceError.system(Errno(ENOENT), doing: "opening", path)
        }
        return device
    }
}

private func trouble(_ body: () throws -> CaptureDevice) -> CameraDeviceError? {
    do {
        _ = try body()
        return nil
    } catch {
        return error as? CameraDeviceError
    }
}

@Suite struct CameraFinderTests {
    private let metadata = device("/dev/video1", "HD Pro Webcam C920", isCapture: false, formats: [])
    private let infrared = device("/dev/video0", "Integrated IR Camera", formats: ["GREY"])

    @Test func autoSkipsMetadataAndInfrared() throws {
        let camera = device("/dev/video2", "Integrated Camera")
        #expect(try finder([infrared, metadata, camera]).resolve(nil) == camera)
    }

    @Test func autoTakesInfraredOnlyWhereThereIsNothingElse() throws {
        #expect(try finder([infrared, metadata]).resolve(nil) == infrared)
    }

    @Test func autoStaysWithTheCameraItHad() throws {
        let other = device("/dev/video0", "Another")
        var moved = webcam
        moved.path = "/dev/video3"
        #expect(try finder([other, moved]).resolve(nil, known: webcam) == moved)
    }

    @Test func aLinkLeadsToItsNode() throws {
        let link = "/dev/v4l/by-id/usb-046d_HD_Pro_Webcam_C920_1234-video-index0"
        #expect(try finder([webcam], links: [link: "/dev/video0"]).resolve(link) == webcam)
    }

    @Test func missingByIdLinkIsResolvedByTheNameInIt() throws {
        let link = "/dev/v4l/by-id/usb-046d_HD_Pro_Webcam_C920_1234-video-index0"
        let other = device("/dev/video0", "Another")
        var moved = webcam
        moved.path = "/dev/video5"
        #expect(try finder([other, moved]).resolve(link) == moved)
    }

    @Test func missingByIdLinkOfNoPresentCameraIsMissing() {
        let link = "/dev/v4l/by-id/usb-Somebody_Else-video-index0"
        #expect(trouble { try finder([webcam]).resolve(link) }?.code == .missing)
    }

    @Test func theSameCameraIsFoundUnderAnotherNumber() throws {
        var moved = webcam
        moved.path = "/dev/video1"
        #expect(try finder([moved]).resolve("/dev/video0", known: webcam) == moved)
    }

    /// A laptop that was docked: the number says nothing of the camera that had it.
    @Test func unpluggedCameraThatWasNamedByNumberIsReplacedByAnother() throws {
        let other = device("/dev/video4", "Another")
        #expect(try finder([other]).resolve("/dev/video0", known: webcam) == other)
        #expect(try finder([webcam]).resolve("/dev/video7") == webcam)
        var back = webcam
        back.path = "/dev/video2"
        #expect(try finder([other, back]).resolve("/dev/video0", known: webcam) == back)
    }

    @Test func aCameraNamedByItselfIsNotReplacedByAnother() {
        let other = device("/dev/video4", "Another")
        let link = "/dev/v4l/by-id/usb-046d_HD_Pro_Webcam_C920_1234-video-index0"
        #expect(trouble { try finder([other]).resolve(link, known: webcam) }?.code == .missing)
        #expect(trouble { try finder([other]).resolve("/dev/camera-on-the-desk") }?.code == .missing)
    }

    @Test func theDefaultNameGivesWayToTheFirstRealCamera() throws {
        let other = device("/dev/video4", "Another")
        #expect(try finder([other]).resolve("/dev/video0") == other)
        #expect(try finder([metadata, other]).resolve("/dev/video1") == other)
    }

    @Test func permissionIsReportedWhereNothingElseCanBeTaken() {
        #expect(trouble { try finder([webcam], denied: ["/dev/video0"]).resolve(nil) }?.code == .denied)
        #expect(trouble { try finder([webcam], denied: ["/dev/video0"]).resolve("/dev/video0") }?.code == .denied)
    }

    @Test func noCameraAtAllSaysWhatToDo() {
        #expect(trouble { try finder([]).resolve(nil) }?.description.contains("--source") == true)
    }
}
