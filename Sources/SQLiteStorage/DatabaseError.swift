import CSQLite

/// What SQLite says when it cannot do what it was asked.
package struct DatabaseError: Error, CustomStringConvertible, Sendable {
    /// SQLite's extended result code; `SQLITE_ERROR` for what SQLite has no word for.
    package let extendedCode: Int32
    /// In SQLite's words or ours.
    package let message: String
    /// The statement that failed; nil where it was not one.
    package let sql: String?

    package init(extendedCode: Int32 = 1, message: String, sql: String? = nil) {
        (self.extendedCode, self.message, self.sql) = (extendedCode, message, sql)
    }

    /// What a connection says of the call that failed on it last.
    init(_ code: Int32, on connection: OpaquePointer?, sql: String? = nil) {
        let words = connection.flatMap { sqlite3_errmsg($0) } ?? sqlite3_errstr(code)
        self.init(
            extendedCode: code, message: words.map { String(cString: $0) } ?? "SQLite error \(code)", sql: sql)
    }

    /// The result code without its extension: `SQLITE_FULL` and the like.
    package var code: Int32 { extendedCode & 0xFF }

    /// Whether the file is not, or no longer, a sound database.
    package var isDamage: Bool { code == SQLITE_CORRUPT || code == SQLITE_NOTADB }

    package var description: String {
        sql.map { "\(message) (SQLite error \(extendedCode)) at: \($0)" } ?? "\(message) (SQLite error \(extendedCode))"
    }
}
