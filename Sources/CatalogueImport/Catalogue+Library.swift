package import Catalogue
package import FoundationEssentials
import SQLiteStorage
import Songs
import Storage

extension Catalogue {
    /// Makes the songs of the library, all of them, the ones that the catalogue has from it, in one transaction: a song that
    /// is there already stays as it is, one that no table knows becomes a track of its own, and what is no longer in the
    /// library goes unless a table has it too. Blocks, for some seconds where there are many.
    ///
    /// - Parameters:
    ///   - now: the time stamp of what is taken in.
    ///   - pages: gives some songs after the others; an empty page is the last.
    ///   - matched: told of every page which tracks its songs are.
    /// - Returns: the catalogue's revision afterwards.
    /// - Throws: `StorageError`, and what `pages` and `matched` throw; nothing is changed then.
    package func takeLibrary(
        now: Date, pages: () throws -> [LibrarySong], matched: ([LibraryMatch]) throws -> Void
    ) throws -> Int64 {
        var fresh: CatalogueIndexFile?
        do {
            let revision = try file.writeBulkBlocking(cacheMegabytes: 4) { database in
                let hasChanges = try Self.take(database, now, pages, matched)
                if hasChanges { try database.execute(sql: "UPDATE revision SET number = number + 1") }
                fresh = try writeIndex(database, isForced: hasChanges)
                return try Int64.fetchOne(database, sql: "SELECT number FROM revision") ?? 0
            }
            try publish(fresh)
            return revision
        } catch {
            fresh?.discard()
            throw error
        }
    }

    /// The tables that songs are recognised and judged by are freed when it returns, before the index is built.
    private static func take(
        _ database: Database, _ now: Date, _ pages: () throws -> [LibrarySong],
        _ matched: ([LibraryMatch]) throws -> Void
    ) throws -> Bool {
        let run = try LibraryRun(database, now: now)
        while true {
            let songs = try pages()
            if songs.isEmpty { break }
            try matched(songs.map { try run.take($0) })
        }
        try run.removeRest()
        return run.hasChanges
    }
}
