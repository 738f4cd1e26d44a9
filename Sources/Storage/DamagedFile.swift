package import FoundationEssentials
import Glibc

/// A database that cannot be used and was moved out of the way; worth a line in the journal and in `status`.
package struct DamagedFile: Hashable, Sendable, CustomStringConvertible {
    /// Where the database was, and where the new one is.
    package let path: String
    /// Where the damaged one lies now, its `-wal` and `-shm` beside it.
    package let movedTo: String
    /// What SQLite found.
    package let finding: String
    /// Why it was moved.
    package let cause: Cause

    /// Why a database cannot be used.
    package enum Cause: String, Sendable {
        /// SQLite cannot read it.
        case damaged
        /// A newer version of this program wrote it.
        case newer
    }

    /// One line for journal and `status`.
    package var description: String {
        switch cause {
        case .damaged: "\(path) was damaged (\(finding)); it is kept as \(movedTo), and a new one was made"
        case .newer:
            "\(path) is of a newer version of EmoTunes; it is kept as \(movedTo), and a new one was made"
        }
    }

    /// Moves the database at `path` and its companions aside. `now` names the place: `.damaged-20260131T235959Z`.
    package static func setAside(
        _ path: String, finding: String, now: Date, cause: Cause = .damaged
    ) throws(StorageError) -> DamagedFile {
        let stamp = path + ".\(cause.rawValue)-" + timestamp(now)
        var target = stamp
        var attempt = 2
        while access(target, F_OK) == 0 {
            target = "\(stamp)-\(attempt)"
            attempt += 1
        }
        // The companions go first: a crash in between must not leave an old journal beside a new database.
        for suffix in ["-shm", "-wal", ""] where access(path + suffix, F_OK) == 0 {
            guard rename(path + suffix, target + suffix) == 0 else {
                throw StorageError(errno: errno, path: path + suffix, doing: "set aside the \(cause.rawValue) file")
            }
        }
        return DamagedFile(path: path, movedTo: target, finding: finding, cause: cause)
    }

    private static func timestamp(_ date: Date) -> String {
        date.formatted(
            .iso8601.year().month().day().dateSeparator(.omitted).time(includingFractionalSeconds: false)
                .timeSeparator(.omitted).timeZone(separator: .omitted))
    }
}
