import CommandArguments
import ControlProtocol
import ControlTestSupport
import Foundation
import Glibc
import Platform
import TestSupport
import Testing

@testable import EmotunesControl

@Suite(.ownThread) struct CommandLineTests {
    private let world = TestSurroundings()

    @Test(arguments: [
        ["status"], ["playlist"], ["history"], ["pause"], ["resume"], ["regenerate"], ["like"], ["dislike"], ["taste"],
        ["reload"], ["watch"], ["play"], ["next"], ["stop"], ["library"], ["library", "scan"], ["mood"],
        ["mood", "set", "happy"], ["mood", "auto"], ["mood", "forget"], ["status", "--format", "{mood}"],
        ["taste", "set", "--genre", "jazz"], ["taste", "clear"],
    ])
    func withoutADaemonCommandsExit3(arguments: [String]) {
        #expect(ControlCommandLine.run(arguments + ["--socket", "/nonexistent/control"], in: world.context) == 3)
        #expect(world.output.isEmpty)
        #expect(
            world.errorOutput
                == "emotunesctl: emotunesd is not running: nobody answers on /nonexistent/control "
                + "→ systemctl --user start emotunesd\n")
    }

    @Test(arguments: [
        ["nonsense"], ["status", "--nonsense"], ["status", "extra"], ["play", "loud"], ["pause", "soon"],
        ["pause", "0"],
        ["pause", "31d"],
        ["pause", "-5"], ["regenerate", "--mood", "glad"], ["regenerate", "--mood"], ["like", "a", "b"],
        ["taste", "--reset", "--forget", "1"], ["mood", "set"], ["mood", "set", "glad"], ["mood", "set", "sad", "59"],
        ["mood", "set", "sad", "25h"], ["mood", "forget", "x"], ["status", "--format", "{glad}"],
        ["status", "--format", "{mood"], ["status", "--json", "--format", "x"], ["watch", "--format", "tmux"],
        ["watch", "--json", "--format", "plain"],
        ["taste", "set", "--from", "12"],
        ["taste", "set", "--from", "1990", "--to", "1980"], ["taste", "import"],
        ["--json", "catalogue"], ["--json", "nonsense"], ["--json", "page"], ["--nonsense", "status"], ["--socket"],
    ])
    func badUsageExits2(arguments: [String]) {
        #expect(ControlCommandLine.run(arguments, in: world.context) == 2)
        #expect(world.output.isEmpty)
        #expect(!world.errorOutput.isEmpty)
    }

    @Test func helpAndVersionExit0() {
        #expect(world.run("--version") == 0)
        #expect(world.output == Release.version + "\n")
        #expect(world.run("--help") == 0)
        #expect(world.run("help", "pause") == 0)
        #expect(world.run("pause", "--help") == 0)
        #expect(world.output.contains("emotunesctl pause"))
        #expect(world.errorOutput.isEmpty)
    }

    @Test(arguments: [
        ["playlist"], ["history"], ["pause"], ["regenerate"], ["like", "a:b"], ["taste"], ["reload"], ["play"],
        ["library"],
    ])
    func daemonErrorExits1(arguments: [String]) throws {
        let server = try TestServer()
        server.service.fail(with: .failed(message: "the disk is full"))
        #expect(ControlCommandLine.run(arguments + ["--socket", server.path], in: world.context) == 1)
        #expect(world.errorOutput == "emotunesctl: the disk is full → emotunesctl doctor\n")
        #expect(world.output.isEmpty)
    }

    @Test func libraryIsShownAndLookedThrough() throws {
        let server = try TestServer()
        #expect(world.run("--json", "library", "--socket", server.path) == 0)
        #expect(try JSONValue(parsing: world.output).decoded(as: LibraryReport.self) == Samples.library)
        world.output = ""
        #expect(world.run("library", "scan", "--json", "--socket", server.path) == 0)
        #expect(server.service.calls.contains("scan library"))
        #expect(try JSONValue(parsing: world.output)["tracks"] == .integer(500))
    }

    @Test func socketIsFoundByEnvironment() throws {
        let server = try TestServer()
        let folder = try TemporaryFolder()
        #expect(world.run("status", "--socket", server.path) == 0)
        world.environment = ["XDG_RUNTIME_DIR": folder.path, "HOME": folder.path]
        #expect(world.run("status") == 3)
        #expect(world.errorOutput.contains(folder.file("emotunes/control")))
        #expect(world.errorOutput.contains("/run/emotunes/control"))
    }

    @Test func jsonOutputIsTheDaemonsObject() throws {
        let server = try TestServer()
        for (command, text) in [
            ("status", Samples.statusText), ("playlist", Samples.playlistText), ("history", Samples.historyText),
            ("regenerate", Samples.playlistText), ("pause", Samples.statusText), ("resume", Samples.statusText),
            ("reload", Samples.statusText), ("play", #"{"target":"mpd","detail":"MPD does play."}"#),
        ] {
            let world = TestSurroundings()
            #expect(world.run(command, "--json", "--socket", server.path) == 0)
            #expect(try JSONValue(parsing: world.output).compactText == text)
            #expect(world.output.contains("\n  \""))
        }
    }

    @Test func commandsCallTheirMethods() throws {
        let server = try TestServer()
        for arguments in [
            ["pause"], ["pause", "1h30m"], ["pause", "90"], ["resume"], ["regenerate", "--mood", "sad"], ["play"],
            ["next"], ["stop"], ["like"],
            ["like", "2"], ["dislike", "a"], ["dislike", "x:y", "--clear"],
            ["taste", "--forget", "2"], ["taste", "--reset"], ["reload"], ["mood", "set", "happy", "2h"],
            ["mood", "set", "sad"], ["mood", "auto"], ["mood", "forget", "4"], ["mood", "forget"],
        ] {
            #expect(ControlCommandLine.run(arguments + ["--socket", server.path], in: world.context) == 0)
        }
        #expect(
            server.service.calls == [
                "pause -", "pause 5400", "pause 90", "resume", "regenerate sad", "play", "next", "stop",
                "like -", "like spotify:track:y",
                "dislike spotify:track:x", "clear x:y", "clear emotunes:name:a|two", "forget opinions", "reload",
                "mood happy 7200", "mood sad 3600", "auto mood", "forget correction 4", "forget correction -",
            ])
        #expect(
            world.output.contains(
                "Your mood is happy until 16:15, or until `emotunesctl mood auto`. You looked sad before"))
        #expect(world.output.contains("Paused for 1 h 30 min: the camera stays closed until 15:45, or until"))
        #expect(world.output.contains("MPD does next.\n"))
        #expect(world.output.contains("Disliked “A” by B, C: it will not come again.\n"))
        #expect(world.errorOutput.isEmpty)
    }

    @Test func tasteShowsFeedbackAsATable() throws {
        let server = try TestServer()
        #expect(world.run("taste", "--socket", server.path) == 0)
        let lines = world.output.split(separator: "\n")
        #expect(lines.count == 10)
        #expect(lines.contains { $0.contains("  4  happy      not sad         taught          14:05, by ada") })
        #expect(lines.contains("You like: jazz; Nina Simone; songs from 1950 to 1975."))
        #expect(lines.contains("Imported Loved.m3u: 30 songs, 12 of them known."))
        #expect(lines.first?.contains("  1  disliked      One – A, B  in a happy mood, ") == true)
        #expect(lines.dropFirst().first?.contains("  2  skipped 2×    Two") == true)
        #expect(world.run("taste", "--forget", "3", "--socket", server.path) == 1)
        #expect(server.service.calls.isEmpty)
    }

    @Test func tasteIsSaidImportedAndTakenBack() throws {
        let server = try TestServer()
        let socket = ["--socket", server.path]
        #expect(
            ControlCommandLine.run(["taste", "set", "--genre", "soul", "--to", "1985"] + socket, in: world.context) == 0
        )
        #expect(
            ControlCommandLine.run(["taste", "set", "--artist", "", "--any-years"] + socket, in: world.context) == 0)
        try withTemporaryFolder { folder in
            let path = folder + "/Mine.m3u"
            try Data("#EXTM3U\n#EXTINF:1,A - B\nx\n".utf8).write(to: URL(fileURLWithPath: path))
            #expect(ControlCommandLine.run(["taste", "import", path] + socket, in: world.context) == 0)
            #expect(ControlCommandLine.run(["taste", "import", folder + "/none.m3u"] + socket, in: world.context) == 1)
        }
        #expect(ControlCommandLine.run(["taste", "clear", "Loved.m3u"] + socket, in: world.context) == 0)
        #expect(ControlCommandLine.run(["taste", "clear", "Other.m3u"] + socket, in: world.context) == 1)
        #expect(ControlCommandLine.run(["taste", "clear"] + socket, in: world.context) == 0)
        #expect(
            server.service.calls == [
                "taste soul,Nina Simone 1950-1985", "taste jazz 0-0", "import Mine.m3u 1",
                "forget taste Loved.m3u", "forget taste Other.m3u", "forget taste all",
            ])
        #expect(world.output.contains("Took in 1 song of Mine.m3u, 1 of them in the catalogue.\n"))
    }

    @Test(arguments: ["25", "0", "nothing like it"])
    func unknownTrackExits1(track: String) throws {
        let server = try TestServer()
        #expect(world.run("like", track, "--socket", server.path) == 1)
        #expect(!world.errorOutput.isEmpty)
        #expect(server.service.calls.isEmpty)
    }

    @Test func closedPipeExits0() throws {
        let server = try TestServer()
        world.closesAfter = 0
        #expect(world.run("status", "--socket", server.path) == 0)
        #expect(world.run("watch", "--socket", server.path) == 0)
        #expect(world.errorOutput.isEmpty)
    }

    @Test func failedWriteExits1WithOneLine() throws {
        let server = try TestServer()
        for arguments in [["status"], ["status", "--json"], ["watch"], ["pause"], ["--help"], ["--version"]] {
            let world = TestSurroundings()
            world.closesAfter = 0
            world.outputError = OutputError(Errno(ENOSPC))
            let isHelp = arguments.first?.hasPrefix("--") == true
            let arguments = isHelp ? arguments : arguments + ["--socket", server.path]
            #expect(ControlCommandLine.run(arguments, in: world.context) == 1)
            #expect(world.errorOutput == "emotunesctl: could not write the output: No space left on device → df -h\n")
        }
    }

    @Test func optionsBeforeTheCommandAreUnderstood() throws {
        let server = try TestServer()
        for arguments in [
            ["--json", "--socket", server.path, "status"], ["--socket=\(server.path)", "status", "--json"],
            ["--socket", server.path, "--json", "status"], ["status", "--json", "--socket", server.path],
        ] {
            let world = TestSurroundings()
            #expect(ControlCommandLine.run(arguments, in: world.context) == 0)
            #expect(try JSONValue(parsing: world.output).compactText == Samples.statusText)
            #expect(world.errorOutput.isEmpty)
        }
        #expect(ControlCommandLine.run(["--socket", server.path, "like", "--", "2"], in: world.context) == 0)
        #expect(server.service.calls == ["like spotify:track:y"])
    }

    @Test(arguments: [
        ("--json camera list", "camera list --json"), ("camera --json list", "camera list --json"),
        ("--state-dir a catalogue --data-dir=b info", "catalogue info --state-dir a --data-dir=b"),
        ("status --json", "status --json"), ("--json help pause", "help pause"), ("--json --version", "--version"),
        ("--socket status playlist", "playlist --socket status"),
        ("like --json --socket", "like --json --socket"), ("", ""),
        ("--json config", "config --json"), ("--json config get mood.threshold", "config get --json mood.threshold"),
    ])
    func leadingOptionsAreMovedBehindTheCommand(given: String, expected: String) throws {
        let words = given.split(separator: " ").map(String.init)
        let moved = try ControlCommandLine.sharedOptions.moved(in: words, of: EmotunesControlCommand.self)
        #expect(moved.joined(separator: " ") == expected)
    }

    @Test func unknownObjectIsPrintedAsJSON() throws {
        let object: JSONValue = ["version": "9", "state": "watching", "title": "\u{1B}[2J"]
        try world.context.show(object, asJSON: false) { (_: Status) in ["never"] }
        #expect(try JSONValue(parsing: world.output) == object)
        #expect(!world.output.contains("\u{1B}"))
        #expect(world.errorOutput.contains("another version"))
    }
}
