import Glibc
package import Logging

/// Where the process's log lines go.
package enum LogDestination: Sendable, Hashable {
    /// The journal, with fields: standard error is connected to it.
    case journal
    /// Standard error of a service whose output goes elsewhere: priorities in front.
    case prefixed
    /// A terminal, a file, a pipe: lines for people.
    case plain

    /// Looks at what the service manager said in the environment.
    ///
    /// - Parameters:
    ///   - standardError: Device and inode of standard error, if it is open.
    ///   - isTerminal: Whether standard error is a terminal.
    ///   - pid: This process. `SYSTEMD_EXEC_PID` is inherited by children, for which it is not meant.
    package static func detect(
        environment: [String: String], standardError: (device: UInt64, inode: UInt64)?, isTerminal: Bool, pid: Int32
    ) -> LogDestination {
        if let standardError, environment["JOURNAL_STREAM"] == "\(standardError.device):\(standardError.inode)" {
            return .journal
        }
        return !isTerminal && environment["SYSTEMD_EXEC_PID"] == String(pid) ? .prefixed : .plain
    }

    /// What holds for this process.
    package static func current(environment: [String: String]) -> LogDestination {
        var information = stat()
        let standardError =
            fstat(STDERR_FILENO, &information) == 0
            ? (device: UInt64(information.st_dev), inode: UInt64(information.st_ino)) : nil
        return detect(
            environment: environment, standardError: standardError, isTerminal: isatty(STDERR_FILENO) != 0,
            pid: getpid())
    }
}

/// Sets up logging for the process.
package enum SystemLogging {
    /// `EMOTUNES_LOG_LEVEL`: a word of swift-log's (trace, debug, info, notice, warning, error, critical); info where it
    /// is not set or no such word.
    package static func level(environment: [String: String]) -> Logger.Level {
        environment["EMOTUNES_LOG_LEVEL"].flatMap(Logger.Level.init(rawValue:)) ?? .info
    }

    /// Makes every `Logger` write to that destination. Call it once, before the first logger is made.
    ///
    /// - Parameters:
    ///   - level: What is less important than this is dropped.
    ///   - identifier: The journal's `SYSLOG_IDENTIFIER`.
    /// - Returns: what has to be flushed before the process ends.
    package static func bootstrap(
        to destination: LogDestination, level: Logger.Level = .info, identifier: String = "emotunesd"
    ) -> LogDrain {
        let sink: any LogSink =
            switch destination {
            case .journal: JournalSink(identifier: identifier, fallback: PrefixedSink())
            case .prefixed: PrefixedSink()
            case .plain: PlainSink()
            }
        let queued = QueuedSink(sink)
        LoggingSystem.bootstrap { _ in SystemLogHandler(sink: queued, level: level) }
        return LogDrain(sink: queued)
    }
}
