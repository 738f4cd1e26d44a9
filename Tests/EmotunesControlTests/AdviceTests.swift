import ControlProtocol
import ControlSocket
import ControlTestSupport
import Foundation
import TestSupport
import Testing

@testable import EmotunesControl

/// What `emotunesctl` says without a command, situation by situation; docs/advice.md shows all of it.
@Suite(.ownThread) struct AdviceTests {
    struct Situation: Sendable, CustomTestStringConvertible {
        var title: String
        var word: String
        var advice: Advice

        var testDescription: String { title }

        init(_ title: String, _ word: String, _ change: (inout Status) -> Void) {
            var status = AdviceTests.fine
            change(&status)
            self.title = title
            self.word = word
            advice = StatusAdvice(status: status, now: TestSurroundings.now, calendar: .utc).advice
        }

        init(_ title: String, _ word: String, _ error: ControlClientError) {
            self.title = title
            self.word = word
            advice = OverviewCommand.advice(error)
        }
    }

    /// A daemon with nothing wrong, whose playlist MPD has.
    private static var fine: Status {
        var status = Samples.status
        status.spotify = SpotifyStatus(state: .off, detail: "no spotify.client_id is set", notBefore: nil)
        status.playlist?.publishing = [
            Publication(target: .file, state: .published, detail: "playlist.xspf", url: nil),
            Publication(
                target: .mpd, state: .published, detail: "MPD has it as the stored playlist “EmoTunes”", url: nil),
        ]
        status.notices = []
        return status
    }

    private static func camera(_ status: inout Status, _ state: CameraState, _ detail: String) {
        status.state = .cameraUnavailable
        status.camera.state = state
        status.camera.detail = detail
        status.mood = nil
        status.emotion = nil
    }

    private static func publishing(_ status: inout Status, _ target: PublishingTarget, _ detail: String) {
        status.playlist?.publishing.removeAll { $0.target == target }
        status.playlist?.publishing.append(Publication(target: target, state: .failed, detail: detail, url: nil))
    }

    static let situations: [Situation] = [
        Situation("The daemon is not running", "not_running", .noDaemon(paths: ["/run/user/1000/emotunes/control"])),
        Situation("The daemon is another user's", "not_yours", .denied(path: "/run/emotunes/control")),
        Situation("The disk is full", "disk_full") {
            $0.state = .degraded
            $0.notices = [
                "cannot write /home/ada/.local/state/emotunes/emotunes.sqlite: no space left on the device; free some "
                    + "space there, or choose another folder with --state-dir"
            ]
        },
        Situation("No access to the camera", "camera_denied") {
            camera(
                &$0, .denied,
                "/dev/video0: permission denied; add this user to video (usermod -aG) and sign in again")
        },
        Situation("No camera", "camera_missing") { camera(&$0, .missing, "no camera was found") },
        Situation("Paused", "paused") {
            $0.state = .paused
            $0.camera.state = .paused
            $0.pausedUntil = Timestamp(secondsSince1970: TestSurroundings.now.secondsSince1970 + 3600)
        },
        Situation("No catalogue", "no_catalogue") {
            $0.catalogue.tracks = 0
            $0.library = LibraryStatus(files: 0, tracks: 0, withMood: 0, state: .off, detail: "")
            $0.playlist = nil
        },
        Situation("The music folder is unreachable", "library_unreachable") {
            $0.library?.state = .unreachable
            $0.library?.detail = "/mnt/music: no such file or directory"
        },
        Situation("MPD refuses", "mpd_failed") {
            publishing(&$0, .mpd, "MPD at localhost:6600 does not take the password; correct mpd.password, or MPD_HOST")
        },
        Situation("The sign-in has expired", "login_expired") {
            $0.spotify = SpotifyStatus(state: .expired, detail: "Spotify has withdrawn it", notBefore: nil)
        },
        Situation("Not signed in", "signed_out") {
            $0.spotify = SpotifyStatus(state: .signedOut, detail: "run `emotunesctl login`", notBefore: nil)
        },
        Situation("Nothing can play the songs", "no_music") {
            $0.library = LibraryStatus(files: 0, tracks: 0, withMood: 0, state: .off, detail: "")
            $0.playlist?.publishing = [Publication(target: .file, state: .published, detail: "", url: nil)]
        },
        Situation("The first minute", "no_mood_yet") {
            $0.mood = nil
            $0.playlist = nil
            $0.notices = ["EmoTunes is new here: it looks through the camera unless it is paused."]
        },
        Situation("The mood is held", "fine") { $0.moodHold = Samples.hold },
        Situation("Nothing is wrong", "fine") { _ in },
    ]

    @Test(arguments: situations)
    func eachSituationHasThreeStepsThatExist(situation: Situation) throws {
        #expect(situation.advice.situation == situation.word)
        #expect(situation.advice.steps.count == Advice.stepCount)
        #expect(Set(situation.advice.steps.map(\.command)).count == Advice.stepCount)
        for step in situation.advice.steps where step.command.hasPrefix("emotunesctl ") {
            let words = step.command.split(separator: " ").dropFirst().map(String.init)
            #expect(ControlCommandLine.carriesOut(words), "\(step.command)")
        }
    }

    /// `EMOTUNES_RECORD=1` writes the document instead of comparing it.
    @Test func theDocumentShowsWhatIsSaid() throws {
        let parts = Self.situations.map { situation in
            let lines = situation.advice.lines(Style(usesColour: false)).joined(separator: "\n")
            return "## \(situation.title)\n\n```\n$ emotunesctl\n\(lines)\n```\n"
        }
        let text =
            """
            # What emotunesctl says without a command

            What is going on, what is wrong, and the three next steps that help most at this moment. `emotunesctl now` says \
            the same, `emotunesctl now --json` for programs. A test makes each of these situations and compares this page \
            with what is said: `EMOTUNES_RECORD=1 swift test --filter AdviceTests` writes it.


            """ + parts.joined(separator: "\n")
        let path = Repository.path("docs/advice.md")
        if ProcessInfo.processInfo.environment["EMOTUNES_RECORD"] == "1" {
            try text.write(toFile: path, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
    }

    @Test func aSessionWithoutPipeWireIsNotToldToPlugACameraIn() {
        let trouble = Situation("", "camera_missing") {
            Self.camera(&$0, .missing, "pipewire: no PipeWire runs in this session; start it")
        }.advice.troubles.first
        #expect(trouble == "No PipeWire runs in this session; start it. EmoTunes tries again by itself.")
    }

    @Test func severalTroublesEachHaveTheirFirstStep() {
        let both = Situation("", "camera_missing") {
            Self.camera(&$0, .missing, "no camera was found")
            $0.spotify = SpotifyStatus(state: .expired, detail: "", notBefore: nil)
            $0.library?.state = .unreachable
        }.advice
        #expect(both.troubles.count == 3)
        #expect(
            both.steps.map(\.command) == ["emotunesctl camera list", "emotunesctl library", "emotunesctl login"])
    }

    @Test func withoutACommandTheOverviewIsShown() throws {
        let server = try TestServer(), world = TestSurroundings()
        #expect(world.run("--socket", server.path) == 0)
        #expect(world.output.hasPrefix("EmoTunes is watching; you look happy (93 % sure).\n"))
        #expect(world.output.contains("What you can do next:\n  emotunesctl "))
        world.output = ""
        #expect(world.run("--json", "--socket", server.path) == 0)
        #expect(try JSONValue(parsing: world.output).decoded(as: Advice.self).steps.count == 3)
        world.output = ""
        #expect(world.run("now", "--socket", "/nonexistent/control") == 3)
        #expect(world.output.contains("systemctl --user enable --now emotunesd"))
        #expect(world.errorOutput.isEmpty)
    }
}
