import Logging

/// The log handler behind every logger: gathers a line's metadata and hands it to where lines go.
struct SystemLogHandler: LogHandler {
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?
    let sink: any LogSink

    init(sink: any LogSink, level: Logger.Level) {
        self.sink = sink
        logLevel = level
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var all = metadata
        if let provided = metadataProvider?.get() { all.merge(provided) { _, new in new } }
        if let own = event.metadata { all.merge(own) { _, new in new } }
        var message = event.message.description
        if let error = event.error { message += ": \(error)" }
        sink.write(
            LogRecord(
                level: event.level, message: message, metadata: all, file: event.file, line: event.line,
                function: event.function))
    }
}
