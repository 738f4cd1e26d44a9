package import CatalogueSearch
import Glibc
package import SQLiteStorage
import Songs
import Storage
import Synchronization

/// A finished index file under a temporary name. It is published when the catalogue it belongs to has been committed.
package struct CatalogueIndexFile {
    /// Where it is, and where publishing moves it.
    let temporaryPath: String
    let path: String
    /// The revision of the catalogue that it was built from.
    fileprivate(set) var revision: Int64 = 0

    /// A name that no other process and no other call has: two imports at once must not write into one file.
    fileprivate init(of path: String) {
        self.path = path
        let number = Self.count.wrappingAdd(1, ordering: .relaxed).newValue
        temporaryPath = "\(path).\(getpid())-\(number)\(Self.ending)"
    }

    private static let count = Atomic<Int>(0)
    private static let ending = ".new"
    /// What they were called before.
    private static let formerEndings = [".imported", ".rebuilt"]

    /// Deletes it.
    package func discard() {
        unlink(temporaryPath)
    }

    fileprivate func moveIntoPlace() throws(StorageError) {
        guard rename(temporaryPath, path) == 0 else { throw StorageError(errno: errno, path: path, doing: "write") }
    }

    /// Removes what killed processes left beside the index at `path`.
    fileprivate static func removeLeftovers(beside path: String) {
        let folder = Folder.parent(of: path)
        guard let handle = opendir(folder), let slash = path.lastIndex(of: "/") else { return }
        defer { closedir(handle) }
        let prefix = path[path.index(after: slash)...] + "."
        while let entry = readdir(handle) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard name.hasPrefix(prefix), isLeftover(name.dropFirst(prefix.count)) else { continue }
            unlink("\(folder)/\(name)")
        }
    }

    private static func isLeftover(_ rest: Substring) -> Bool {
        if formerEndings.contains(where: { ".\(rest)" == $0 }) { return true }
        guard rest.hasSuffix(ending), let process = pid_t(rest.prefix { $0.isNumber }), process > 0 else {
            return false
        }
        return kill(process, 0) != 0 && errno == ESRCH
    }
}

/// What tells whether a file is still the one that was looked at.
package struct FileStamp: Sendable, Hashable {
    private let device: UInt64, inode: UInt64, size: Int64
    private let seconds: Int, nanoseconds: Int

    /// Nil where there is no file.
    package init?(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        (device, inode, size) = (UInt64(status.st_dev), UInt64(status.st_ino), Int64(status.st_size))
        (seconds, nanoseconds) = (status.st_mtim.tv_sec, status.st_mtim.tv_nsec)
    }
}

extension Catalogue {
    /// The path of this catalogue's index.
    package var indexPath: String { Folder.parent(of: file.path) + "/catalogue.index" }

    /// What its file is now; nil while there is none.
    package var indexStamp: FileStamp? { FileStamp(indexPath) }

    /// Opens the index, if it is undamaged and of the present revision.
    /// - Throws: `IndexProblem` saying why it has to be built; `StorageError` where the catalogue cannot be read.
    package func openIndex() throws -> CatalogueIndex {
        let revision = try file.readBlocking { try Int64.fetchOne($0, sql: "SELECT number FROM revision") ?? 0 }
        return try CatalogueIndex(reading: indexPath, revision: revision)
    }

    /// Opens the index, and builds it first if it is missing, damaged or of another revision, which blocks for about a
    /// second per 278,000 tracks.
    /// - Parameter building: called with the reason before it is built.
    /// - Throws: `StorageError` where catalogue or index cannot be read or written.
    package func openOrBuildIndex(building: (IndexProblem) -> Void = { _ in }) throws -> CatalogueIndex {
        do {
            return try openIndex()
        } catch let problem as IndexProblem {
            building(problem)
            let fresh = try file.readBlocking { try build($0) }
            try publish(fresh)
            return try openIndex()
        }
    }

    /// Builds the index of what `database` sees, inside an import's transaction.
    /// - Parameter isForced: builds it even if the present one is valid.
    /// - Returns: nil if the present one stays.
    package func writeIndex(_ database: Database, isForced: Bool) throws -> CatalogueIndexFile? {
        let revision = try Int64.fetchOne(database, sql: "SELECT number FROM revision") ?? 0
        if !isForced, (try? CatalogueIndex(reading: indexPath, revision: revision)) != nil { return nil }
        return try build(database)
    }

    /// Moves a finished index to its place atomically, if the catalogue is still the one it was built from: an import that
    /// was committed meanwhile has an index of its own.
    package func publish(_ fresh: CatalogueIndexFile?) throws {
        guard let fresh else { return }
        do {
            // A transaction that writes, so that no import is committed between the question and the move.
            try file.writeBlocking { database in
                let revision = try Int64.fetchOne(database, sql: "SELECT number FROM revision") ?? 0
                if revision == fresh.revision { try fresh.moveIntoPlace() } else { fresh.discard() }
            }
        } catch let error as StorageError where error.code == .busy {
            // Another import is at work; the index it ends with holds these tracks too.
            fresh.discard()
        } catch {
            fresh.discard()
            throw error
        }
    }

    /// Builds the index of what `database` sees; nothing is left behind where that fails.
    private func build(_ database: Database) throws -> CatalogueIndexFile {
        CatalogueIndexFile.removeLeftovers(beside: indexPath)
        var fresh = CatalogueIndexFile(of: indexPath)
        do {
            try build(database, &fresh)
            return fresh
        } catch {
            fresh.discard()
            throw error
        }
    }

    private func build(_ database: Database, _ fresh: inout CatalogueIndexFile) throws {
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
        fresh.revision = try Int64.fetchOne(database, sql: "SELECT number FROM revision") ?? 0
        try builder.write(to: fresh.temporaryPath, revision: fresh.revision)
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
