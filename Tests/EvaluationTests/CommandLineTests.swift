import CommandArguments
import Testing

@testable import Evaluation

@Suite struct CommandLineTests {
    @Test(arguments: [
        ("--json faces --labels a.csv", "faces --json --labels a.csv"),
        ("--data-dir x --json stream a.mp4", "stream --data-dir x --json a.mp4"),
        ("faces --json", "faces --json"), ("--help", "--help"),
    ])
    func optionsBeforeTheCommandAreUnderstood(given: String, expected: String) throws {
        let words = given.split(separator: " ").map(String.init)
        let moved = try EvaluateCommand.sharedOptions.moved(in: words, of: EvaluateCommand.self)
        #expect(moved.joined(separator: " ") == expected)
        #expect(throws: (any Error).self) {
            _ = try EvaluateCommand.sharedOptions.moved(in: ["--json"], of: EvaluateCommand.self)
        }
    }
}
