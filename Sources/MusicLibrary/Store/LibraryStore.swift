package import FoundationEssentials
package import Platform
import SQLiteStorage
import Songs
package import Storage

/// What was found in the music folders, in `STATE/library.sqlite`: the library is there, not in memory.
///
/// All of it can be found again; nothing is lost with it but time.
package struct LibraryStore: Sendable {
    let file: DatabaseFile

    /// Set if a damaged database was moved aside at opening; the folders are then looked through anew.
    package var damaged: DamagedFile? { file.damaged }

    /// Opens or creates the database in `stateFolder`. Blocks: meant for start-up.
    ///
    /// - Throws: `StorageError`.
    package init(openingIn stateFolder: String, now: Date, calls: OpenCalls = OpenCalls()) throws(StorageError) {
        file = try DatabaseFile(
            opening: stateFolder + "/library.sqlite", migrator: LibrarySchema.migrator, now: now, calls: calls)
    }

    /// Closes the database once the calls that are under way have ended; calls after it throw.
    package func close() { file.close() }

    /// A file that is known.
    struct KnownFile {
        let id: Int64
        let size: Int
        let changed: Int
    }

    /// What is new in one folder.
    struct FolderChange {
        /// The folder's absolute path.
        let path: String
        /// Files that are new or were changed.
        var files: [(known: Int64?, reading: FileReading)] = []
    }

    /// Forgets files that are gone.
    func forgetFiles(_ ids: [Int64]) throws {
        try file.writeBlocking { database in
            let delete = try SQLStatement(database, "DELETE FROM file WHERE id = ?")
            for id in ids {
                delete.bind(1, Int(id))
                _ = try delete.step()
            }
            try Self.noteChange(database)
        }
    }

    /// The number of a music folder, given to it at the first time.
    func root(_ path: String) throws -> Int64 {
        try file.writeBlocking { database in
            try database.execute(sql: "INSERT OR IGNORE INTO root (path) VALUES (?)", arguments: [path])
            return try Int64.fetchOne(database, sql: "SELECT id FROM root WHERE path = ?", arguments: [path]) ?? 0
        }
    }

    /// Forgets all folders but these.
    ///
    /// - Returns: whether there was anything to forget.
    func keepRoots(_ paths: [String]) throws -> Bool {
        try file.writeBlocking { database in
            let roots = try Row.fetchAll(database, sql: "SELECT id, path FROM root").map {
                ($0[0] as Int64, $0[1] as String)
            }
            let lost = roots.filter { !paths.contains($0.1) }
            for (id, _) in lost { try database.execute(sql: "DELETE FROM root WHERE id = ?", arguments: [id]) }
            if !lost.isEmpty { try Self.noteChange(database) }
            return !lost.isEmpty
        }
    }

    /// The files known in a folder, by the hash of the name.
    func files(in folder: String, root: Int64) throws -> [UInt64: KnownFile] {
        try file.readBlocking { database in
            let rows = try SQLStatement(
                database,
                """
                SELECT file.id, name, size, changed FROM folder JOIN file ON folder_id = folder.id
                WHERE root_id = ? AND path = ?
                """)
            rows.bind(1, Int(root))
            rows.bind(2, copying: folder)
            var known: [UInt64: KnownFile] = [:]
            var name: [UInt8] = []
            while try rows.step() {
                rows.read(1, into: &name)
                known[XXHash64.hash(name)] = KnownFile(
                    id: Int64(rows.int(0)), size: rows.int(2), changed: rows.int(3))
            }
            return known
        }
    }

    /// How many files are known below a music folder.
    func fileCount(root: Int64) throws -> Int {
        try file.readBlocking { database in
            try Int.fetchOne(
                database,
                sql: "SELECT count(*) FROM folder JOIN file ON folder_id = folder.id WHERE root_id = ?",
                arguments: [root]) ?? 0
        }
    }

    /// Forgets the folders of a music folder that are not among these, and what is in them.
    ///
    /// - Parameter seen: hashes of the paths of those that are there.
    /// - Returns: how many files were forgotten.
    func forgetFolders(of root: Int64, except seen: Set<UInt64>) throws -> Int {
        let lost = try file.readBlocking { database in
            let rows = try SQLStatement(database, "SELECT id, path FROM folder WHERE root_id = ?")
            rows.bind(1, Int(root))
            var lost: [Int64] = []
            var path: [UInt8] = []
            while try rows.step() {
                rows.read(1, into: &path)
                if !seen.contains(XXHash64.hash(path)) { lost.append(Int64(rows.int(0))) }
            }
            return lost
        }
        if lost.isEmpty { return 0 }
        return try file.writeBlocking { database in
            var files = 0
            for folder in lost {
                try database.execute(sql: "DELETE FROM file WHERE folder_id = ?", arguments: [folder])
                files += database.changesCount
                try database.execute(sql: "DELETE FROM folder WHERE id = ?", arguments: [folder])
            }
            try Self.noteChange(database)
            return files
        }
    }

    /// Writes what is new, in one transaction.
    func write(_ changes: [FolderChange], root: Int64) throws {
        try file.writeUnhurriedBlocking { database in
            let writer = try FileWriter(database)
            for change in changes { try writer.write(change, root: root) }
            try Self.noteChange(database)
        }
    }

    /// The songs have to be compared with the catalogue again.
    static func noteChange(_ database: Database) throws {
        try database.execute(sql: "DELETE FROM compared; INSERT INTO compared VALUES (-1)")
    }
}
