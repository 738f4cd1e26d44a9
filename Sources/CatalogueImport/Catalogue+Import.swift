import Catalogue
package import FoundationEssentials
import SQLiteStorage
package import Songs
import Storage

extension Catalogue {
    /// Adds the tracks of all `files` in one transaction: all become visible at its end, and a crash before it leaves
    /// the catalogue as it was. Blocks: meant for command-line tools.
    ///
    /// Tracks of earlier imports and of the starter list stay; a track that exists already is merged with what the
    /// files say of it.
    /// - Parameters:
    ///   - scorer: classifies tracks whose audio features the files contain.
    ///   - now: the time stamp of the import.
    /// - Throws: `ImportError` for a file that cannot be imported, `StorageError` for one that cannot be read or a
    ///   catalogue that cannot be written.
    package func importFiles(
        _ files: [String], scorer: any SongMoodScoring, now: Date, observer: ImportObserver = ImportObserver()
    ) throws -> ImportReport {
        // All are opened first, so that a wrong name at the end is reported before the others are read.
        let tables = try Self.open(files)
        let total = tables.reduce(0) { $0 + $1.size }
        var report = ImportReport()
        var fresh: CatalogueIndexFile?
        do {
            try file.writeBulkBlocking(committing: { observer.enters(.commit) }) { database in
                observer.enters(.read)
                let drops = try Self.isBulk(bytes: total, database)
                if drops {
                    for name in CatalogueSchema.trackIndexNames { try database.execute(sql: "DROP INDEX \(name)") }
                }
                let hasChanges = try Self.run(tables, database, scorer, now, observer, total, &report)
                if drops { for sql in CatalogueSchema.trackIndexes { try database.execute(sql: sql) } }
                if hasChanges { try database.execute(sql: "UPDATE revision SET number = number + 1") }
                observer.enters(.index)
                fresh = try writeIndex(database, isForced: hasChanges)
                report.tracks = try Int.fetchOne(database, sql: "SELECT count(*) FROM track") ?? 0
            }
            try publish(fresh)
        } catch {
            fresh?.discard()
            throw error
        }
        return report
    }

    private static let fileLimit = 256

    private static func open(_ files: [String]) throws -> [TrackTableFile] {
        guard files.count <= fileLimit else {
            throw ImportError(.tooMany, "\(files.count) files", "are too many at once; import \(fileLimit) at a time")
        }
        return try files.map { try TrackTableFile(opening: $0) }
    }

    /// Reads all files. The tables that recognise tracks are freed when it returns, before the index is built.
    private static func run(
        _ tables: [TrackTableFile], _ database: Database, _ scorer: any SongMoodScoring, _ now: Date,
        _ observer: ImportObserver, _ total: Int, _ report: inout ImportReport
    ) throws -> Bool {
        let run = try ImportRun(database, scorer: scorer, now: now)
        var bytesBefore = 0
        var rowsBefore = 0
        for table in tables {
            let result = try run.read(table) { rows in
                observer.advances(
                    ImportProgress(
                        path: table.path, bytesRead: bytesBefore + table.bytesRead, bytesTotal: total,
                        rows: rowsBefore + rows))
            }
            bytesBefore += table.bytesRead
            rowsBefore += result.rows
            report.files.append(result)
        }
        observer.enters(.moods)
        try run.inferMoods()
        return run.hasChanges
    }

    /// Whether recreating the indexes at the end is cheaper than updating them row by row.
    private static func isBulk(bytes: Int, _ database: Database) throws -> Bool {
        let present = try Int.fetchOne(database, sql: "SELECT count(*) FROM track") ?? 0
        // A row of the published tables takes about 170 bytes.
        return bytes / 170 > max(1000, present / 4)
    }
}
