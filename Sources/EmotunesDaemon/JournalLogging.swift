import Logging

enum JournalLogging {
    static func start() -> Logger {
        LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
        return Logger(label: "emotunesd")
    }
}
