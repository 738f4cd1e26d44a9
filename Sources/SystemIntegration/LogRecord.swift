import Logging

/// One log line on its way out.
struct LogRecord: Sendable {
    /// Metadata under this key becomes `EMOTUNES_EVENT`.
    static let eventKey = "event"
    /// Metadata under this key becomes `MESSAGE_ID`.
    static let messageIDKey = "message_id"

    var level: Logger.Level
    var message: String
    var metadata: Logger.Metadata
    var file = ""
    var line: UInt = 0
    var function = ""

    /// The syslog priority: 7 (debug) to 2 (critical).
    var priority: Int {
        switch level {
        case .trace, .debug: 7
        case .info: 6
        case .notice: 5
        case .warning: 4
        case .error: 3
        case .critical: 2
        }
    }

    /// What the line says, with the metadata that the words may not hold.
    var text: String {
        let details = metadata.filter { $0.key != Self.eventKey && $0.key != Self.messageIDKey }
            .sorted { $0.key < $1.key }
            .map { "\($0.key)=\($0.value)" }
        return details.isEmpty ? message : "\(message) (\(details.joined(separator: ", ")))"
    }
}

/// Where log lines go.
protocol LogSink: Sendable {
    func write(_ record: LogRecord)
}
