import Dispatch
import Logging
import Synchronization
import Testing

@testable import SystemIntegration

@Suite struct LoggingTests {
    private final class MemorySink: LogSink {
        let records = Mutex<[LogRecord]>([])
        func write(_ record: LogRecord) { records.withLock { $0.append(record) } }
    }

    private func record(_ level: Logger.Level = .info, _ message: String = "hello", _ metadata: Logger.Metadata = [:])
        -> LogRecord
    {
        LogRecord(level: level, message: message, metadata: metadata)
    }

    private func fields(_ record: LogRecord) -> [String] {
        JournalSink.fields(of: record, identifier: "emotunesd").map { String(decoding: $0, as: UTF8.self) }
    }

    @Test func logLevelComesFromTheEnvironment() {
        #expect(SystemLogging.level(environment: [:]) == .info)
        #expect(SystemLogging.level(environment: ["EMOTUNES_LOG_LEVEL": "debug"]) == .debug)
        #expect(SystemLogging.level(environment: ["EMOTUNES_LOG_LEVEL": "loud"]) == .info)
    }

    @Test func journalGetsPrefixedFields() {
        let metadata = EventKind.moodShift.metadata(["mood": "happy", "from": "sad", "confidence": "\(0.93)"])
        #expect(
            fields(record(.notice, "the mood\nshifted", metadata)) == [
                "MESSAGE=the mood\nshifted", "PRIORITY=5", "SYSLOG_IDENTIFIER=emotunesd", "EMOTUNES_CONFIDENCE=0.93",
                "EMOTUNES_EVENT=mood_shift", "EMOTUNES_FROM=sad", "MESSAGE_ID=a033612210594cd98b4c33fb6b2478fe",
                "EMOTUNES_MOOD=happy",
            ])
    }

    @Test func journalGetsFileLineAndFunction() {
        var line = record()
        line.file = "Mood/Shift.swift"
        line.line = 12
        line.function = "f()"
        #expect(fields(line).suffix(3) == ["CODE_FILE=Mood/Shift.swift", "CODE_LINE=12", "CODE_FUNC=f()"])
    }

    @Test(arguments: [
        ("mood", "EMOTUNES_MOOD"), ("looksPerSecond", "EMOTUNES_LOOKSPERSECOND"), ("a-b c=d\n", "EMOTUNES_A_B_C_D_"),
        ("ä", "EMOTUNES__"), (String(repeating: "x", count: 90), "EMOTUNES_" + String(repeating: "X", count: 55)),
    ])
    func fieldNamesAreWhatTheJournalAccepts(key: String, name: String) {
        #expect(JournalSink.fieldName(key) == name)
    }

    @Test(arguments: [
        (Logger.Level.trace, 7), (.debug, 7), (.info, 6), (.notice, 5), (.warning, 4), (.error, 3), (.critical, 2),
    ])
    func levelsArePriorities(level: Logger.Level, priority: Int) {
        #expect(record(level).priority == priority)
        #expect(PrefixedSink.lines(of: record(level, "a\nb")) == "<\(priority)>a\n<\(priority)>b\n")
    }

    @Test func linesForPeopleAreShort() {
        let sink = PlainSink { "14:05:09" }
        let metadata = EventKind.camera.metadata(["b": "2", "a": ["x", "y"]])
        #expect(sink.line(of: record(.info, "camera on", metadata)) == "14:05:09 camera on (a=[\"x\", \"y\"], b=2)\n")
        #expect(sink.line(of: record(.warning, "camera gone")) == "14:05:09 warning: camera gone\n")
    }

    @Test func metadataOfALineWinsOverItsLoggers() throws {
        let sink = MemorySink()
        var handler = SystemLogHandler(sink: sink, level: .info)
        handler.metadataProvider = Logger.MetadataProvider { ["a": "provider", "b": "provider", "c": "provider"] }
        handler.metadata = ["a": "logger", "d": "logger"]
        var logger = Logger(label: "test") { _ in handler }
        logger[metadataKey: "e"] = "logger"
        logger.debug("dropped")
        logger.info("kept", metadata: ["b": "line", "d": "line"])
        let line = try #require(sink.records.withLock { $0.first })
        #expect(sink.records.withLock { $0.count } == 1)
        #expect(line.metadata == ["a": "provider", "b": "line", "c": "provider", "d": "line", "e": "logger"])
        #expect(line.message == "kept")
        #expect(line.file.hasSuffix("LoggingTests.swift"))
    }

    @Test func destinationIsDetectedFromTheEnvironment() {
        func detect(_ environment: [String: String], terminal: Bool = false) -> LogDestination {
            .detect(environment: environment, standardError: (8, 99), isTerminal: terminal, pid: 7)
        }
        #expect(detect(["JOURNAL_STREAM": "8:99"]) == .journal)
        #expect(detect(["JOURNAL_STREAM": "8:98"]) == .plain)
        #expect(detect(["JOURNAL_STREAM": "8:98", "SYSTEMD_EXEC_PID": "7"]) == .prefixed)
        #expect(detect(["SYSTEMD_EXEC_PID": "7"], terminal: true) == .plain)
        #expect(detect(["SYSTEMD_EXEC_PID": "6"]) == .plain)
        #expect(detect([:]) == .plain)
        #expect(
            LogDestination.detect(environment: ["JOURNAL_STREAM": ""], standardError: nil, isTerminal: false, pid: 7)
                == .plain)
    }

    /// A destination that takes nothing until it is let go, as a journal that hangs.
    private final class StuckSink: LogSink {
        let memory = MemorySink()
        let gate = DispatchSemaphore(value: 0)
        func write(_ record: LogRecord) {
            gate.wait()
            memory.write(record)
        }
    }

    @Test func hangingJournalDoesNotBlockLogging() {
        let stuck = StuckSink()
        let queued = QueuedSink(stuck, limit: 3)
        for number in 1...5 { queued.write(record(.info, "\(number)")) }
        queued.flush(within: 0)
        #expect(stuck.memory.records.withLock { $0.isEmpty })
        for _ in 1...4 { stuck.gate.signal() }
        queued.flush(within: 60)
        let lines = stuck.memory.records.withLock { $0.map(\.message) }
        #expect(lines == ["1", "2", "3", "2 log lines were dropped: nobody took them"])
        queued.write(record(.info, "later"))
        stuck.gate.signal()
        queued.flush(within: 60)
        #expect(stuck.memory.records.withLock { $0.last?.message } == "later")
    }

    @Test(arguments: [true, false])
    func lineRefusedByTheJournalGoesToTheFallback(taken: Bool) {
        let sink = MemorySink()
        let journal = JournalSink(identifier: "emotunesd", fallback: sink, send: { _ in taken })
        journal.write(record())
        #expect(sink.records.withLock { $0.count } == (taken ? 0 : 1))
    }
}
