import CSQLite
import FoundationEssentials

/// A prepared statement driven through SQLite's C interface: what a million rows go through, where a value's detour over
/// `SQLValue` would cost more than the row itself.
///
/// Columns count from 0, parameters from 1. Text is bound without copying unless said otherwise, so bytes must live until
/// the statement has run: `step` is false or throws, or `reset` was called.
package final class SQLStatement {
    private let database: Database
    private let statement: OpaquePointer
    private let sql: String

    /// Prepares the statement, which will run often.
    ///
    /// - Throws: if `sql` is no statement of this database.
    package convenience init(_ database: Database, _ sql: String) throws(DatabaseError) {
        var text = Array(sql.utf8CString)[...]
        guard let statement = try Self.prepare(database, &text, SQLITE_PREPARE_PERSISTENT) else {
            throw DatabaseError(message: "that is no statement", sql: sql)
        }
        self.init(database, statement)
    }

    private init(_ database: Database, _ statement: OpaquePointer) {
        self.database = database
        self.statement = statement
        sql = sqlite3_sql(statement).map { String(cString: $0) } ?? ""
    }

    /// Prepares the first statement of the text, which ends with a zero, and takes it off; nil where none is left.
    static func next(_ database: Database, _ text: inout ArraySlice<CChar>) throws(DatabaseError) -> SQLStatement? {
        try prepare(database, &text, 0).map { SQLStatement(database, $0) }
    }

    private static func prepare(
        _ database: Database, _ text: inout ArraySlice<CChar>, _ flags: Int32
    ) throws(DatabaseError) -> OpaquePointer? {
        // Nothing but the zero at the end is no statement; comments and blanks are none either, but text is left after them.
        while text.count > 1 {
            var statement: OpaquePointer?
            var read = 0
            let code = text.withUnsafeBufferPointer { text in
                var tail: UnsafePointer<CChar>?
                let code = sqlite3_prepare_v3(
                    database.handle, text.baseAddress, Int32(text.count), UInt32(flags), &statement, &tail)
                if let start = text.baseAddress, let tail { read = tail - start }
                return code
            }
            guard code == SQLITE_OK else {
                throw DatabaseError(
                    code, on: database.handle,
                    sql: String(decoding: text.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self))
            }
            text = text.dropFirst(read)
            if let statement { return statement }
            if read == 0 { break }
        }
        return nil
    }

    deinit {
        sqlite3_finalize(statement)
    }

    /// Runs to the next row; false at the end, after which it is ready to run again.
    package func step() throws(DatabaseError) -> Bool {
        switch sqlite3_step(statement) {
        case SQLITE_ROW: return true
        case SQLITE_DONE:
            sqlite3_reset(statement)
            return false
        case let code:
            let error = DatabaseError(code, on: database.handle, sql: sql)
            sqlite3_reset(statement)
            throw error
        }
    }

    /// Ends a run before its last row.
    package func reset() {
        sqlite3_reset(statement)
    }

    // MARK: Parameters

    /// How many it has.
    var parameterCount: Int32 { sqlite3_bind_parameter_count(statement) }

    /// Binds all of them, by copying.
    ///
    /// - Throws: where there are not as many as parameters.
    func bind(_ arguments: SQLArguments) throws(DatabaseError) {
        guard arguments.count == Int(parameterCount) else {
            throw DatabaseError(message: "\(arguments.count) arguments for \(parameterCount) parameters", sql: sql)
        }
        for (index, argument) in zip(Int32(1)..., arguments) { bind(index, copying: argument?.sqlValue ?? .null) }
    }

    private func bind(_ index: Int32, copying value: SQLValue) {
        switch value {
        case .null: bindNull(index)
        case .integer(let number): sqlite3_bind_int64(statement, index, number)
        case .real(let number): sqlite3_bind_double(statement, index, number)
        case .text(let text): bind(index, copying: text)
        // No bytes at a place of their own would be NULL.
        case .blob(let bytes) where bytes.isEmpty: sqlite3_bind_zeroblob(statement, index, 0)
        case .blob(let bytes):
            _ = bytes.withUnsafeBytes {
                emotunes_sqlite_bind_blob(statement, index, $0.baseAddress, Int32($0.count))
            }
        }
    }

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
            if orEmpty { bind(index, copying: "") } else { bindNull(index) }
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
        guard let text else { return bindNull(index) }
        _ = text.withCString { emotunes_sqlite_bind_text(statement, index, $0, Int32(text.utf8.count)) }
    }

    private func bindNull(_ index: Int32) {
        sqlite3_bind_null(statement, index)
    }

    // MARK: Columns

    var columnCount: Int32 { sqlite3_column_count(statement) }

    /// The column, copied.
    func value(_ column: Int32) -> SQLValue {
        switch sqlite3_column_type(statement, column) {
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(statement, column))
        case SQLITE_FLOAT: return .real(sqlite3_column_double(statement, column))
        case SQLITE_TEXT:
            let start = sqlite3_column_text(statement, column)
            let count = Int(sqlite3_column_bytes(statement, column))
            return .text(String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self))
        case SQLITE_BLOB:
            let start = sqlite3_column_blob(statement, column)
            return .blob(start.map { Data(bytes: $0, count: Int(sqlite3_column_bytes(statement, column))) } ?? Data())
        default: return .null
        }
    }

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
