import CatalogueImport
import Platform
import SQLiteStorage
import SoundAnalysis
import Storage

/// What became of listening to a file.
enum SoundState: Int, Sendable {
    case measured = 1
    /// No decoder knows it, or it is damaged.
    case unknown = 2
    /// It needs the library with FFmpeg, which was not installed.
    case needsLibrary = 3
    /// It took too much, or ended the program.
    case givenUp = 4
}

/// A file whose sound is to be measured.
struct UnheardFile: Sendable {
    /// Its number in the library.
    var id: Int64
    var root: String
    var folder: String
    var name: String
    var size: Int
    var changed: Int

    var path: String { folder + "/" + name }
}

extension LibraryStore {
    /// Files whose mood neither a table nor a tag says, and that were not listened to as they are. Those that are to be read
    /// again have 0 for the time of their last change, and wait.
    private static let unheard = """
        file JOIN folder ON folder_id = folder.id JOIN root ON root_id = root.id
        WHERE file.state <= \(FileState.named.rawValue) AND file.changed <> 0 AND track_mood < \(LibraryMood.tag.rawValue)
            AND NOT EXISTS (SELECT 1 FROM sound
                WHERE sound.name = file.name AND sound.size = file.size AND sound.changed = file.changed)
        """

    /// The next file behind `last` to listen to; nil where there is none.
    ///
    /// - Parameter roots: the music folders that can be reached.
    func unheard(after last: Int64, below roots: [String]) throws -> UnheardFile? {
        try file.readBlocking { database in
            let row = try SQLStatement(
                database,
                """
                SELECT file.id, root.path, folder.path, file.name, file.size, file.changed FROM \(Self.unheard)
                AND file.id > ? ORDER BY file.id LIMIT 1
                """)
            var after = last
            var text: [UInt8] = []
            func string(_ column: Int32) -> String {
                row.read(column, into: &text)
                return String(decoding: text, as: UTF8.self)
            }
            while true {
                row.bind(1, Int(after))
                defer { row.reset() }
                guard try row.step() else { return nil }
                let found = UnheardFile(
                    id: Int64(row.int(0)), root: string(1), folder: string(2), name: string(3), size: row.int(4),
                    changed: row.int(5))
                if roots.contains(found.root) { return found }
                after = found.id
            }
        }
    }

    /// How many files are still to be listened to.
    ///
    /// - Parameter roots: the music folders that can be reached.
    func unheardCount(below roots: [String]) throws -> Int {
        try file.readBlocking { database in
            try Row.fetchAll(database, sql: "SELECT root.path, count(*) FROM \(Self.unheard) GROUP BY root.path")
                .filter { roots.contains($0[0]) }.reduce(0) { $0 + ($1[1] as Int) }
        }
    }

    /// Notes what became of listening to a file.
    func note(_ state: SoundState, _ sound: SoundMeasurement?, of heard: UnheardFile) throws {
        try file.writeBlocking { database in
            try database.execute(
                sql: "INSERT OR REPLACE INTO sound VALUES (?, ?, ?, ?, ?, ?)",
                arguments: [
                    heard.name, heard.size, heard.changed, state.rawValue, sound?.loudness, sound?.tempo,
                ])
        }
    }

    /// The songs have to be compared with the catalogue again: sounds were measured.
    func noteSounds() throws {
        try file.writeBlocking { try Self.noteChange($0) }
    }

    /// The library with FFmpeg is there now: what needed it is listened to again.
    func forgetNeeds() throws {
        try file.writeBlocking { database in
            try database.execute(sql: "DELETE FROM sound WHERE state = \(SoundState.needsLibrary.rawValue)")
        }
    }
}
