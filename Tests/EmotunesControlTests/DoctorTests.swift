import CameraDevices
import ControlProtocol
import ControlTestSupport
import TestSupport
import Testing

@testable import EmotunesControl

@Suite(.ownThread) struct DoctorTests {
    private let world = TestSurroundings()

    /// A machine without problems; a test may replace the answers of programs.
    private func machine(_ answers: [String: ProgramRun?] = [:]) -> DoctorMachine {
        var machine = DoctorMachine()
        machine.daemon = { "emotunesd" }
        machine.group = { _ in "video" }
        machine.hasSeat = { false }
        machine.run = { arguments in
            let line = arguments.joined(separator: " ")
            if let answer = answers.first(where: { line.contains($0.key) }) { return answer.value }
            if line.contains("--check") {
                return ProgramRun(
                    status: 0, output: #"{"findings":[{"check":"configuration","verdict":"ok","detail":"defaults"}]}"#)
            }
            if line.contains("--user show") {
                return ProgramRun(status: 0, output: "LoadState=loaded\nUnitFileState=enabled\nActiveState=active")
            }
            if line.contains("systemctl show") { return ProgramRun(status: 0, output: "LoadState=not-found") }
            return ProgramRun(status: 0, output: "2026-03-01T14:05:09+0000 host emotunesd[7]: hello")
        }
        return machine
    }

    private func camera(_ error: CameraDeviceError? = nil) -> CameraMachine {
        var cameras = CameraMachine(nodes: ["/dev/video0"])
        cameras.describe = { path throws(CameraDeviceError) in
            if let error { throw error }
            return CaptureDevice(path: path, card: "Webcam", driver: "uvc", bus: "", isCapture: true, formats: ["YUYV"])
        }
        return cameras
    }

    private func verdicts(_ arguments: [String]) throws -> [String: Finding] {
        world.output.removeAll()
        _ = ControlCommandLine.run(["doctor", "--json"] + arguments, in: world.context)
        let found = try JSONValue(parsing: world.output).decoded(as: Findings.self).findings
        return Dictionary(found.map { ($0.check, $0) }) { $1 }
    }

    @Test func doctorReportsOkAndExits0WithoutProblems() throws {
        let server = try TestServer()
        var status = Samples.status
        status.version = Release.version
        status.spotify = SpotifyStatus(state: .off, detail: "", notBefore: nil)
        server.service.change(to: status)
        world.cameras = camera()
        world.doctor = machine()
        #expect(world.run("doctor", "--socket", server.path) == 0)
        let lines = world.output.split(separator: "\n")
        #expect(lines.count == 10)
        #expect(lines.allSatisfy { $0.hasPrefix("ok ") }, "\(world.output)")
        #expect(world.output.contains("camera             Webcam (/dev/video0) is free"))
        #expect(
            world.output.contains(
                "service settings   from /etc/emotunes/emotunesd.toml; mood.threshold by --set"))
        #expect(world.output.contains("library            500 songs in 512 files, 480 with a mood"))
    }

    @Test func doctorSaysWhatToDoForMusicOfOnesOwn() throws {
        let server = try TestServer()
        var status = Samples.status
        status.spotify = SpotifyStatus(state: .off, detail: "", notBefore: nil)
        status.library = LibraryStatus(files: 0, tracks: 0, withMood: 0, state: .off, detail: "")
        server.service.change(to: status)
        world.cameras = camera()
        world.doctor = machine()
        var found = try verdicts(["--socket", server.path])
        #expect(found["library"]?.verdict == .warning)
        #expect(found["library"]?.fix?.contains("music.folders") == true)
        // With an account nobody needs files.
        status.spotify.state = .signedIn
        server.service.change(to: status)
        found = try verdicts(["--socket", server.path])
        #expect(found["library"]?.verdict == .ok)
        status.library = LibraryStatus(
            files: 9, tracks: 9, withMood: 0, state: .unreachable, detail: "/music: it does not answer")
        server.service.change(to: status)
        found = try verdicts(["--socket", server.path])
        #expect(found["library"]?.verdict == .warning && found["library"]?.detail == "/music: it does not answer")
    }

    @Test func doctorNamesGroupAndCommandForADeniedCamera() throws {
        world.cameras = camera(CameraDeviceError(.denied, "no permission"))
        world.doctor = machine()
        let found = try verdicts(["--socket", "/nonexistent"])
        #expect(found["camera_group"]?.verdict == .problem)
        #expect(found["camera_group"]?.fix == "sudo usermod -aG video $USER, then log out and in")
    }

    @Test func doctorSendsNobodyIntoTheGroupWhereThereIsASeat() throws {
        world.cameras = camera(CameraDeviceError(.denied, "no permission"))
        var machine = machine()
        machine.hasSeat = { true }
        world.doctor = machine
        let found = try verdicts(["--socket", "/nonexistent"])
        #expect(found["camera_group"]?.verdict == .problem)
        #expect(found["camera_group"]?.fix?.contains("sign in at the screen") == true)
        #expect(!found.values.contains { $0.fix?.contains("usermod -aG video") == true })
    }

    @Test func doctorSaysWhatToDoWithoutADaemon() throws {
        world.doctor = machine(["--check": nil, "systemctl": nil, "journalctl": nil])
        let found = try verdicts(["--socket", "/nonexistent/control"])
        #expect(
            found.values.filter { $0.verdict == .problem }.map(\.check).sorted() == [
                "camera", "daemon", "installation",
            ])
        #expect(found.values.filter { $0.verdict != .ok }.allSatisfy { $0.fix != nil || $0.check == "account" })
        #expect(world.run("doctor", "--socket", "/nonexistent/control") == 1)
        #expect(world.errorOutput.isEmpty)
    }

    @Test func doctorReportsProblemsOfDaemonAndAccount() throws {
        let server = try TestServer()
        var status = Samples.emptyStatus
        status.state = .degraded
        status.notices = ["the disk is full"]
        status.spotify = SpotifyStatus(state: .expired, detail: "", notBefore: nil)
        server.service.change(to: status)
        world.cameras = camera()
        world.doctor = machine()
        let found = try verdicts(["--socket", server.path])
        #expect(found["service"]?.detail == "the disk is full")
        #expect(found["service_camera"]?.verdict == .problem)
        #expect(found["account"]?.fix == "emotunesctl login")
    }

    @Test(arguments: [
        ("LoadState=not-found", Finding.Verdict.warning), ("LoadState=loaded\nUnitFileState=disabled", .warning),
        ("LoadState=loaded\nUnitFileState=enabled\nActiveState=failed", .problem),
        ("LoadState=loaded\nUnitFileState=enabled\nActiveState=inactive", .ok),
    ])
    func unitsAreJudgedByWhatSystemdSays(output: String, verdict: Finding.Verdict) throws {
        world.doctor = machine(["--user show": ProgramRun(status: 0, output: output)])
        #expect(try verdicts(["--socket", "/nonexistent"])["units"]?.verdict == verdict)
    }

    @Test func doctorPassesOptionsToTheDaemonsCheck() throws {
        let asked = Words()
        var doctor = machine()
        let answer = doctor.run
        doctor.run = {
            asked.lines.append($0.joined(separator: " "))
            return answer($0)
        }
        world.doctor = doctor
        _ = try verdicts(["--config", "a.toml", "--state-dir", "s", "--data-dir", "d", "--socket", "/nonexistent"])
        #expect(asked.lines.contains("emotunesd --check --config a.toml --state-dir s --data-dir d"))
    }

    private final class Words {
        var lines: [String] = []
    }
}

@Suite struct ProgramRunTests {
    @Test func programRunReturnsOutputAndStatus() {
        let run = ProgramRun.run(["sh", "-c", "echo out; echo err >&2; exit 3"])
        #expect(run?.status == 3)
        #expect(run?.output == "out")
    }

    @Test func programRunIsNilForAMissingProgram() {
        #expect(ProgramRun.run(["/nonexistent/program"]) == nil)
        #expect(ProgramRun.run([]) == nil)
    }

    @Test func programRunHasNoStatusAfterASignal() {
        #expect(ProgramRun.run(["sh", "-c", "kill -KILL $$"])?.status == -1)
    }
}
