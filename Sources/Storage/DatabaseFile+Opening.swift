import GRDB
import Glibc

extension DatabaseFile {
    static func open(_ path: String, _ migrator: DatabaseMigrator) throws(StorageError) -> DatabaseQueue {
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            do {
                try check(queue, path)
                try migrate(queue, migrator, path)
            } catch {
                // Before a damaged file is moved, nobody may hold it open.
                try? queue.close()
                throw error
            }
            return queue
        } catch let error as DatabaseError {
            throw StorageError(error, path: path, doing: "open")
        } catch let error as StorageError {
            throw error
        } catch {
            throw StorageError(.other, path: path, doing: "open", because: "\(error)")
        }
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { database in
            // Set here and not through GRDB's own WAL mode, which writes at every opening and lowers the
            // durability: opening an up-to-date database must not write.
            try database.execute(
                sql: """
                    PRAGMA journal_mode = WAL;
                    PRAGMA synchronous = FULL;
                    PRAGMA cache_size = -1024;
                    PRAGMA temp_store = MEMORY;
                    """)
        }
        return configuration
    }

    /// Reads every page's structure, without comparing indexes with tables, so it costs one pass over the file.
    private static func check(_ queue: DatabaseQueue, _ path: String) throws {
        let finding = try queue.read { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") }
        guard finding == "ok" else {
            let reason = finding?.split(whereSeparator: \.isNewline).joined(separator: " ") ?? "no answer to quick_check"
            throw StorageError(.damaged, path: path, doing: "open", because: reason)
        }
    }

    private static func migrate(_ queue: DatabaseQueue, _ migrator: DatabaseMigrator, _ path: String) throws {
        let (superseded, completed) = try queue.read {
            (try migrator.hasBeenSuperseded($0), try migrator.hasCompletedMigrations($0))
        }
        if superseded {
            throw StorageError(.newer, path: path, doing: "open", because: "a newer version of EmoTunes wrote it")
        }
        if !completed { try migrator.migrate(queue) }
    }
}
