import ControlProtocol
import ControlSocket
import ControlTestSupport
import Platform
import TestSupport
import Testing

@testable import EmotunesControl

/// Every error ends with the command that mends it, and that command exists.
@Suite(.ownThread) struct MendTests {
    private static let others = ["systemctl", "journalctl", "df", "ls", "fuser", "findmnt", "sudo", "ulimit"]

    /// The command that a line ends with, if it is one that can be run.
    private func command(endingIn line: String) -> String? {
        guard let arrow = line.ranges(of: ControlFailure.arrow).last else { return nil }
        var words = line[arrow.upperBound...].split(separator: " ").map(String.init)
        if words.first == "sudo" { words.removeFirst() }
        guard let program = words.first else { return nil }
        guard program == "emotunesctl" else {
            return Self.others.contains(program) ? words.joined(separator: " ") : nil
        }
        return ControlCommandLine.carriesOut(Array(words.dropFirst())) ? words.joined(separator: " ") : nil
    }

    private static let failures: [ControlFailure] = [
        .noPlaylistYet, .noSuchTrack(uri: "x:y"), .nothingPlaying, .noPlayer(message: "no MPD was found"),
        .unknownMood("glad"), .invalidDuration(seconds: -1), .noFaceSeen(looks: 3), .reloadFailed(message: "line 3"),
        .loginFailed(message: "refused"), .loginFailed(message: "spotify.client_id is not set"),
        .tooManyClients(limit: 2), .failed(message: "from a daemon of before"), .failed("what", mend: "df -h /a"),
    ]

    @Test(arguments: failures)
    func whatTheDaemonRefusesEndsWithACommand(failure: ControlFailure) throws {
        let server = try TestServer(), world = TestSurroundings()
        server.service.fail(with: failure)
        #expect(world.run("reload", "--socket", server.path) == 1)
        let line = world.errorOutput.dropLast()
        #expect(command(endingIn: String(line)) != nil, "\(line)")
        #expect(!line.contains("\n"))
    }

    @Test(arguments: [
        ControlClientError.noDaemon(paths: ["/a"]), .denied(path: "/a"), .stranger(path: "/a", uid: 3),
        .timeout(seconds: 5), .disconnected, .malformedReply("no JSON"), .refused(.noPlaylistYet),
        .remote(name: "org.varlink.service.PermissionDenied", parameters: [:]),
        .remote(name: "org.varlink.service.MethodNotFound", parameters: ["method": "SetMood"]),
        .remote(name: "a.b.C", parameters: [:]), .failed(doing: "connect to", path: "/a", Errno(5)),
    ])
    func whatTheConnectionFailsWithEndsWithACommand(error: ControlClientError) {
        #expect(command(endingIn: error.advice) != nil, "\(error.advice)")
    }

    @Test(arguments: [
        ["like", "99"], ["like", "nothing like it"], ["taste", "--forget", "9"],
        ["history", "--at", "2030-01-01 12:00"],
        ["history", "--from", "2026-02-02", "--to", "2026-01-01"], ["history", "--from", "whenever"],
        ["config", "set", "mood.threshold", "9"], ["page", "--output", "/proc/nowhere/page.html"],
        ["history", "--plot", "/proc/nowhere/plot.svg"], ["camera", "test"], ["camera", "test", "/nonexistent"],
        ["login", "--client-id", "short"], ["catalogue", "info", "--state-dir", "/proc/nowhere"],
        ["catalogue", "import", "/nonexistent.csv", "--state-dir", "/proc/nowhere"],
    ])
    func whatACommandFailsWithEndsWithACommand(arguments: [String]) throws {
        let server = try TestServer(), world = TestSurroundings()
        let talks = !["catalogue", "camera"].contains(arguments[0])
        let status = ControlCommandLine.run(arguments + (talks ? ["--socket", server.path] : []), in: world.context)
        let line = world.errorOutput.split(separator: "\n").last.map(String.init) ?? ""
        guard status != 2 else {
            // ArgumentParser ends with the command that shows how it is used.
            #expect(world.errorOutput.contains("emotunesctl \(arguments[0])"))
            return
        }
        #expect(status == 1)
        #expect(command(endingIn: line) != nil, "\(world.errorOutput)")
    }
}
