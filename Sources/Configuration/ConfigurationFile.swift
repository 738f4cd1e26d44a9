import Glibc
import Platform

/// Reads a configuration file, whatever stands at its path, within bounds and without waiting.
enum ConfigurationFile {
    /// Why a file could not be read.
    enum ReadError: Error, Equatable {
        case folder
        case notAFile
        case tooLarge
        case system(Errno)

        /// To follow the file's path.
        var message: String {
            switch self {
            case .folder: "is a folder; it must be a file"
            case .notAFile: "is neither a file nor a link to one"
            case .tooLarge: "is larger than \(TomlDocument.largestText / 1024) KiB, which no configuration is"
            case .system(Errno(EACCES)):
                "cannot be read: permission denied; it must be readable by the user the daemon runs as"
            case .system(let error): "cannot be read: \(error)"
            }
        }

        /// Whether there is no file, rather than one that cannot be read.
        var isMissing: Bool {
            self == .system(Errno(ENOENT)) || self == .system(Errno(ENOTDIR))
        }
    }

    /// The file's bytes, at most ``TomlDocument/largestText`` of them.
    static func bytes(at path: String) throws(ReadError) -> [UInt8] {
        // Opening a pipe nobody writes to would wait for ever without O_NONBLOCK.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw .system(.last) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .system(.last) }
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
            let result = buffer.withUnsafeMutableBytes { bytes in
                read(from: descriptor, into: UnsafeMutableRawBufferPointer(rebasing: bytes[filled...]))
            }
            switch result {
            case .success(0): return Array(buffer[..<filled])
            case .success(let count): filled += count
            case .failure(let error): throw .system(error)
            }
        }
        throw .tooLarge
    }
}
