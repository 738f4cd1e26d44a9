import Configuration
import EmotunesControl
import Glibc
import Platform
import Storage

/// A configuration file on the disk, changed in one step.
enum StoredSettingsFile {
    /// Reads the file, changes it with `edit` and puts it in its own place; made, with its folders, if it is missing.
    ///
    /// - Returns: Whether the file sets the key after the change.
    static func change(
        _ path: String, _ key: String, _ edit: (inout SettingsFile) throws(ConfigurationError) -> Void
    ) throws -> Bool {
        // A link is kept, and what it leads to is changed: people keep their settings elsewhere.
        let target = resolved(path)
        let folder = Folder.parent(of: target)
        let mayExist = access(target, F_OK) == 0
        if !mayExist {
            var untouched = SettingsFile(path: path)
            try edit(&untouched)
            if untouched.bytes.isEmpty { return false }
            try Folder.create(folder)
        }
        guard let lock = lock(on: folder) else {
            throw CommandFailure(
                message: "another emotunesctl is changing \(path); try again", mend: "fuser -v \(path)")
        }
        return try withExtendedLifetime(lock) {
            var file = try SettingsFile(reading: target, as: path)
            let before = file.bytes
            try edit(&file)
            if file.bytes != before { try write(file.bytes, to: target) }
            return file.has(key)
        }
    }

    /// Waits for two seconds, which is far longer than any change takes.
    private static func lock(on folder: String) -> FolderLock? {
        for _ in 0..<40 {
            if let lock = FolderLock(holding: folder) { return lock }
            usleep(50_000)
        }
        return nil
    }

    private static func write(_ bytes: [UInt8], to target: String) throws {
        var status = stat()
        guard stat(target, &status) == 0 else {
            // It may come to hold a password.
            return try AtomicFile.replace(target, with: bytes, permissions: 0o600)
        }
        try AtomicFile.replace(target, with: bytes, permissions: UInt32(status.st_mode & 0o777))
        // Root changes a person's file, who must be able to read it afterwards.
        if status.st_uid != geteuid(), chown(target, status.st_uid, status.st_gid) != 0 {
            throw StorageError(.last, path: target, doing: "give its owner back")
        }
    }

    private static func resolved(_ path: String) -> String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }
}
