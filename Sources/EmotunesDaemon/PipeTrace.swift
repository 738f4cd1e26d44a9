import Glibc

/// Says on standard error which part of the pipe is at work, where EMOTUNES_PIPE_TRACE is 1: for tests that kill the
/// daemon at a chosen moment and have to know which it was.
enum PipeTrace {
    /// In the order of the data, `start` before all.
    enum Phase: String {
        case start, look, mood, note, choose, record, publish
    }

    private static let isOn = getenv("EMOTUNES_PIPE_TRACE").map { String(cString: $0) == "1" } ?? false

    static func enter(_ phase: Phase) {
        guard isOn else { return }
        let line = "phase \(phase.rawValue)\n"
        // One call a line: several threads write.
        _ = line.withCString { write(STDERR_FILENO, $0, strlen($0)) }
    }
}
