import Configuration
import EmotunesControl
import Glibc
import Platform
import Storage

/// A configuration file on the disk, changed in one step.
struct StoredSettingsFile {
    /// What the person calls it: a link, perhaps, that leads to it.
    let path: String
    /// Whether other people's daemons read it, so that they must be able to.
    let isForAll: Bool

    /// Reads the file, changes it with `edit` and puts it in its own place; made, with its folders, if it is missing.
    ///
    /// - Returns: Whether the file sets the key after the change.
    func change(
        _ key: String, _ edit: (inout SettingsFile) throws(ConfigurationError) -> Void
    ) throws -> Bool {
        // A link is kept, and what it leads to is changed: people keep their settings elsewhere.
        let target = try resolved()
        let folder = Folder.parent(of: target)
        let mayExist = access(target, F_OK) == 0
        if !mayExist {
            var untouched = SettingsFile(path: path)
            try edit(&untouched)
            if untouched.bytes.isEmpty { return false }
            try Folder.create(folder, isForAll: isForAll)
        }
        guard let lock = lock(on: folder) else {
            throw CommandFailure(
                message: "another program holds \(folder), as a second emotunesctl does while it changes a file there; "
                    + "try again", mend: "fuser -v \(folder.shellQuoted)")
        }
        return try withExtendedLifetime(lock) {
            var file = try SettingsFile(reading: target, as: path)
            let before = file.bytes
            try edit(&file)
            if file.bytes != before {
                // A person's own may come to hold a password.
                try AtomicFile.update(target, with: file.bytes, newPermissions: isForAll ? 0o644 : 0o600)
            }
            return file.has(key)
        }
    }

    /// Waits for two seconds, which is far longer than any change takes.
    private func lock(on folder: String) -> FolderLock? {
        for _ in 0..<40 {
            if let lock = FolderLock(holding: folder) { return lock }
            usleep(50_000)
        }
        return nil
    }

    /// The file itself. A link that leads nowhere is a mistake, as it is for the daemon: what it leads to may be on a disk
    /// that is not there now.
    private func resolved() throws -> String {
        guard let real = realpath(path, nil) else {
            var status = stat()
            if lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFLNK {
                throw CommandFailure(
                    message: "\(path) is a link to a file that is not there; mount its disk, make the file, or delete "
                        + "the link",
                    mend: "ls -l \(path.shellQuoted)")
            }
            return path
        }
        defer { free(real) }
        return String(cString: real)
    }
}
