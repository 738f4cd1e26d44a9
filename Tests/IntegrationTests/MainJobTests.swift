import Foundation
import TestSupport
import Testing

/// The whole pipe with the built programs: frames in, a playlist out.
@Suite(.serialized, .ownThread) struct MainJobTests {
    private func daemon(_ source: String, _ folder: TemporaryFolder, _ more: [String] = []) -> Program {
        Program(
            "emotunesd",
            ["--source", source, "--state-dir", folder.file("state"), "--socket", folder.file("control")] + more,
            in: folder)
    }

    /// The journal's lines about shifts, without their times.
    private func shifts(_ log: String) -> [String] {
        log.split(separator: "\n").compactMap { line in
            guard line.contains(": looked ") else { return nil }
            return line.range(of: "mood shifted from ").map { String(line[$0.lowerBound...]) }
        }
    }

    @Test func drawnFaceGivesTwoShifts() throws {
        let folder = try TemporaryFolder()
        let outcome = try daemon("demo:neutral=40,happy=40,sad=40?speed=max", folder, ["--until-end"]).run()
        #expect(outcome.status == 0, "\(outcome.errorOutput)")
        let found = shifts(outcome.errorOutput)
        #expect(found.count == 2)
        #expect(found.first?.hasPrefix("mood shifted from neutral to happy") == true)
        #expect(found.last?.hasPrefix("mood shifted from happy to sad") == true)
    }

    @Test func writesAPlaylistOfTwentyForTheMood() throws {
        let folder = try TemporaryFolder()
        let outcome = try daemon("demo:happy=40?speed=max", folder, ["--until-end"]).run()
        #expect(outcome.status == 0, "\(outcome.errorOutput)")
        let document = try XMLDocumentText(path: folder.file("state/playlist.xspf"))
        #expect(document.count(of: "track") == 20)
        #expect(document.text.contains("<title>EmoTunes: happy</title>"))
        let list = try String(contentsOfFile: folder.file("state/playlist.m3u8"), encoding: .utf8)
        #expect(list.hasPrefix("#EXTM3U"))
    }

    @Test(.enabled(if: SharedFolder.isUsable, Comment(rawValue: SharedFolder.whySkipped)))
    func recordedDayIsReproducible() throws {
        let source = "video:\(SharedFolder.file("clips/day-a.mp4"))?speed=max"
        let runs = try (0..<2).map { _ in
            let outcome = try daemon(source, try TemporaryFolder(), ["--until-end"]).run(seconds: 300)
            #expect(outcome.status == 0, "\(outcome.errorOutput)")
            return shifts(outcome.errorOutput)
        }
        #expect(runs[0].count >= 3)
        #expect(runs[0] == runs[1])
    }

    @Test func answersWhileWatchingAndStopsPromptly() throws {
        let folder = try TemporaryFolder()
        let running = daemon("demo:happy=600?repeat=forever", folder)
        try running.start()
        let status = try firstStatus(folder)
        #expect(status.status == 0, "\(status.errorOutput)")
        let object = try #require(try JSONSerialization.jsonObject(with: Data(status.output.utf8)) as? [String: Any])
        let keys: Set = [
            "version", "state", "uptimeSeconds", "camera", "emotion", "mood", "playlist", "spotify", "catalogue",
        ]
        #expect(keys.isSubset(of: Set(object.keys)))
        let none = try ask(["playlist"], folder)
        #expect(none.status == 1)
        #expect(try ask(["regenerate", "--mood", "sad"], folder).status == 0)
        let playlist = try ask(["playlist", "--json"], folder)
        let list = try #require(try JSONSerialization.jsonObject(with: Data(playlist.output.utf8)) as? [String: Any])
        let tracks = try #require(list["tracks"] as? [[String: Any]])
        #expect(tracks.count == 20)
        #expect(Set(tracks.compactMap { $0["uri"] as? String }).count == 20)
        #expect(list["mood"] as? String == "sad")

        let second = try daemon("demo:happy=5", folder).run()
        #expect(second.status == 69)
        #expect(second.errorOutput.contains("another emotunesd"))
        // Nor with another socket: a state folder belongs to one daemon.
        let third = try daemon("demo:happy=5", folder, ["--socket", folder.file("other")]).run()
        #expect(third.status == 69)
        #expect(third.errorOutput.contains("--state-dir"))

        let began = ContinuousClock.now
        running.send(SIGTERM)
        #expect(try running.wait().status == 0)
        #expect(ContinuousClock.now - began < .seconds(2))
        #expect(!FileManager.default.fileExists(atPath: folder.file("control")))
        let gone = try ask(["status"], folder)
        #expect(gone.status == 3)
    }

    private func ask(_ arguments: [String], _ folder: TemporaryFolder) throws -> Program.Outcome {
        try Program("emotunesctl", arguments + ["--socket", folder.file("control")], in: folder).run()
    }

    /// The first status of a daemon that was just started: asked again until the daemon answers.
    private func firstStatus(_ folder: TemporaryFolder) throws -> Program.Outcome {
        let deadline = ContinuousClock.now + .seconds(30)
        while true {
            let outcome = try ask(["status", "--json"], folder)
            if outcome.status != 3 || ContinuousClock.now > deadline { return outcome }
        }
    }
}

/// Just enough of an XML reader for a test: a file that parses, and how often an element begins.
struct XMLDocumentText {
    let text: String

    init(path: String) throws {
        text = try String(contentsOfFile: path, encoding: .utf8)
    }

    func count(of element: String) -> Int { text.components(separatedBy: "<\(element)>").count - 1 }
}
