package import FoundationEssentials
package import Storage

/// What must survive a restart: moods, shifts, playlists, feedback and the wish for each publishing target, in
/// `STATE/emotunes.sqlite`.
///
/// Every moment is passed in and stored in UTC to the millisecond. When a call returns, its change is on the disk,
/// save where the call says otherwise. Every call throws `StorageError`, or `CancellationError` if the calling task was
/// cancelled.
package struct StateStore: Sendable {
    let file: DatabaseFile

    /// Set if a damaged database was moved aside at opening; history and feedback start afresh.
    package var damaged: DamagedFile? { file.damaged }

    /// Opens or creates the database in `stateDirectory`, and makes sure it can be written to. Blocks: meant for
    /// start-up.
    /// - Parameter now: names a set-aside file.
    /// - Throws: `StorageError`.
    package init(openingIn stateDirectory: String, now: Date) throws {
        file = try DatabaseFile(
            opening: stateDirectory + "/emotunes.sqlite", migrator: StateSchema.migrator, now: now)
        // Told now and not at the first mood shift: this state folder cannot keep anything.
        try file.writeBlocking { _ in }
    }

    /// The size of the database on the disk, its write-ahead log included.
    package var bytesOnDisk: Int { file.bytesOnDisk }

    /// Closes the database once the calls that are under way have ended; calls after it throw.
    package func close() throws {
        try file.close()
    }
}
