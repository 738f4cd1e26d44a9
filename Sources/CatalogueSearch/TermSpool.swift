import Glibc
import Platform
import Storage

/// The terms of every row, written once and read a few times, in a file without a name that vanishes with the process.
final class TermSpool {
    private let path: String
    private let descriptor: Int32
    private var buffer: [UInt32] = []
    private var written = 0
    private static let capacity = 1 << 16

    /// - Parameter folder: where there is room.
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
        let result = buffer.withUnsafeBytes { writeAll($0, to: descriptor, at: written) }
        if case .failure(let error) = result { throw StorageError(error, path: path, doing: "write in") }
        written += buffer.count * 4
        buffer.removeAll(keepingCapacity: true)
    }
}
