import CSystemd
import Glibc
import Logging

/// Writes to the systemd journal with fields, so that lines can be found by what they say.
struct JournalSink: LogSink {
    let identifier: String
    /// Where a line goes if the journal does not take it.
    let fallback: any LogSink
    /// Whether the journal took the fields.
    var send: @Sendable ([[UInt8]]) -> Bool = { JournalSink.send($0) }

    func write(_ record: LogRecord) {
        guard !send(Self.fields(of: record, identifier: identifier)) else { return }
        fallback.write(record)
    }

    /// The journal's fields, each as `NAME=value`.
    static func fields(of record: LogRecord, identifier: String) -> [[UInt8]] {
        var fields = [
            field("MESSAGE", record.message), field("PRIORITY", String(record.priority)),
            field("SYSLOG_IDENTIFIER", identifier),
        ]
        for (key, value) in record.metadata.sorted(by: { $0.key < $1.key }) {
            let name = key == LogRecord.messageIDKey ? "MESSAGE_ID" : fieldName(key)
            fields.append(field(name, value.description))
        }
        if !record.file.isEmpty {
            fields.append(field("CODE_FILE", record.file))
            fields.append(field("CODE_LINE", String(record.line)))
            fields.append(field("CODE_FUNC", record.function))
        }
        return fields
    }

    /// A name the journal accepts: capitals, digits and underscores, 64 at most, ours by its prefix.
    static func fieldName(_ key: String) -> String {
        let word = key.unicodeScalars.map { scalar -> Character in
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9": Character(scalar)
            default: "_"
            }
        }
        return String(("EMOTUNES_" + String(word).uppercased()).prefix(64))
    }

    private static func field(_ name: String, _ value: String) -> [UInt8] {
        Array("\(name)=\(value)".utf8)
    }

    private static func send(_ fields: [[UInt8]]) -> Bool {
        // One buffer for all fields: the vectors point into it while the call lasts.
        var joined = fields.flatMap(\.self)
        return joined.withUnsafeMutableBytes { buffer in
            var offset = 0
            let vectors = fields.map { field in
                defer { offset += field.count }
                return iovec(iov_base: buffer.baseAddress.map { $0 + offset }, iov_len: field.count)
            }
            return sd_journal_sendv(vectors, Int32(vectors.count)) == 0
        }
    }
}
