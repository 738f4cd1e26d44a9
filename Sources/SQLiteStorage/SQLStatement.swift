package import GRDB
import GRDBSQLite

/// A prepared statement driven through SQLite's C interface: what a million rows go through, where a value's detour over
/// `DatabaseValue` would cost more than the row itself.
///
/// Columns count from 0, parameters from 1. Text is bound without copying, so bytes must live until the next `step`.
package final class SQLStatement {
    private let connection: OpaquePointer?
    private let statement: OpaquePointer?
    private let sql: String

    /// Prepares the statement.
    ///
    /// - Throws: `DatabaseError` if `sql` is no statement of this database.
    package init(_ database: Database, _ sql: String) throws {
        self.sql = sql
        connection = database.sqliteConnection
        var statement: OpaquePointer?
        let code = sqlite3_prepare_v3(connection, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
        self.statement = statement
        if code != SQLITE_OK { throw failure(code) }
    }

    deinit {
        sqlite3_finalize(statement)
    }

    /// Runs to the next row; false at the end, after which it is ready to run again.
    package func step() throws -> Bool {
        switch sqlite3_step(statement) {
        case SQLITE_ROW: return true
        case SQLITE_DONE:
            sqlite3_reset(statement)
            return false
        case let code:
            let error = failure(code)
            sqlite3_reset(statement)
            throw error
        }
    }

    /// Ends a run before its last row.
    package func reset() {
        sqlite3_reset(statement)
    }

    private func failure(_ code: Int32) -> DatabaseError {
        DatabaseError(
            resultCode: ResultCode(rawValue: code), message: sqlite3_errmsg(connection).map { String(cString: $0) },
            sql: sql)
    }

    // MARK: Parameters

    /// Binds a number; nil becomes NULL.
    package func bind(_ index: Int32, _ value: Int?) {
        if let value { sqlite3_bind_int64(statement, index, Int64(value)) } else { bindNull(index) }
    }

    /// Binds a number; nil becomes NULL.
    package func bind(_ index: Int32, _ value: Double?) {
        if let value { sqlite3_bind_double(statement, index, value) } else { bindNull(index) }
    }

    /// Binds text that stays where it is until the statement has run; nothing becomes NULL.
    package func bind(_ index: Int32, text: UnsafeRawBufferPointer, orEmpty: Bool = false) {
        if text.isEmpty {
            // A literal, so that it stays.
            if orEmpty { sqlite3_bind_text(statement, index, "", 0, transient) } else { bindNull(index) }
            return
        }
        sqlite3_bind_text(
            statement, index, text.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(text.count), nil)
    }

    /// Binds bytes that stay where they are until the statement has run; nothing becomes NULL.
    package func bind(_ index: Int32, blob: UnsafeRawBufferPointer) {
        if blob.isEmpty { return bindNull(index) }
        sqlite3_bind_blob(statement, index, blob.baseAddress, Int32(blob.count), nil)
    }

    /// Binds text by copying it.
    package func bind(_ index: Int32, copying text: String?) {
        if let text { sqlite3_bind_text(statement, index, text, -1, transient) } else { bindNull(index) }
    }

    private func bindNull(_ index: Int32) {
        sqlite3_bind_null(statement, index)
    }

    /// SQLITE_TRANSIENT, a macro that Swift cannot see.
    private let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    // MARK: Columns

    /// Whether the column is NULL.
    package func isNull(_ column: Int32) -> Bool { sqlite3_column_type(statement, column) == SQLITE_NULL }

    /// The column as a whole number; 0 for NULL.
    package func int(_ column: Int32) -> Int { Int(sqlite3_column_int64(statement, column)) }

    /// The column as a whole number; nil for NULL.
    package func optionalInt(_ column: Int32) -> Int? { isNull(column) ? nil : int(column) }

    /// The column as a number; 0 for NULL.
    package func double(_ column: Int32) -> Double { sqlite3_column_double(statement, column) }

    /// The column as a number; nil for NULL.
    package func optionalDouble(_ column: Int32) -> Double? { isNull(column) ? nil : double(column) }

    /// Puts the column's bytes in place of what `bytes` holds; NULL is empty.
    package func readBlob(_ column: Int32, into bytes: inout [UInt8]) {
        bytes.removeAll(keepingCapacity: true)
        guard let start = sqlite3_column_blob(statement, column) else { return }
        let count = Int(sqlite3_column_bytes(statement, column))
        bytes.append(contentsOf: UnsafeRawBufferPointer(start: start, count: count))
    }

    /// Puts the column's text in place of what `text` holds; NULL is empty.
    package func read(_ column: Int32, into text: inout [UInt8]) {
        text.removeAll(keepingCapacity: true)
        guard let start = sqlite3_column_text(statement, column) else { return }
        let count = Int(sqlite3_column_bytes(statement, column))
        text.append(contentsOf: UnsafeBufferPointer(start: start, count: count))
    }
}
