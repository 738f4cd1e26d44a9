package import FoundationEssentials
package import Platform
import SQLiteStorage
package import Storage

/// The state that survives a restart: moods, shifts, playlists, feedback and the wanted playlist of each publishing
/// target, in `STATE/emotunes.sqlite`.
///
/// Every moment is passed in and stored in UTC to the millisecond. When a call returns, its change is on the disk,
/// save where the call says otherwise. Every call throws `StorageError`, or `CancellationError` if the calling task was
/// cancelled.
///
/// `StateStore` owns that database and its schema. It knows `Emotions`, `Songs` and `Storage`.
package struct StateStore: Sendable {
    let file: DatabaseFile

    /// Set if a damaged database was moved aside at opening; history and feedback are then empty.
    package var damaged: DamagedFile? { file.damaged }

    /// Opens or creates the database in `stateDirectory`, and checks that it can be written to. Blocks: meant for
    /// start-up.
    /// - Parameters:
    ///   - now: part of the name of a damaged file that is moved aside.
    ///   - calls: has the calls that run later on, so that a disk that hangs can be named.
    /// - Throws: `StorageError`.
    package init(openingIn stateDirectory: String, now: Date, calls: OpenCalls = OpenCalls()) throws {
        file = try DatabaseFile(
            opening: stateDirectory + "/emotunes.sqlite", migrator: StateSchema.migrator, now: now, calls: calls)
        // A state folder that cannot be written to is reported now instead of at the first mood shift.
        try file.writeBlocking { _ in }
    }

    /// The size of the database on the disk, its write-ahead log included. Blocks.
    package var bytesOnDisk: Int { file.bytesOnDisk }

    /// The size of its write-ahead log alone. Blocks.
    package var logBytes: Int { file.logBytes }

    /// The same, asked on the database's own queue.
    package func logSize() async throws -> Int { try await file.read { [file] _ in file.logBytes } }

    /// Closes the database once the calls that are under way have ended; calls after it throw.
    package func close() {
        file.close()
    }
}
