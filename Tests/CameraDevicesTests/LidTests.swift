import CameraDevices
import Foundation
import TestSupport
import Testing

/// A laptop as its kernel tells of it, in a folder: a camera that is built in, and perhaps one that is plugged in.
@Suite struct LidTests {
    private func camera(_ number: Int, _ card: String) -> CaptureDevice {
        CaptureDevice(
            path: "/dev/video\(number)", card: card, driver: "uvcvideo", bus: "usb-\(number)", isCapture: true,
            formats: ["YUYV"])
    }

    private func laptop(_ folder: String, lid: String) throws -> Lid {
        func write(_ text: String, _ path: String) throws {
            let url = URL(fileURLWithPath: "\(folder)/\(path)")
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url)
        }
        try write("state:      \(lid)\n", "lid/LID0/state")
        for (number, removable) in [(0, "fixed\n"), (2, "removable\n")] {
            try write(removable, "usb/1-\(number)/removable")
            try FileManager.default.createDirectory(
                atPath: "\(folder)/usb/1-\(number)/1-\(number):1.0", withIntermediateDirectories: true)
            try FileManager.default.createDirectory(
                atPath: "\(folder)/video/video\(number)", withIntermediateDirectories: true)
            try FileManager.default.createSymbolicLink(
                atPath: "\(folder)/video/video\(number)/device",
                withDestinationPath: "\(folder)/usb/1-\(number)/1-\(number):1.0")
        }
        return Lid(lidFolder: folder + "/lid", sysFolder: folder + "/video")
    }

    private func finder(_ devices: [CaptureDevice], _ lid: Lid) -> CameraFinder {
        CameraFinder(
            nodes: { devices.map(\.path) },
            describe: { path throws(CameraDeviceError) in
                guard let device = devices.first(where: { $0.path == path }) else {
                    throw CameraDeviceError(.missing, "\(path): no such camera")
                }
                return device
            }, lid: lid)
    }

    @Test func closedLidCoversTheCameraThatIsBuiltIn() throws {
        try withTemporaryFolder { folder in
            let lid = try laptop(folder, lid: "closed")
            #expect(lid.covers(camera(0, "Integrated")))
            #expect(!lid.covers(camera(2, "On the desk")))
            #expect(!lid.covers(camera(7, "Of which nothing is told")))
        }
        try withTemporaryFolder { folder in
            let lid = try laptop(folder, lid: "open")
            #expect(!lid.covers(camera(0, "Integrated")))
        }
        #expect(!Lid(lidFolder: "/nonexistent").isClosed)
    }

    @Test func underAClosedLidAnotherCameraIsTaken() throws {
        try withTemporaryFolder { folder in
            let lid = try laptop(folder, lid: "closed")
            let (inner, outer) = (camera(0, "Integrated"), camera(2, "On the desk"))
            #expect(try finder([inner, outer], lid).resolve("/dev/video0") == outer)
            #expect(try finder([inner, outer], lid).resolve(nil, known: inner) == outer)
            for path in ["/dev/video0", nil] {
                let error = #expect(throws: CameraDeviceError.self) { try finder([inner], lid).resolve(path) }
                #expect(error?.code == .covered)
                #expect(error?.description.hasPrefix("the lid is closed over Integrated") == true)
            }
        }
        try withTemporaryFolder { folder in
            let inner = camera(0, "Integrated")
            let finder = finder([inner], try laptop(folder, lid: "open"))
            #expect(try finder.resolve("/dev/video0", known: inner) == inner)
        }
    }
}
