import Glibc
import Logging
import Platform

/// Lines with a priority in front (`<6>`), which the service manager understands on a service's standard error.
struct PrefixedSink: LogSink {
    func write(_ record: LogRecord) {
        writeToStandardError(Self.lines(of: record))
    }

    /// Every line of the message bears the priority: the journal takes each for a message of its own.
    static func lines(of record: LogRecord) -> String {
        record.text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { "<\(record.priority)>\($0)\n" }
            .joined()
    }
}

/// Lines for people: the time, the level where it matters, the message.
struct PlainSink: LogSink {
    /// The time of day in front of each line.
    var clock: @Sendable () -> String = { PlainSink.timeOfDay() }

    func write(_ record: LogRecord) {
        writeToStandardError(line(of: record))
    }

    func line(of record: LogRecord) -> String {
        let level =
            switch record.level {
            case .info, .notice: ""
            default: "\(record.level.rawValue): "
            }
        return "\(clock()) \(level)\(record.text)\n"
    }

    private static func timeOfDay() -> String {
        var now = time(nil)
        var parts = tm()
        localtime_r(&now, &parts)
        return [parts.tm_hour, parts.tm_min, parts.tm_sec].map { ($0 < 10 ? "0" : "") + String($0) }
            .joined(separator: ":")
    }
}

/// One call a line, so that lines of several threads do not mix.
private func writeToStandardError(_ text: String) {
    var text = text
    // A line that standard error does not take is lost: there is no other place to say so.
    text.withUTF8 { _ = writeAll(UnsafeRawBufferPointer($0), to: STDERR_FILENO) }
}
