package import CatalogueSearch
package import GRDB
import Glibc
import Songs
package import Storage

/// A finished index file that is not in its place yet: it goes there when the catalogue it belongs to has been written.
package struct CatalogueIndexFile {
    /// Where it lies and where it belongs.
    let freshPath: String
    let path: String

    /// Puts it in its place, in one step.
    package func publish() throws(StorageError) {
        guard rename(freshPath, path) == 0 else { throw StorageError(errno: errno, path: path, doing: "write") }
    }

    package func discard() {
        unlink(freshPath)
    }
}

extension Catalogue {
    /// The index that belongs to this catalogue.
    package var indexPath: String { Folder.parent(of: file.path) + "/catalogue.index" }

    /// Opens the index, if it is sound and of the catalogue as it is now.
    /// - Throws: `IndexProblem` saying why it has to be built; `StorageError` where the catalogue cannot be read.
    package func openIndex() throws -> CatalogueIndex {
        let revision = try file.readBlocking { try Int64.fetchOne($0, sql: "SELECT number FROM revision") ?? 0 }
        return try CatalogueIndex(mapping: indexPath, revision: revision)
    }

    /// Opens the index, building it first where it is missing, damaged or of another state of the catalogue. Blocks for
    /// a second or so per 278,000 tracks then.
    /// - Throws: `StorageError` where catalogue or index cannot be read or written.
    package func openOrBuildIndex() throws -> CatalogueIndex {
        do {
            return try openIndex()
        } catch is IndexProblem {
            // Beside what an import in another process writes.
            let fresh = CatalogueIndexFile(freshPath: indexPath + ".rebuilt", path: indexPath)
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

    /// Builds the index of what `database` shows, inside an import's transaction.
    /// - Parameter isForced: builds it even where the present one fits.
    /// - Returns: nil if the present one stays.
    package func writeIndex(_ database: Database, isForced: Bool) throws -> CatalogueIndexFile? {
        let revision = try Int64.fetchOne(database, sql: "SELECT number FROM revision") ?? 0
        if !isForced, (try? CatalogueIndex(mapping: indexPath, revision: revision)) != nil { return nil }
        let fresh = CatalogueIndexFile(freshPath: indexPath + ".imported", path: indexPath)
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
        try builder.write(to: fresh.freshPath, revision: revision)
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
