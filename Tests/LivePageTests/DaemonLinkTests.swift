import ControlProtocol
import ControlSocket
import ControlTestSupport
import Testing

@testable import LivePage

/// What a page gets of the daemon, and what it may say to it.
@Suite struct DaemonLinkTests {
    private func link(_ daemon: TestServer) -> DaemonLink {
        DaemonLink(locations: [SocketLocation(path: daemon.path, ownsFolder: false)])
    }

    @Test func whatWasSaidOfSongsComesWhole() throws {
        let daemon = try TestServer()
        let count = ControlInterface.opinionsPartLength + 2
        var opinions = (1...count).map { number in
            Opinion(
                uri: "a:\(number)", title: number == 2 ? nil : "Song", artists: ["A"],
                verdict: number == 2 ? .dislike : .like, balance: 0, songMood: .sad, mood: .happy, at: .now)
        }
        // A song that was liked and then heard is liked.
        opinions.append(
            Opinion(
                uri: "a:1", title: "Song", artists: ["A"], verdict: .heard, balance: 2, songMood: nil, mood: nil,
                at: .now))
        daemon.service.change(opinions: opinions)
        let reply = try link(daemon).call("GetOpinions", [:])
        guard case .array(let said)? = reply["opinions"] else {
            Issue.record("no opinions")
            return
        }
        #expect(said.map { $0["uri"]?.string } == (1...count).map { "a:\($0)" })
        #expect(said.first?.compactText == #"{"uri":"a:1","title":"Song","artists":["A"],"verdict":"like"}"#)
        #expect(said[1]["verdict"]?.string == "dislike")
        guard case .array(let corrections)? = reply["corrections"] else {
            Issue.record("no corrections")
            return
        }
        #expect(corrections.count == Samples.corrections.count)
    }

    @Test func correctionIsForgottenByItsNumberOnly() {
        #expect(DaemonLink.allows("ForgetCorrection", ["id": .integer(4)]))
        #expect(!DaemonLink.allows("ForgetCorrection", ["id": .null]))
        #expect(!DaemonLink.allows("ForgetCorrection", [:]))
        #expect(!DaemonLink.allows("ForgetCorrection", ["id": .string("4")]))
        #expect(DaemonLink.allows("Pause", [:]))
    }

    @Test func daemonThatSaidGoodbyeIsLeftAloneForLonger() {
        let slow = DaemonLink.pause(after: .goodbye, before: DaemonLink.quickPause)
        #expect(slow > 5)
        #expect(DaemonLink.pause(after: .absent, before: slow) == slow)
        #expect(DaemonLink.pause(after: .absent, before: DaemonLink.quickPause) == DaemonLink.quickPause)
        #expect(DaemonLink.pause(after: .brokenOff, before: slow) == DaemonLink.quickPause)
    }

    @Test func absentDaemonIsSaidWithWhatStartsIt() {
        let nobody = DaemonLink(locations: [SocketLocation(path: "/nonexistent/control", ownsFolder: false)])
        let (departure, reason) = nobody.followOnce(PageHub())
        #expect(departure == .absent)
        #expect(reason.hasSuffix("systemctl --user start emotunesd"))
    }
}
