import CSQLite

/// An open SQLite database, as statements see it. It belongs to the queue of its `DatabaseConnection` and never leaves it.
package final class Database {
    let handle: OpaquePointer

    /// Opens the file, or creates it unless it is for reading alone.
    init(path: String, readOnly: Bool = false) throws(DatabaseError) {
        var opened: OpaquePointer?
        let access = readOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
        // One thread at a time uses it: SQLite need not lock it too.
        let code = sqlite3_open_v2(path, &opened, access | SQLITE_OPEN_NOMUTEX, nil)
        guard code == SQLITE_OK, let opened else {
            let error = DatabaseError(opened.map { sqlite3_extended_errcode($0) } ?? code, on: opened)
            sqlite3_close_v2(opened)
            throw error
        }
        handle = opened
        sqlite3_extended_result_codes(opened, 1)
        sqlite3_busy_timeout(opened, 5_000)
        _ = emotunes_sqlite_refuse_quoted_text(opened)
        try execute(sql: "PRAGMA foreign_keys = ON")
    }

    deinit {
        // Every statement holds the database, so none is left.
        sqlite3_close_v2(handle)
    }

    /// Runs one or more statements to their ends, whatever rows they answer with.
    ///
    /// - Parameter arguments: of all statements, one after the other: each takes as many as it has parameters.
    /// - Throws: where a statement fails, or there are not as many arguments as parameters; those before it have run.
    package func execute(sql: String, arguments: SQLArguments = []) throws(DatabaseError) {
        var rest = Array(sql.utf8CString)[...]
        var left = arguments[...]
        while let statement = try SQLStatement.next(self, &rest) {
            let count = Int(statement.parameterCount)
            guard count <= left.count else { throw DatabaseError(message: "an argument is missing", sql: sql) }
            try statement.bind(Array(left.prefix(count)))
            left = left.dropFirst(count)
            while try statement.step() {}
        }
        if !left.isEmpty { throw DatabaseError(message: "there are more arguments than parameters", sql: sql) }
    }

    /// The row that the last INSERT made.
    package var lastInsertedRowID: Int64 { sqlite3_last_insert_rowid(handle) }

    /// How many rows the last INSERT, UPDATE or DELETE changed.
    package var changesCount: Int { Int(sqlite3_changes(handle)) }

    /// The errno of the call to the system that failed last; 0 where SQLite knows none.
    var systemErrno: Int32 { sqlite3_system_errno(handle) }

    /// Reads in one consistent view. A statement that would write fails.
    func reading<Value>(_ body: (Database) throws -> Value) throws -> Value {
        try execute(sql: "PRAGMA query_only = 1")
        defer { try? execute(sql: "PRAGMA query_only = 0") }
        return try transaction("BEGIN DEFERRED", body)
    }

    /// Writes all that `body` writes, or nothing if it throws.
    ///
    /// - Parameter committing: called just before the commit.
    func writing<Value>(committing: () -> Void = {}, _ body: (Database) throws -> Value) throws -> Value {
        try transaction("BEGIN IMMEDIATE") { database in
            let result = try body(database)
            committing()
            return result
        }
    }

    /// As `writing`, but a power cut may undo it (a crash of the program may not).
    func writingUnhurried<Value>(_ body: (Database) throws -> Value) throws -> Value {
        try execute(sql: "PRAGMA synchronous = NORMAL")
        defer { try? execute(sql: "PRAGMA synchronous = FULL") }
        return try writing(body)
    }

    private func transaction<Value>(_ begin: String, _ body: (Database) throws -> Value) throws -> Value {
        try execute(sql: begin)
        do {
            let result = try body(self)
            try execute(sql: "COMMIT")
            return result
        } catch {
            // Where the disk fails or is full, SQLite has rolled back by itself.
            if sqlite3_get_autocommit(handle) == 0 { try? execute(sql: "ROLLBACK") }
            throw error
        }
    }
}
