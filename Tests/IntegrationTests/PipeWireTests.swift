import DemoFace
import Emotions
import Foundation
import PipeWireTestSupport
import TestSupport
import Testing

/// The built daemon in a PipeWire session: from a camera there to a playlist.
@Suite(
    .serialized, .ownThread, .takesLong,
    .enabled(if: PipeWireSession.isUsable, Comment(rawValue: PipeWireSession.whySkipped)))
struct PipeWireTests {
    private static let width = 640, height = 480

    private static func picture(_ emotion: Emotion, time: Double) -> TestCamera.Picture {
        var face = DemoFace(), pixels = [UInt8](repeating: 0, count: width * height)
        face.draw(emotion: emotion, time: time, into: &pixels, width: width, height: height)
        return TestCamera.Picture(pixels.flatMap { [$0, 128] })
    }

    private static func camera(_ session: PipeWireSession) throws -> TestCamera {
        try TestCamera(
            in: session, format: "YUY2", width: width, height: height, stride: width * 2,
            showing: picture(.happy, time: 0))
    }

    private func daemon(_ folder: TemporaryFolder, _ environment: [String: String]) -> Program {
        Program(
            "emotunesd",
            [
                "--source", "pipewire:", "--state-dir", folder.file("state"), "--socket", folder.file("control"),
                "--set", "mood.window_seconds=10", "--set", "mood.cooldown_seconds=5", "--set",
                "camera.looks_per_second=5",
            ], in: folder, environment: environment)
    }

    private func status(_ folder: TemporaryFolder) throws -> [String: Any] {
        let outcome = try Program(
            "emotunesctl", ["status", "--json", "--socket", folder.file("control")], in: folder
        ).run()
        guard outcome.status == 0 else { return [:] }
        return try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any] ?? [:]
    }

    private func camera(_ folder: TemporaryFolder) throws -> (state: String, detail: String) {
        let camera = try status(folder)["camera"] as? [String: Any] ?? [:]
        return (camera["state"] as? String ?? "", camera["detail"] as? String ?? "")
    }

    @Test func cameraInTheSessionMakesAPlaylistAndIsTakenAgainWhenItIsBack() throws {
        let session = try PipeWireSession()
        let folder = try TemporaryFolder()
        var camera = try Self.camera(session)
        defer { camera.close() }
        let daemon = daemon(folder, session.environment)
        try daemon.start()
        defer {
            daemon.send(SIGTERM)
            _ = try? daemon.wait()
        }
        var time = 0.0
        let mood = try polled(seconds: 90) { () throws -> String? in
            // A face that is quite still is one pose.
            time += 0.7
            camera.show(Self.picture(.happy, time: time))
            return (try status(folder)["playlist"] as? [String: Any])?["mood"] as? String
        }
        #expect(mood == "happy", "\(daemon.errorOutputSoFar.suffix(2000))")
        let streaming = try self.camera(folder)
        #expect(streaming.state == "streaming", "\(streaming)")
        #expect(streaming.detail.contains("Test Camera (PipeWire, 640×480 YUYV)"), "\(streaming)")

        camera.close()
        #expect(try polled { try self.camera(folder).state == "missing" ? true : nil } == true)
        camera = try Self.camera(session)
        #expect(try polled { try self.camera(folder).state == "streaming" ? true : nil } == true)

        let paused = try Program("emotunesctl", ["pause", "--socket", folder.file("control")], in: folder).run()
        #expect(paused.status == 0)
        #expect(polled { camera.isWatched ? nil : true } == true)
    }

    @Test func withoutSessionItSaysWhatToDo() throws {
        let folder = try TemporaryFolder()
        let daemon = daemon(folder, [:])
        try daemon.start()
        defer {
            daemon.send(SIGTERM)
            _ = try? daemon.wait()
        }
        let missing = try polled { () throws -> String? in
            let (state, detail) = try camera(folder)
            return state == "missing" ? detail : nil
        }
        #expect(missing?.contains("a service of the machine has no session") == true, "\(missing ?? "")")
        #expect(missing?.contains("v4l2:auto") == true)
    }

    @Test func libraryIsLoadedForItsSourceAlone() throws {
        let folder = try TemporaryFolder()
        let daemon = Program(
            "emotunesd",
            [
                "--source", "demo:happy=60", "--state-dir", folder.file("state"), "--socket", folder.file("control"),
            ], in: folder)
        try daemon.start()
        defer {
            daemon.send(SIGTERM)
            _ = try? daemon.wait()
        }
        #expect(try polled { try camera(folder).state == "streaming" ? true : nil } == true)
        // The kernel does not say how long the file is, so it is read up to its end.
        let maps = try #require(FileHandle(forReadingAtPath: "/proc/\(daemon.processIdentifier)/maps"))
        let loaded = String(decoding: maps.readDataToEndOfFile(), as: UTF8.self)
        #expect(loaded.contains("libopencv_core"))
        #expect(!loaded.contains("libpipewire"))
    }
}
