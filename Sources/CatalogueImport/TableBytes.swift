import Glibc
import Storage

/// The bytes of a table, which are read twice: to look at its columns, and to take its rows. Of a pipe only the beginning
/// can be looked at, and is kept until then.
final class TableBytes {
    private let file: FileBytes
    /// Whether the file can be read from its beginning again.
    let isRereadable: Bool
    private var kept: [[UInt8]] = []
    private var keptBytes = 0
    private var next = 0
    private var isLooking = true
    private(set) var isAtEnd = false

    /// How much of a pipe is looked at. More would be memory.
    static let pipeSample = 2 << 20

    init(path: String, isRereadable: Bool) throws(StorageError) {
        file = try FileBytes(path: path)
        self.isRereadable = isRereadable
    }

    /// Opens what may be a file or a pipe.
    convenience init(path: String) throws(StorageError) {
        var status = stat()
        let isFile = stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
        try self.init(path: path, isRereadable: isFile)
    }

    /// Bytes read for the rows.
    var bytesRead: Int { isLooking ? 0 : file.bytesRead }

    /// The next piece; empty at the end, or where there is no more to look at.
    func piece() throws(StorageError) -> [UInt8] {
        if next < kept.count {
            next += 1
            return kept[next - 1]
        }
        if isRereadable || !isLooking {
            if !isLooking, !kept.isEmpty { kept = []; next = 0 }
            return try file.next()
        }
        guard !isAtEnd, keptBytes < Self.pipeSample else { return [] }
        let piece = try file.next()
        if piece.isEmpty {
            isAtEnd = true
        } else {
            kept.append(piece)
            keptBytes += piece.count
            next = kept.count
        }
        return piece
    }

    /// Goes back to the beginning.
    /// - Parameter isLooking: false for the last time: from then on all bytes come.
    func rewind(isLooking: Bool) throws(StorageError) {
        self.isLooking = isLooking
        next = 0
        if isRereadable { try file.rewind() }
    }
}
