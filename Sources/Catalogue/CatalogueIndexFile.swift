package import CatalogueSearch
package import GRDB
import Glibc
import Songs
package import Storage

/// A finished index file under a temporary name. It is published when the catalogue it belongs to has been committed.
package struct CatalogueIndexFile {
    /// Where it is, and where publishing moves it.
    let temporaryPath: String
    let path: String

    /// Moves it to its place atomically.
    package func publish() throws(StorageError) {
        guard rename(temporaryPath, path) == 0 else { throw StorageError(errno: errno, path: path, doing: "write") }
    }

    /// Deletes it.
    package func discard() {
        unlink(temporaryPath)
    }
}

extension Catalogue {
    /// The path of this catalogue's index.
    package var indexPath: String { Folder.parent(of: file.path) + "/catalogue.index" }

    /// Opens the index, if it is undamaged and of the present revision.
    /// - Throws: `IndexProblem` saying why it has to be built; `StorageError` where the catalogue cannot be read.
    package func openIndex() throws -> CatalogueIndex {
        let revision = try file.readBlocking { try Int64.fetchOne($0, sql: "SELECT number FROM revision") ?? 0 }
        return try CatalogueIndex(mapping: indexPath, revision: revision)
    }

    /// Opens the index, and builds it first if it is missing, damaged or of another revision, which blocks for about a
    /// second per 278,000 tracks.
    /// - Throws: `StorageError` where catalogue or index cannot be read or written.
    package func openOrBuildIndex() throws -> CatalogueIndex {
        do {
            return try openIndex()
        } catch is IndexProblem {
            // Another name than an import in another process uses.
            let fresh = CatalogueIndexFile(temporaryPath: indexPath + ".rebuilt", path: indexPath)
            do {
                try file.readBlocking { try build($0, fresh) }
                try fresh.publish()
            } catch {
                fresh.discard()
                throw error
            }
            return try openIndex()
        }
    }

    /// Builds the index of what `database` sees, inside an import's transaction.
    /// - Parameter isForced: builds it even if the present one is valid.
    /// - Returns: nil if the present one stays.
    package func writeIndex(_ database: Database, isForced: Bool) throws -> CatalogueIndexFile? {
        let revision = try Int64.fetchOne(database, sql: "SELECT number FROM revision") ?? 0
        if !isForced, (try? CatalogueIndex(mapping: indexPath, revision: revision)) != nil { return nil }
        let fresh = CatalogueIndexFile(temporaryPath: indexPath + ".imported", path: indexPath)
        do {
            try build(database, fresh)
        } catch {
            fresh.discard()
            throw error
        }
        return fresh
    }

    private func build(_ database: Database, _ fresh: CatalogueIndexFile) throws {
        let builder = try IndexBuilder(folder: Folder.parent(of: indexPath))
        let select = try SQLStatement(
            database,
            """
            SELECT id, title, artists, album, genre, p_happy, p_sad, p_energetic, popularity, explicit, duration_ms,
                danceability, acousticness, energy, instrumentalness, liveness, valence, loudness, speechiness, tempo
            FROM track ORDER BY id
            """)
        var track = IndexedTrack()
        while try select.step() {
            Self.read(select, into: &track)
            try builder.add(track)
        }
        let revision = try Int64.fetchOne(database, sql: "SELECT number FROM revision") ?? 0
        try builder.write(to: fresh.temporaryPath, revision: revision)
    }

    private static func read(_ select: SQLStatement, into track: inout IndexedTrack) {
        track.id = Int64(select.int(0))
        select.read(1, into: &track.title)
        select.read(2, into: &track.artists)
        select.read(3, into: &track.album)
        select.read(4, into: &track.genres)
        track.happy = select.double(5)
        track.sad = select.double(6)
        track.energetic = select.double(7)
        track.popularity = select.optionalInt(8)
        track.isExplicit = select.int(9) != 0
        let columns = Int32(10)..<Int32(10 + FeatureScale.count)
        track.hasFeatures = columns.allSatisfy { !select.isNull($0) }
        guard track.hasFeatures else { return }
        for column in columns { track.features[Int(column) - 10] = select.double(column) }
    }
}
