import FoundationEssentials
import Glibc

/// What looking for files depends on: the process's surroundings, as values.
package struct Host: Sendable {
    /// What stands at a path, links followed.
    package enum Kind: Sendable, Equatable {
        case file, folder
    }

    package var environment: [String: String]
    package var userID: UInt32
    /// The user's home folder by the system's user database, for when `$HOME` says nothing.
    package var home: String?
    /// The running program's own file, links followed.
    package var executable: String?
    /// Where the process stands, for what is named from there.
    package var currentFolder = "/"
    /// What stands at a path; nil if nothing does, or nothing that may be looked at.
    package var kind: @Sendable (String) -> Kind?

    package init(
        environment: [String: String], userID: UInt32, home: String?, executable: String?,
        kind: @escaping @Sendable (String) -> Kind?
    ) {
        self.environment = environment
        self.userID = userID
        self.home = home
        self.executable = executable
        self.kind = kind
    }

    /// The running process's.
    package static func current() -> Host {
        var host = Host(
            environment: ProcessInfo.processInfo.environment, userID: getuid(), home: homeInDatabase(),
            executable: runningExecutable(), kind: kindOnDisk)
        if let path = getcwd(nil, 0) {
            host.currentFolder = String(cString: path)
            free(path)
        }
        return host
    }

    private static func homeInDatabase() -> String? {
        var record = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 16384)
        return buffer.withUnsafeMutableBufferPointer { bytes in
            guard let start = bytes.baseAddress,
                getpwuid_r(getuid(), &record, start, bytes.count, &found) == 0, found != nil, let home = record.pw_dir
            else { return nil }
            return String(cString: home)
        }
    }

    private static func runningExecutable() -> String? {
        guard let path = realpath("/proc/self/exe", nil) else { return nil }
        defer { free(path) }
        return String(cString: path)
    }

    private static func kindOnDisk(_ path: String) -> Kind? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        switch status.st_mode & S_IFMT {
        case S_IFDIR: return .folder
        case S_IFREG: return .file
        default: return nil
        }
    }
}
