import CSQLite
package import FoundationEssentials
import Glibc
package import Platform
package import Storage

/// One SQLite database of ours in WAL mode: opened, checked, brought to the present schema, and asked without
/// blocking the caller's thread.
package struct DatabaseFile: Sendable {
    /// Where the database is.
    package let path: String
    /// Set if a database that cannot be used was found at `path` and moved aside.
    package let damaged: DamagedFile?
    private let connection: DatabaseConnection
    private let uses = DatabaseUses()
    private let calls: OpenCalls
    private let peer: Peer

    /// Opens or creates the database at `path` and its folder. Blocks: meant for start-up.
    ///
    /// A damaged file (found by SQLite's quick check) is set aside and a new one made; what was lost is in `damaged`.
    /// - Parameters:
    ///   - now: names the set-aside file.
    ///   - replacesNewer: whether a database of a newer version is set aside too, because it can be made again. It is refused
    ///     otherwise, and left as it is.
    ///   - calls: has the calls that run later on, so that a disk that hangs in one can be named.
    package init(
        opening path: String, migrator: DatabaseMigrator, now: Date, replacesNewer: Bool = false,
        calls: OpenCalls = OpenCalls()
    ) throws(StorageError) {
        try Folder.create(Folder.parent(of: path))
        self.path = path
        self.calls = calls
        peer = Peer(.disk, Folder.parent(of: path))
        (connection, damaged) = try Self.open(path, migrator, now: now, replacesNewer: replacesNewer)
    }

    /// Reads in one consistent view, on the database's own queue.
    /// - Throws: `StorageError`, or `CancellationError`.
    package func read<Value: Sendable>(_ body: @Sendable @escaping (Database) throws -> Value) async throws -> Value {
        // Counted from where the call runs: one that waits behind another says nothing of the disk.
        try await mappingErrors("read") { [calls, peer] in
            try await connection.use { database in try calls.during(peer) { try database.reading(body) } }
        }
    }

    /// Writes in one transaction. When this returns, the change has reached the disk.
    /// - Throws: `StorageError`, or `CancellationError`; nothing is written then.
    package func write<Value: Sendable>(_ body: @Sendable @escaping (Database) throws -> Value) async throws -> Value {
        try await mappingErrors("write to") { [calls, peer] in
            try await connection.use { database in try calls.during(peer) { try database.writing(body) } }
        }
    }

    /// Writes in one transaction that a power cut may undo (a crash of the program may not). For what comes every few
    /// seconds and may be lost: it spares the disk a flush each.
    /// - Throws: `StorageError`, or `CancellationError`; nothing is written then.
    package func writeUnhurried(_ body: @Sendable @escaping (Database) throws -> Void) async throws {
        try await mappingErrors("write to") { [calls, peer] in
            try await connection.use { database in try calls.during(peer) { try database.writingUnhurried(body) } }
        }
    }

    /// As `writeUnhurried`, on the calling thread: one that may wait for the disk.
    package func writeUnhurriedBlocking<Value>(_ body: (Database) throws -> Value) throws -> Value {
        try using("write to") {
            try calls.during(peer) { try connection.useBlocking { try $0.writingUnhurried(body) } }
        }
    }

    /// As `write`, on the calling thread. For start-up and for command-line tools.
    package func writeBlocking<Value>(_ body: (Database) throws -> Value) throws -> Value {
        try using("write to") { try connection.writeBlocking(body) }
    }

    /// As `read`, on the calling thread. For start-up and for command-line tools.
    package func readBlocking<Value>(_ body: (Database) throws -> Value) throws -> Value {
        try using("read") { try connection.readBlocking(body) }
    }

    /// As `writeBlocking`, for changes of a size that would crowd the small cache: with a larger one, and with whatever
    /// has to be sorted sorted on disk. Afterwards the write-ahead log is folded in, so that it takes no room.
    /// - Parameter committing: called just before the commit.
    package func writeBulkBlocking<Value>(
        cacheMegabytes: Int = 16, committing: () -> Void = {}, _ body: (Database) throws -> Value
    ) throws -> Value {
        try using("write to") {
            try connection.useBlocking { database in
                try database.execute(
                    sql: "PRAGMA temp_store = FILE; PRAGMA cache_size = -\(cacheMegabytes * 1024)")
                defer { try? database.execute(sql: "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -1024") }
                let result: Value
                do {
                    result = try database.writing(committing: committing, body)
                } catch let error as DatabaseError where error.code == SQLITE_IOERR {
                    // SQLite tells a full disk from a broken one, but not a limit on sizes, nor always the errno.
                    var limit = rlimit()
                    let isLimited =
                        getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0
                        && limit.rlim_cur != rlim_t.max
                    let number = database.systemErrno
                    if number == 0, !isLimited { throw error }
                    throw StorageError(errno: isLimited ? EFBIG : number, path: path, doing: "write to")
                }
                // Best effort: a reader in another process may keep the log in use; it is folded in later then.
                try? database.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
                return result
            }
        }
    }

    /// The size of the database on the disk, its write-ahead log included; 0 where there is none any more. Blocks.
    package var bytesOnDisk: Int {
        calls.during(peer) { Self.size(of: path) + Self.size(of: path + "-wal") }
    }

    /// The size of its write-ahead log alone. Blocks.
    package var logBytes: Int { calls.during(peer) { Self.size(of: path + "-wal") } }

    private static func size(of path: String) -> Int {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : 0
    }

    /// Closes the database once the calls that are under way have ended; calls after it throw.
    package func close() {
        if uses.close() { connection.close() }
    }

    private func using<Value>(_ action: String, _ body: () throws -> Value) throws -> Value {
        try enter(action)
        defer { leave() }
        do {
            return try body()
        } catch let error as DatabaseError {
            throw StorageError(error, path: path, doing: action)
        }
    }

    private func enter(_ action: String) throws(StorageError) {
        guard uses.enter() else {
            throw StorageError(.other, path: path, doing: action, because: "the program is about to end")
        }
    }

    private func leave() {
        if uses.leave() { connection.close() }
    }

    private func mappingErrors<Value>(_ action: String, _ body: () async throws -> Value) async throws -> Value {
        try enter(action)
        defer { leave() }
        do {
            return try await body()
        } catch let error as DatabaseError {
            throw StorageError(error, path: path, doing: action)
        }
    }
}
