import SQLiteStorage
import Songs

/// Writes files into the library's database through prepared statements.
final class FileWriter {
    private let addFolder: SQLStatement
    private let folder: SQLStatement
    private let insert: SQLStatement
    private let update: SQLStatement

    private static let columns = [
        "folder_id", "name", "size", "changed", "state", "reason", "title", "artists", "album", "genres", "year",
        "duration_ms", "tempo", "key", "isrc", "recording_id", "artist_ids", "mood", "label", "rating", "plays",
        "keys",
    ]

    init(_ database: Database) throws {
        addFolder = try SQLStatement(database, "INSERT OR IGNORE INTO folder (root_id, path) VALUES (?, ?)")
        folder = try SQLStatement(database, "SELECT id FROM folder WHERE root_id = ? AND path = ?")
        let places = Self.columns.map { _ in "?" }.joined(separator: ", ")
        insert = try SQLStatement(
            database, "INSERT INTO file (\(Self.columns.joined(separator: ", "))) VALUES (\(places))")
        // Which track it is has to be found out again.
        let sets = Self.columns.map { "\($0) = ?" }.joined(separator: ", ")
        update = try SQLStatement(
            database, "UPDATE file SET \(sets), track_id = NULL, track_hash = NULL, track_mood = NULL WHERE id = ?")
    }

    func write(_ change: LibraryStore.FolderChange, root: Int64) throws {
        addFolder.bind(1, Int(root))
        addFolder.bind(2, copying: change.path)
        _ = try addFolder.step()
        folder.bind(1, Int(root))
        folder.bind(2, copying: change.path)
        guard try folder.step() else { return }
        let id = folder.int(0)
        folder.reset()
        for (known, reading) in change.files {
            let statement = known == nil ? insert : update
            if let known { update.bind(Int32(Self.columns.count + 1), Int(known)) }
            bind(statement, id, reading)
            let keys = reading.keys.map(\.littleEndian)
            try keys.withUnsafeBytes { keys in
                statement.bind(Int32(Self.columns.count), blob: keys)
                _ = try statement.step()
            }
        }
    }

    private func bind(_ statement: SQLStatement, _ folder: Int, _ file: FileReading) {
        let tags = file.tags
        statement.bind(1, folder)
        statement.bind(2, copying: file.name)
        statement.bind(3, file.size)
        statement.bind(4, file.changed)
        statement.bind(5, file.state.rawValue)
        statement.bind(6, copying: file.reason)
        statement.bind(7, copying: file.title)
        statement.bind(8, copying: Self.joined(file.artists))
        statement.bind(9, copying: tags.album)
        statement.bind(10, copying: Self.joined(tags.genres))
        statement.bind(11, tags.year)
        statement.bind(12, tags.milliseconds > 0 ? tags.milliseconds : nil)
        statement.bind(13, tags.tempo)
        statement.bind(14, copying: tags.key)
        statement.bind(15, copying: tags.isrc)
        statement.bind(16, copying: tags.recordingID)
        statement.bind(17, copying: Self.joined(tags.artistIDs))
        statement.bind(18, copying: tags.moods.isEmpty ? nil : tags.moods.joined(separator: "; "))
        statement.bind(19, file.label.map { Int($0.packed) })
        statement.bind(20, tags.rating)
        statement.bind(21, tags.plays)
    }

    private static func joined(_ names: [String]) -> String? { names.isEmpty ? nil : NameList.joined(names) }
}
