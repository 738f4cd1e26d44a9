import Foundation
import TestSupport
import Testing

/// The layers of the settings with the built programs, on a machine whose `/etc` is the test's.
@Suite(.serialized, .ownThread) struct SettingsTests {
    private let folder: TemporaryFolder
    private let users: String
    private let system = "/etc/emotunes/emotunesd.toml"

    /// Lays the test's `etc` over the machine's, for one program alone.
    private static let overEtc = """
        exec unshare -m --propagation private bash -c \
        'mount -t overlay overlay -o "lowerdir=$HOME/etc:/etc" /etc && exec "$0" "$@"' "$0" "$@"
        """

    init() throws {
        folder = try TemporaryFolder()
        users = folder.file(".config/emotunes/emotunesd.toml")
        try Self.write("", to: folder.file("etc/emotunes/none"))
        guard try Program(shell: Self.overEtc, "emotunesctl", ["--version"], in: folder).run().status == 0 else {
            try Test.cancel("only root may lay another /etc over the machine's")
        }
    }

    private static func write(_ text: String, to path: String) throws {
        let url = URL(fileURLWithPath: path)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
    }

    private func writeSystem(_ text: String, to name: String = "emotunesd.toml") throws {
        try Self.write(text, to: folder.file("etc/emotunes/\(name)"))
    }

    private func daemon(_ more: [String] = []) -> Program {
        Program(
            shell: Self.overEtc, "emotunesd",
            [
                "--source", "demo:happy=600?repeat=forever", "--state-dir", folder.file("state"), "--socket",
                folder.file("control"),
            ] + more, in: folder)
    }

    private func ask(_ arguments: [String]) throws -> Program.Outcome {
        try Program(shell: Self.overEtc, "emotunesctl", arguments + ["--socket", folder.file("control")], in: folder)
            .run()
    }

    /// What `config` says of a key: its value as JSON has it, and its origin.
    private func setting(_ key: String) throws -> (value: String, origin: String) {
        let outcome = try ask(["config", "get", key, "--json"])
        #expect(outcome.status == 0, "\(outcome.errorOutput)")
        let object = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any]
        return ("\(object?["value"] ?? "")", object?["origin"] as? String ?? "")
    }

    private func packagedFile() throws -> String {
        let script = Process()
        script.executableURL = URL(fileURLWithPath: Repository.path(".ci/packaged-settings"))
        let output = Pipe()
        script.standardOutput = output
        try script.run()
        defer { script.waitUntilExit() }
        return String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    }

    /// The settings' files are emotunesd's to read: without it that is said, and a file that is no program is not given to
    /// a shell, which would take an empty one for done.
    @Test func withoutEmotunesdItIsSaid() throws {
        let alone = folder.file("alone"), beside = alone + "/emotunesd"
        try FileManager.default.createDirectory(atPath: alone, withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: "\(Program.folder)/emotunesctl", toPath: alone + "/emotunesctl")
        func set() throws -> Program.Outcome {
            try Program(
                shell: "exec \"$HOME/alone/emotunesctl\" \"$@\"", "emotunesctl",
                ["config", "set", "mood.threshold", "0.5", "--socket", folder.file("control")], in: folder,
                environment: ["PATH": "/nonexistent"]
            ).run()
        }
        let missing = try set()
        #expect(missing.status == 1)
        #expect(
            missing.errorOutput.contains(
                "emotunesd, whose program does this work, cannot be started; tried emotunesd →"))
        for text in ["", "echo written\n"] {
            try Self.write(text, to: beside)
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: beside)
            let broken = try set()
            #expect(broken.status == 1 && broken.output.isEmpty)
            #expect(broken.errorOutput.contains("tried \(beside) ("), "\(broken)")
        }
        #expect(!FileManager.default.fileExists(atPath: users))
    }

    /// Among them a text that toml++ takes for impossible, and tells of by an exception.
    @Test(arguments: ["[#]\n", "[mood\n", "mood = {\n", "\u{0}", "[mood]\nthreshold = \n"])
    func whatIsNoTOMLIsRefusedWithoutADaemon(text: String) throws {
        try Self.write(text, to: users)
        for arguments in [
            ["config"], ["config", "set", "mood.threshold", "0.5"], ["config", "unset", "mood.threshold"],
        ] {
            let outcome = try ask(arguments)
            #expect(outcome.status == 1 && outcome.errorOutput.contains("emotunesd.toml"), "\(arguments) \(outcome)")
        }
        try FileManager.default.removeItem(atPath: users)
        for value in ["[#]", "{", "\"", "'''", "[", "0.5\n[#]"] {
            let outcome = try ask(["config", "set", "mood.threshold", value])
            #expect(
                outcome.status == 2 && outcome.errorOutput.contains("mood.threshold must be"), "\(value) \(outcome)")
        }
        #expect(!FileManager.default.fileExists(atPath: users))
    }

    private func untilItAnswers() throws {
        let deadline = ContinuousClock.now + .seconds(30)
        while try ask(["status"]).status == 3, ContinuousClock.now < deadline {}
    }

    /// Two lines for Spotify used to hide the whole packaged file, and the camera watched all day.
    @Test func usersTwoLinesForSpotifyLeaveThePackagedFileInForce() throws {
        let packaged = try packagedFile()
        let lines = packaged.split(separator: "\n", omittingEmptySubsequences: false)
        let line = try #require(lines.firstIndex(of: "when = \"playing\"")) + 1
        try writeSystem(packaged)
        try Self.write("[spotify]\nclient_id = \"abc\"\n", to: users)
        #expect(try setting("camera.when") == ("playing", "\(system):\(line)"))
        #expect(try setting("spotify.client_id") == ("abc", "\(users):2"))

        let running = daemon(["--set", "mood.strategy=lift"])
        try running.start()
        try untilItAnswers()
        #expect(try setting("camera.when") == ("playing", "\(system):\(line)"))
        #expect(try setting("spotify.client_id") == ("abc", "\(users):2"))
        #expect(try setting("mood.strategy") == ("lift", "--set"))
        #expect(try setting("mood.window_seconds") == ("30", "default"))
        #expect(try setting("camera.source") == ("demo:happy=600?repeat=forever", "--source"))
        let doctor = try ask(["doctor"]).output
        #expect(doctor.contains("configuration      \(system), then \(users)\n"), "\(doctor)")
        #expect(doctor.contains("from \(system), then \(users); camera.source by --source; mood.strategy by --set"))

        // A change is taken over at once, and the daemon watches what it watched.
        let set = try ask(["config", "set", "camera.source", "v4l2:auto"])
        #expect(set.status == 0, "\(set.errorOutput)")
        #expect(set.output.contains("But another layer has the last word"))
        #expect(try ask(["config", "set", "mood.dwell_seconds", "3"]).output.contains("emotunesd works with it now."))
        #expect(try setting("mood.dwell_seconds").value == "3")
        let status = try ask(["status", "--json"]).output
        #expect(status.contains("\"source\": \"demo:happy=600?repeat=forever\""), "\(status)")

        // A drop-in is read at a reload, and stands above the file beside it.
        try Self.write("[mood]\ndwell_seconds = 9\n", to: users + ".d/50-a.toml")
        #expect(try ask(["reload"]).status == 0)
        #expect(try setting("mood.dwell_seconds") == ("9", "\(users).d/50-a.toml:2"))
        let below = try ask(["config", "set", "mood.dwell_seconds", "4"])
        #expect(below.output.contains("But another layer has the last word: 9, from \(users).d/50-a.toml:2."))
        running.send(SIGTERM)
        #expect(try running.wait().status == 0)
    }

    @Test func mistakeInADropInOfTheMachinesExits78AndIsNamed() throws {
        try writeSystem("[mood]\nthreshold = 0.5\n")
        try writeSystem("[mood]\nthresold = 0.5\n", to: "emotunesd.toml.d/50-a.toml")
        try Self.write("[mood]\nthreshold = 0.5\n", to: users)
        let outcome = try daemon(["--until-end"]).run()
        #expect(outcome.status == 78)
        #expect(outcome.errorOutput.contains("\(system).d/50-a.toml:2: mood.thresold: no such key"))
    }

    @Test func givenFileReplacesTheMachinesAndThePersons() throws {
        try writeSystem("wrong")
        try Self.write("wrong", to: users)
        try Self.write("[mood]\nthreshold = 0.5\n", to: folder.file("given.toml"))
        let running = daemon(["--config", folder.file("given.toml")])
        try running.start()
        try untilItAnswers()
        #expect(try setting("mood.threshold") == ("0.5", folder.file("given.toml:2")))
        #expect(try setting("camera.when") == ("always", "default"))
        running.send(SIGTERM)
        #expect(try running.wait().status == 0)
    }
}
