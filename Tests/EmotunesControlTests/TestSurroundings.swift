import ControlProtocol
import ControlTestSupport
import EmotunesControl

/// A world for commands: what they print is kept, the clock stands still.
final class TestSurroundings {
    private(set) var output = ""
    private(set) var complaints = ""
    var isTerminal = false
    var size: (columns: Int, rows: Int)?
    var environment: [String: String] = [:]
    /// What happens in place of further writing.
    var closesAfter = Int.max

    /// Ten minutes after `Samples.status` says its mood began.
    static let now = Timestamp(secondsSince1970: 1_772_373_909.25 + 600)

    var context: ControlContext {
        ControlContext(
            environment: environment, uid: 1000, folderExists: { _ in false },
            write: { text throws(OutputClosed) in
                guard self.closesAfter > 0 else { throw OutputClosed() }
                self.closesAfter -= 1
                self.output += text
            },
            complain: { self.complaints += $0 + "\n" }, outputDescriptor: nil, isTerminal: isTerminal,
            terminalSize: { self.size }, now: { Self.now }, calendar: .utc)
    }

    func run(_ arguments: String...) -> Int32 {
        ControlCommandLine.run(arguments, in: context)
    }
}
