import ControlProtocol
import ControlSocket
import ControlTestSupport
import TestSupport
import Testing

@testable import EmotunesControl

@Suite(.ownThread) struct BarTests {
    private let world = TestSurroundings()

    private func bar(_ change: (inout Status) -> Void = { _ in }) -> BarLine {
        var status = Samples.status
        change(&status)
        return BarLine(status, now: TestSurroundings.now, calendar: .utc)
    }

    @Test func waybarIsGivenItsMembersOnOneLine() {
        #expect(
            bar().line(.waybar)
                == #"{"text":"happy","alt":"happy","tooltip":"happy since 14:05, about 95 % sure\nplaylist 7 for happy, "#
                + #"20 songs","class":["happy"],"percentage":95}"#)
        #expect(bar().line(.i3blocks) == #"{"full_text":"happy","short_text":"happy"}"#)
        #expect(bar().line(.plain) == "happy")
    }

    @Test func markupIsText() throws {
        let line = bar {
            $0.state = .degraded
            $0.notices = [#"cannot write "/a<b>&c'": full"#]
        }.line(.waybar)
        let object = try JSONValue(parsing: line)
        #expect(object["tooltip"]?.string?.hasSuffix("cannot write &quot;/a&lt;b&gt;&amp;c&#39;&quot;: full") == true)
        #expect(object["class"] == ["happy", "trouble"])
        #expect(!line.contains("\n"))
    }

    @Test func whatStandsInPlaceOfAMood() {
        #expect(bar { $0.moodHold = Samples.hold }.classes == ["happy", "held"])
        #expect(bar { $0.moodHold = Samples.hold }.percentage == 100)
        #expect(bar { ($0.state, $0.camera.state) = (.paused, .paused) }.text == "paused")
        #expect(
            bar { ($0.state, $0.camera.state) = (.cameraUnavailable, .denied) }.classes == ["no-camera", "trouble"])
        #expect(bar { $0.mood = nil }.text == "…")
        #expect(bar { $0.state = .idle }.classes == ["happy", "away"])
        #expect(BarLine.off.line(.waybar).hasPrefix(#"{"text":"off","alt":"off","tooltip":"EmoTunes is not running\n"#))
    }

    @Test func whyNobodyAnswersIsTold() {
        #expect(BarLine.off(.noDaemon(paths: ["/x"])) == .off && BarLine.off(.disconnected) == .off)
        let denied = BarLine.off(.denied(path: "/x"))
        #expect(denied.text == "off" && denied.tooltip.first?.hasPrefix("no permission to use /x") == true)
    }

    @Test func aLookThatChangesLittleIsNoNewLine() {
        #expect(bar() == bar { $0.mood?.confidence = 0.94 })
        #expect(bar() != bar { $0.mood?.confidence = 0.4 })
    }

    @Test func theDaemonGoesAndComesBackAndTheWatchGoesOn() throws {
        let server = try TestServer()
        var second: TestServer?
        var pauses = 0
        var connection = ConnectionOptions()
        connection.socket = server.path
        // The first daemon ends as soon as it has said its status.
        let service = server.service
        Task {
            await service.received("monitor"); service.endStreams()
        }
        let watch = BarWatch(format: .plain, connection: connection, context: world.context) { _ throws(OutputError) in
            pauses += 1
            if pauses == 1 {
                server.stop()
            } else if second != nil || pauses > 3 {
                throw .readerClosed
            } else {
                second = try? TestServer(at: server.path)
                guard let service = second?.service else { return }
                Task {
                    await service.received("monitor"); service.endStreams()
                }
            }
        }
        #expect(throws: OutputError.readerClosed) { try watch.run() }
        #expect(world.output == "happy\noff\nhappy\noff\n")
        #expect(world.errorOutput.isEmpty)
    }

    @Test(arguments: [
        ("{mood} {confidence}", "happy 93 %"),
        ("{state}/{camera}: {playlist_mood} {playlist}", "watching/streaming: happy 7"),
        ("{{{mood}}}", "{happy}"), ("{held_until}", ""), ("no name", "no name"), ("", ""),
        ("{since}", "2026-03-01T14:05:09.250Z"), ("{tracks} songs, {spotify}", "20 songs, rate_limited"),
    ])
    func statusIsPrintedAsTheTemplateSays(template: String, line: String) throws {
        let server = try TestServer()
        #expect(world.run("status", "--format", template, "--socket", server.path) == 0)
        #expect(world.output == line + "\n")
    }
}
