import Foundation
import TestSupport
import Testing

/// Damaged or missing files around the daemon: one line of error, the documented exit status, no data lost.
@Suite(.serialized, .ownThread) struct BrokenSurroundingsTests {
    private func run(
        _ source: String = "demo:happy=1?speed=max", in folder: TemporaryFolder, state: String? = nil,
        data: String? = nil, set: [String] = [],
        environment: [String: String] = [:]
    ) throws -> Program.Outcome {
        var arguments = [
            "--source", source, "--state-dir", state ?? folder.file("state"), "--socket", folder.file("control"),
            "--until-end",
        ]
        if let data { arguments += ["--data-dir", data] }
        arguments += set.flatMap { ["--set", $0] }
        return try Program("emotunesd", arguments, in: folder, environment: environment).run()
    }

    /// The daemon says one line, that line holds `text`, and it ends with `status`.
    private func expect(_ outcome: Program.Outcome, _ status: Int32, _ text: String) {
        #expect(outcome.status == status, "\(outcome.errorOutput)")
        let lines = outcome.errorOutput.split(separator: "\n").filter { $0.contains(text) }
        #expect(lines.count == 1, "\(outcome.errorOutput)")
    }

    private func dataFolder(damaging: (String) throws -> Void) throws -> TemporaryFolder {
        let folder = try TemporaryFolder(copying: ["models"], from: Repository.path(""))
        try FileManager.default.copyItem(
            atPath: Repository.path("config/starter-catalogue.csv"), toPath: folder.file("starter-catalogue.csv"))
        try damaging(folder.path)
        return folder
    }

    @Test func truncatedOrMissingModelExits70() throws {
        let folder = try TemporaryFolder()
        let short = try dataFolder { path in
            let handle = try #require(FileHandle(forWritingAtPath: "\(path)/models/emotion/emotion.onnx"))
            try handle.truncate(atOffset: 1000)
        }
        expect(try run(in: folder, data: short.path), 70, "1000 bytes instead of")
        let detector = try dataFolder { path in
            let file = "\(path)/models/face-detector/face-detector.onnx"
            let handle = try #require(FileHandle(forWritingAtPath: file))
            try handle.truncate(atOffset: 1000)
        }
        expect(try run(in: folder, data: detector.path), 70, "face-detector.onnx: ")
        let none = try dataFolder { try FileManager.default.removeItem(atPath: "\($0)/models/emotion/emotion.onnx") }
        expect(try run(in: folder, data: none.path), 70, "the emotion model cannot be read")
        #expect(!FileManager.default.fileExists(atPath: folder.file("state")))
    }

    @Test func missingOrInvalidCascadeExits70() throws {
        let folder = try TemporaryFolder(), haar = ["camera.detector=haar"]
        expect(
            try run(in: folder, set: haar, environment: ["EMOTUNES_CASCADE": "/nonexistent.xml"]), 70,
            "the face cascade is not where")
        expect(
            try run(in: folder, set: haar, environment: ["EMOTUNES_CASCADE": "/etc/passwd"]), 70,
            "face cascade cannot be loaded")
        // The network needs none.
        #expect(try run(in: folder, environment: ["EMOTUNES_CASCADE": "/nonexistent.xml"]).status == 0)
    }

    @Test func invalidSourceExits66Or78() throws {
        let folder = try TemporaryFolder()
        expect(try run("video:/etc/passwd?speed=max", in: folder), 66, "not a video that FFmpeg can read")
        expect(try run("video:/nonexistent.mp4", in: folder), 66, "no such video file")
        expect(try run("images:/etc/ssl", in: folder), 66, "holds no pictures")
        expect(try run("demo:bored=5", in: folder), 66, "the demo script knows no \"bored\"")
        expect(try run("webcam", in: folder), 78, "must be v4l2:auto")
    }

    @Test func damagedDatabaseIsMovedAsideAndRebuilt() throws {
        let folder = try TemporaryFolder()
        #expect(try run("demo:happy=30?speed=max", in: folder).status == 0)
        for name in ["emotunes.sqlite", "catalogue.sqlite"] {
            try Data((0..<9000).map { UInt8(truncatingIfNeeded: $0 &* 97) }).write(
                to: URL(fileURLWithPath: folder.file("state/\(name)")))
        }
        let outcome = try run("demo:happy=30?speed=max", in: folder)
        #expect(outcome.status == 0)
        for name in ["emotunes.sqlite", "catalogue.sqlite"] {
            expect(outcome, 0, "/\(name) was damaged")
            let kept = try FileManager.default.contentsOfDirectory(atPath: folder.file("state")).filter {
                $0.hasPrefix("\(name).damaged-")
            }
            #expect(kept.count == 1)
        }
        #expect(outcome.errorOutput.contains("20 tracks"))
    }

    @Test func stateFolderThatIsAFileExits73() throws {
        let folder = try TemporaryFolder()
        try Data().write(to: URL(fileURLWithPath: folder.file("state")))
        expect(try run(in: folder), 73, "cannot create the folder")
    }

    /// A file system of `kilobytes`, if this user may mount one.
    private func withFileSystem(_ kilobytes: Int, _ body: (String) throws -> Void) throws {
        let folder = try TemporaryFolder()
        guard mount("tmpfs", folder.path, "tmpfs", 0, "size=\(kilobytes)k") == 0 else {
            try Test.cancel("only root may mount the small file system this test needs")
        }
        defer { umount2(folder.path, 2) }
        try body(folder.path)
    }

    @Test func readOnlyStateFolderExits73() throws {
        let folder = try TemporaryFolder()
        try withFileSystem(1000) { path in
            #expect(mount("tmpfs", path, "tmpfs", UInt(MS_REMOUNT | MS_RDONLY), nil) == 0)
            expect(try run(in: folder, state: "\(path)/state"), 73, "Read-only file system")
        }
    }

    @Test func fullDiskExits73AndKeepsPlaylists() throws {
        let folder = try TemporaryFolder()
        try withFileSystem(1500) { path in
            #expect(try run("demo:happy=30?speed=max", in: folder, state: "\(path)/state").status == 0)
            let before = try String(contentsOfFile: "\(path)/state/playlist.xspf", encoding: .utf8)
            #expect(FileManager.default.createFile(atPath: "\(path)/ballast", contents: nil))
            let ballast = try #require(FileHandle(forWritingAtPath: "\(path)/ballast"))
            while (try? ballast.write(contentsOf: Data(count: 4096))) != nil {}
            try ballast.close()
            let outcome = try run("demo:sad=30?speed=max", in: folder, state: "\(path)/state")
            #expect(outcome.status == 73)
            #expect(outcome.errorOutput.lowercased().contains("no space left"))
            #expect(try String(contentsOfFile: "\(path)/state/playlist.xspf", encoding: .utf8) == before)
            try FileManager.default.removeItem(atPath: "\(path)/ballast")
            #expect(try run("demo:sad=30?speed=max", in: folder, state: "\(path)/state").status == 0)
            #expect(try String(contentsOfFile: "\(path)/state/playlist.xspf", encoding: .utf8) != before)
        }
    }
}
