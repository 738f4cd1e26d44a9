import ControlSocket
import ControlTestSupport
import TestSupport
import Testing

@testable import EmotunesControl

/// What the terminal says while the browser has the word. No time passes: a wait ends when the test says so.
@Suite(.ownThread) struct LoginTests {
    private let world = TestSurroundings()

    /// Signs in.
    ///
    /// - Parameter silent: so many waits for the daemon bring nothing.
    /// - Returns: the exit status, how long each wait was to last, and what stood on the terminal when it began.
    private func signIn(silent: Int) throws -> (status: Int32, waits: [Duration], output: [String]) {
        let server = try TestServer()
        var waits: [Duration] = [], output: [String] = []
        var context = world.context
        context.nextReply = { client, timeout in
            waits.append(timeout)
            output.append(world.output)
            return waits.count > silent ? try client.nextReply(timeout: .seconds(30)) : nil
        }
        let status = ControlCommandLine.run(["login", "--no-open", "--socket", server.path], in: context)
        return (status, waits, output)
    }

    @Test func browserThatDoesNotComeBackIsExplainedAfterFifteenSeconds() throws {
        let told = try signIn(silent: 1)
        #expect(told.status == 0)
        #expect(told.waits == [.seconds(15), .seconds(315)])
        #expect(told.output[0].hasSuffix("Waiting for the browser to come back, five minutes at most.\n"))
        let hint = told.output[1].dropFirst(told.output[0].count)
        #expect(hint.hasPrefix("Still waiting."))
        for words in [
            "INVALID_CLIENT: Invalid client ", "emotunesctl login --client-id ID",
            "INVALID_CLIENT: Invalid redirect URI ",
            "exactly http://127.0.0.1/callback", "emotunesctl login --paste",
        ] {
            #expect(hint.contains(words))
        }
        // It goes on as if nothing had been said.
        #expect(world.output.count > told.output[1].count)
    }

    @Test func browserThatComesBackAtOnceIsNotExplained() throws {
        let told = try signIn(silent: 0)
        #expect(told.status == 0)
        #expect(told.waits == [.seconds(15)])
        #expect(!world.output.contains("Still waiting") && !world.output.contains("INVALID_CLIENT"))
    }

    @Test func daemonThatNeverAnswersEndsTheWaiting() throws {
        let told = try signIn(silent: .max)
        #expect(told.status == 1)
        #expect(told.waits.reduce(.zero, +) == .seconds(330))
        #expect(world.errorOutput.contains("emotunesd did not answer within 330 s"))
    }
}
