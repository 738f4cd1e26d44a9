import Glibc

/// Reads a configuration file with a bound on its size and without blocking, whatever kind of file its path names.
enum ConfigurationFile {
    /// Why a file could not be read.
    enum ReadError: Error, Equatable {
        case folder
        case notAFile
        case tooLarge
        case system(Int32)

        /// To follow the file's path.
        var message: String {
            switch self {
            case .folder: "is a folder; it must be a file"
            case .notAFile: "is neither a file nor a link to one"
            case .tooLarge: "is larger than \(TomlDocument.largestText / 1024) KiB, which no configuration is"
            case .system(EACCES):
                "cannot be read: permission denied; it must be readable by the user the daemon runs as"
            case .system(let code): "cannot be read: \(String(cString: strerror(code)))"
            }
        }

        /// Whether there is no file, rather than one that cannot be read.
        var isMissing: Bool {
            self == .system(ENOENT) || self == .system(ENOTDIR)
        }
    }

    /// The file's bytes, at most ``TomlDocument/largestText`` of them.
    static func bytes(at path: String) throws(ReadError) -> [UInt8] {
        // Without O_NONBLOCK, opening a pipe without a writer would block for ever.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw .system(errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .system(errno) }
        switch status.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR: throw .folder
        default: throw .notAFile
        }
        return try bytes(from: descriptor)
    }

    private static func bytes(from descriptor: Int32) throws(ReadError) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: TomlDocument.largestText + 1)
        var filled = 0
        while filled < buffer.count {
            let count = buffer.withUnsafeMutableBytes { bytes in
                read(descriptor, bytes.baseAddress?.advanced(by: filled), bytes.count - filled)
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .system(errno) }
            if count == 0 { return Array(buffer[..<filled]) }
            filled += count
        }
        throw .tooLarge
    }
}
