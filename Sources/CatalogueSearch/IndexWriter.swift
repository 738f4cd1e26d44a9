import Glibc
import Platform
import Songs
import Storage

/// Writes an index file section by section, taking checksums on the way.
final class IndexWriter {
    let path: String
    private let descriptor: Int32
    private var block: [UInt8] = []
    private var blockSums: [UInt64] = []
    private var position = IndexLayout.headerSize
    private var sectionStart = 0
    private var sections: [(offset: Int, length: Int, checksum: UInt64)] = []

    /// Creates the file, or empties the one that a crash has left.
    init(path: String) throws(StorageError) {
        self.path = path
        descriptor = open(path, O_RDWR | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw StorageError(errno: errno, path: path, doing: "write") }
        block.reserveCapacity(IndexLayout.blockSize)
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Begins the next section.
    func beginSection() {
        position = (position + IndexLayout.alignment - 1) / IndexLayout.alignment * IndexLayout.alignment
        sectionStart = position
        blockSums.removeAll()
    }

    func endSection() throws(StorageError) {
        try flush()
        let checksum = blockSums.withUnsafeBytes { XXHash64.hash($0) }
        sections.append((sectionStart, position - sectionStart, checksum))
    }

    /// Appends the elements to the present section.
    func append<Element: BitwiseCopyable>(_ elements: [Element]) throws(StorageError) {
        do {
            try elements.withUnsafeBytes { bytes throws in
                var start = 0
                while start < bytes.count {
                    let count = min(bytes.count - start, IndexLayout.blockSize - block.count)
                    block.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[start..<(start + count)]))
                    start += count
                    if block.count == IndexLayout.blockSize { try flush() }
                }
            }
        } catch let error as StorageError {
            throw error
        } catch {
            throw StorageError(.other, path: path, doing: "write", because: "\(error)")
        }
    }

    /// Writes a section of one array.
    func write<Element: BitwiseCopyable>(section elements: [Element]) throws(StorageError) {
        beginSection()
        try append(elements)
        try endSection()
    }

    /// Writes the header and brings everything to the disk.
    func finish(rows: Int, terms: Int, revision: Int64, scale: FeatureScale) throws(StorageError) {
        var header = [UInt8](repeating: 0, count: IndexLayout.headerSize)
        header.withUnsafeMutableBytes { bytes in
            bytes.copyBytes(from: IndexLayout.magic)
            bytes.storeBytes(of: IndexLayout.version.littleEndian, toByteOffset: 8, as: UInt32.self)
            bytes.storeBytes(of: UInt32(rows).littleEndian, toByteOffset: 12, as: UInt32.self)
            bytes.storeBytes(of: revision.littleEndian, toByteOffset: 16, as: Int64.self)
            bytes.storeBytes(of: UInt32(terms).littleEndian, toByteOffset: 24, as: UInt32.self)
            for (index, value) in (scale.means + scale.deviations).enumerated() {
                bytes.storeBytes(of: value.bitPattern.littleEndian, toByteOffset: 32 + 4 * index, as: UInt32.self)
            }
            for (index, section) in sections.enumerated() {
                let offset = IndexLayout.sectionTableOffset + 24 * index
                bytes.storeBytes(of: UInt64(section.offset).littleEndian, toByteOffset: offset, as: UInt64.self)
                bytes.storeBytes(of: UInt64(section.length).littleEndian, toByteOffset: offset + 8, as: UInt64.self)
                bytes.storeBytes(of: section.checksum.littleEndian, toByteOffset: offset + 16, as: UInt64.self)
            }
            let sum = XXHash64.hash(UnsafeRawBufferPointer(rebasing: bytes[..<IndexLayout.checksumOffset]))
            bytes.storeBytes(of: sum.littleEndian, toByteOffset: IndexLayout.checksumOffset, as: UInt64.self)
        }
        try write(header, at: 0)
        // An empty section at the end begins where nothing was written.
        guard ftruncate(descriptor, off_t(position)) == 0 else {
            throw StorageError(errno: errno, path: path, doing: "write")
        }
        guard fsync(descriptor) == 0 else { throw StorageError(errno: errno, path: path, doing: "write") }
    }

    private func flush() throws(StorageError) {
        guard !block.isEmpty else { return }
        blockSums.append(XXHash64.hash(block))
        try write(block, at: position)
        position += block.count
        block.removeAll(keepingCapacity: true)
    }

    private func write(_ bytes: [UInt8], at offset: Int) throws(StorageError) {
        let result = bytes.withUnsafeBytes { writeAll($0, to: descriptor, at: offset) }
        if case .failure(let error) = result { throw StorageError(error, path: path, doing: "write") }
    }
}
