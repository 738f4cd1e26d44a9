import FoundationEssentials
import Glibc

/// The process's surroundings that finding files depends on, as values, so that tests can supply them.
package struct Host: Sendable {
    /// The kind of file at a path, links followed.
    package enum Kind: Sendable, Equatable {
        case file, folder
    }

    /// The environment variables.
    package var environment: [String: String]
    /// The effective user id.
    package var userID: UInt32
    /// The user's home folder in the user database, used if `$HOME` is not set.
    package var home: String?
    /// The running program's own file, links followed.
    package var executable: String?
    /// The folder that holds the machine's own configuration.
    package var systemFolder = "/etc"
    /// The working directory, for relative paths.
    package var currentFolder = "/"
    /// The kind of file at a path; nil if there is none or it is not accessible.
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

    /// The surroundings of the running process.
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
