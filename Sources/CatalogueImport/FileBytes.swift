import Glibc
package import Storage

/// A file read piece by piece; closed when the last reference goes.
package final class FileBytes {
    private let path: String
    private let descriptor: Int32
    private let chunkSize: Int
    /// How many bytes have been returned.
    package private(set) var bytesRead = 0

    /// Opens the file at `path`, and reads `chunkSize` bytes at a time.
    package init(path: String, chunkSize: Int = 1 << 16) throws(StorageError) {
        self.path = path
        self.chunkSize = chunkSize
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw StorageError(errno: errno, path: path, doing: "read") }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// The next bytes, empty at the end of the file.
    package func next() throws(StorageError) -> [UInt8] {
        while true {
            var failure: Int32 = 0
            let chunk = [UInt8](unsafeUninitializedCapacity: chunkSize) { buffer, count in
                let result = read(descriptor, buffer.baseAddress, chunkSize)
                if result < 0 { failure = errno }
                count = max(result, 0)
            }
            bytesRead += chunk.count
            if failure == 0 { return chunk }
            if failure != EINTR { throw StorageError(errno: failure, path: path, doing: "read") }
        }
    }

    /// The whole content of a file that is known to be small.
    package static func all(of path: String) throws(StorageError) -> [UInt8] {
        let file = try FileBytes(path: path)
        var bytes: [UInt8] = []
        while true {
            let chunk = try file.next()
            if chunk.isEmpty { return bytes }
            bytes += chunk
        }
    }
}
