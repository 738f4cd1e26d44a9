import TestSupport
import Testing

/// What the built programs do when their output cannot be written.
@Suite(.ownThread) struct OutputTests {
    private func run(_ script: String, _ name: String, _ arguments: [String]) throws -> Program.Outcome {
        try Program(shell: script, name, arguments, in: TemporaryFolder()).run(seconds: 60)
    }

    @Test(arguments: [
        ("emotunesctl", ["--version"]), ("emotunesctl", ["status", "--help"]),
        ("emotunesctl", ["--json", "camera", "list"]),
        ("emotunesd", ["--help"]), ("emotunesd", ["--check"]),
    ])
    func fullDiskExits1WithOneLine(name: String, arguments: [String]) throws {
        let outcome = try run("exec \"$0\" \"$@\" > /dev/full", name, arguments)
        #expect(outcome.status == 1)
        let mend = name == "emotunesctl" ? " → df -h" : ""
        #expect(outcome.errorOutput == "\(name): could not write the output: No space left on device\(mend)\n")
    }

    @Test func closedStandardOutputExits1WithOneLine() throws {
        let outcome = try run("exec \"$0\" \"$@\" >&-", "emotunesctl", ["--version"])
        #expect(outcome.status == 1)
        #expect(outcome.errorOutput == "emotunesctl: could not write the output: Bad file descriptor → df -h\n")
    }

    @Test func closedPipeExits0Silently() throws {
        // A pipe whose only reader is closed before the program starts.
        let script = #"mkfifo "$HOME/p"; exec 3<> "$HOME/p" 4> "$HOME/p" 3<&-; exec "$0" "$@" >&4 4>&-"#
        let outcome = try run(script, "emotunesctl", ["--version"])
        #expect(outcome.status == 0)
        #expect(outcome.errorOutput.isEmpty)
    }
}
