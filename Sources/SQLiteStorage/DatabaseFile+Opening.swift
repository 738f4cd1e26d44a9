import FoundationEssentials
import Glibc
import Storage

extension DatabaseFile {
    /// Connects to a sound, up-to-date database at `path`; a damaged one is moved aside first.
    ///
    /// - Parameter replacesNewer: whether one of a newer version is moved aside too; it is refused otherwise.
    static func open(
        _ path: String, _ migrator: DatabaseMigrator, now: Date, replacesNewer: Bool
    ) throws(StorageError) -> (DatabaseConnection, DamagedFile?) {
        do {
            let damaged = try setAsideIfDamaged(path, now: now)
            let connection = try DatabaseConnection(path: path, preparing: preparing)
            do {
                try migrate(connection, migrator, path)
                return (connection, damaged)
            } catch let error as StorageError where error.code == .newer && replacesNewer {
                // Closed first: its log is folded in, and it is whole wherever it lies.
                connection.close()
                let newer = try DamagedFile.setAside(path, finding: error.reason, now: now, cause: .newer)
                let fresh = try DatabaseConnection(path: path, preparing: preparing)
                try migrate(fresh, migrator, path)
                return (fresh, newer)
            }
        } catch let error as DatabaseError {
            throw StorageError(error, path: path, doing: "open")
        } catch let error as StorageError {
            throw error
        } catch {
            throw StorageError(.other, path: path, doing: "open", because: "\(error)")
        }
    }

    private static func setAsideIfDamaged(_ path: String, now: Date) throws -> DamagedFile? {
        guard access(path, F_OK) == 0 else { return nil }
        if hasForeignHeader(path) {
            // Noticed before SQLite gets to see it, which would throw the write-ahead log away.
            return try DamagedFile.setAside(path, finding: "it is not a SQLite database", now: now)
        }
        do {
            let connection = try DatabaseConnection(path: path, preparing: preparing)
            guard let finding = try damage(in: connection) else { return nil }
            // Moved while open: closing it first would fold its log into the damaged file.
            let damaged = try DamagedFile.setAside(path, finding: finding, now: now)
            connection.close()
            return damaged
        } catch let error as DatabaseError where error.isDamage {
            return try DamagedFile.setAside(path, finding: error.message, now: now)
        }
    }

    /// To so many bytes the write-ahead log is cut back once it has been folded in; SQLite would leave it as long as it ever
    /// was.
    static let logLimit = 1 << 20

    // Opening an up-to-date database must not write.
    private static let preparing = """
        PRAGMA journal_mode = WAL;
        PRAGMA journal_size_limit = \(logLimit);
        PRAGMA synchronous = FULL;
        PRAGMA cache_size = -1024;
        PRAGMA temp_store = MEMORY;
        """

    /// True for a file that is not empty and does not begin as every SQLite database does.
    private static func hasForeignHeader(_ path: String) -> Bool {
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        // What cannot be opened is reported by SQLite's own attempt.
        guard descriptor >= 0 else { return false }
        defer { Glibc.close(descriptor) }
        let magic = Array("SQLite format 3\0".utf8)
        var start = [UInt8](repeating: 0, count: magic.count)
        let count = Glibc.read(descriptor, &start, start.count)
        return count > 0 && start != magic
    }

    /// What is wrong with the database, nil if nothing. Reads every page's structure, without comparing indexes with
    /// tables, so it costs one pass over the file.
    private static func damage(in connection: DatabaseConnection) throws -> String? {
        do {
            let finding = try connection.readBlocking { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") }
            if finding == "ok" { return nil }
            return finding?.split(whereSeparator: \.isNewline).joined(separator: " ") ?? "it does not answer a check"
        } catch let error as DatabaseError where error.isDamage {
            return error.message
        }
    }

    private static func migrate(_ connection: DatabaseConnection, _ migrator: DatabaseMigrator, _ path: String) throws {
        let (superseded, completed) = try connection.readBlocking {
            (try migrator.hasBeenSuperseded($0), try migrator.hasCompletedMigrations($0))
        }
        if superseded {
            throw StorageError(.newer, path: path, doing: "open", because: "a newer version of EmoTunes wrote it")
        }
        if !completed { try migrator.migrate(connection) }
    }
}
