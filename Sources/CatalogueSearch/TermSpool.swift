import Glibc
import Storage

/// The terms of every row, written once and read a few times, in an unnamed file that the kernel removes with the
/// process.
final class TermSpool {
    private let path: String
    private let descriptor: Int32
    private var buffer: [UInt32] = []
    private var written = 0
    private static let capacity = 1 << 16

    /// - Parameter folder: the folder whose file system holds it.
    init(in folder: String) throws(StorageError) {
        path = folder
        var template = Array("\(folder)/.terms-XXXXXX".utf8CString)
        descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw StorageError(errno: errno, path: folder, doing: "write in") }
        unlink(template)
        buffer.reserveCapacity(Self.capacity)
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    func append(_ number: UInt32) throws(StorageError) {
        buffer.append(number)
        if buffer.count == Self.capacity { try flush() }
    }

    /// Calls `body` with every number from the beginning.
    func forEach(_ body: (UInt32) -> Void) throws(StorageError) {
        try flush()
        var chunk = [UInt32](repeating: 0, count: Self.capacity)
        var offset = 0
        while offset < written {
            let wanted = min(Self.capacity * 4, written - offset)
            let count = chunk.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, wanted, off_t(offset)) }
            guard count == wanted else {
                throw StorageError(errno: count < 0 ? errno : EIO, path: path, doing: "read in")
            }
            for index in 0..<(count / 4) { body(chunk[index]) }
            offset += count
        }
    }

    private func flush() throws(StorageError) {
        var start = 0
        let size = buffer.count * 4
        while start < size {
            let count = buffer.withUnsafeBytes {
                pwrite(descriptor, $0.baseAddress?.advanced(by: start), size - start, off_t(written + start))
            }
            if count > 0 {
                start += count
            } else if errno != EINTR {
                throw StorageError(errno: errno, path: path, doing: "write in")
            }
        }
        written += size
        buffer.removeAll(keepingCapacity: true)
    }
}
