import Foundation
import TestSupport
import Testing

/// What was said of a taste, with the built programs: acknowledged is kept.
@Suite(.serialized, .ownThread) struct TasteKillTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func ask(_ arguments: [String]) throws -> Program.Outcome {
        try Program("emotunesctl", arguments + ["--socket", folder.file("control")], in: folder).run()
    }

    /// Returns once it answers.
    private func start() throws -> Program {
        let daemon = Program(
            "emotunesd",
            [
                "--source", "demo:happy=600?repeat=forever", "--state-dir", folder.file("state"), "--socket",
                folder.file("control"),
            ], in: folder)
        try daemon.start()
        let deadline = ContinuousClock.now + .seconds(30)
        while try ask(["status"]).status == 3, ContinuousClock.now < deadline {}
        return daemon
    }

    @Test func acknowledgedTasteSurvivesKill9() throws {
        let list = folder.file("Loved.m3u")
        try Data("#EXTM3U\n#EXTINF:1,Fats Waller - Ain't Misbehavin'\nx\n".utf8).write(to: URL(fileURLWithPath: list))
        var daemon = try start()
        #expect(try ask(["taste", "set", "--genre", "jazz", "--to", "1960"]).status == 0)
        let imported = try ask(["taste", "import", list])
        #expect(
            imported.output == "Took in 1 song of Loved.m3u, 1 of them in the catalogue.\n", "\(imported.errorOutput)")
        daemon.send(SIGKILL)
        _ = try daemon.wait()
        daemon = try start()
        let taste = try ask(["taste"]).output
        #expect(taste.contains("You like: jazz; songs until 1960.") && taste.contains("Imported Loved.m3u: 1 song"))
        #expect(try ask(["regenerate", "--mood", "happy"]).status == 0)
        #expect(try ask(["playlist", "--why"]).output.contains("you named jazz"))
        #expect(try ask(["taste", "clear"]).status == 0)
        daemon.send(SIGKILL)
        _ = try daemon.wait()
        daemon = try start()
        #expect(try !ask(["taste"]).output.contains("jazz"))
        daemon.send(SIGKILL)
        _ = try daemon.wait()
    }
}
