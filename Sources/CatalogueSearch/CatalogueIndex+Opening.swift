import Glibc
import Platform
import Songs

// Validation: no offset of a damaged or foreign file may be followed.
extension CatalogueIndex {
    /// The whole file in memory of our own, which nothing that happens to the file can change.
    static func load(_ path: String) throws(IndexProblem) -> UnsafeRawBufferPointer {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw errno == ENOENT ? .missing : .damaged(Errno.last.description)
        }
        defer { close(descriptor) }
        let size = try contentSize(descriptor)
        guard
            let start = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), start != MAP_FAILED
        else { throw .damaged(Errno.last.description) }
        do throws(IndexProblem) {
            try fill(UnsafeMutableRawBufferPointer(start: start, count: size), from: descriptor)
        } catch {
            munmap(start, size)
            throw error
        }
        // Whatever wrote into it by mistake would be noticed at once.
        mprotect(start, size, PROT_READ)
        return UnsafeRawBufferPointer(start: start, count: size)
    }

    /// How much of the file its header speaks of: the memory for a file of noise, or one with a huge hole, is not taken.
    private static func contentSize(_ descriptor: Int32) throws(IndexProblem) -> Int {
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_size >= IndexLayout.headerSize else {
            throw .damaged("it is too short")
        }
        let header = UnsafeMutableRawBufferPointer.allocate(byteCount: IndexLayout.headerSize, alignment: 16)
        defer { header.deallocate() }
        try fill(header, from: descriptor)
        let bytes = UnsafeRawBufferPointer(header)
        try checkHeader(bytes)
        var end = UInt64(IndexLayout.headerSize)
        for section in IndexLayout.Section.allCases {
            let place = IndexLayout.sectionTableOffset + 24 * section.rawValue
            let (last, overflows) = number(bytes, place, UInt64.self)
                .addingReportingOverflow(number(bytes, place + 8, UInt64.self))
            guard !overflows, last <= UInt64(status.st_size) else { throw .damaged("it is cut short") }
            end = max(end, last)
        }
        return Int(end)
    }

    private static func fill(
        _ buffer: UnsafeMutableRawBufferPointer, from descriptor: Int32
    ) throws(IndexProblem) {
        var filled = 0
        while filled < buffer.count {
            let place = buffer.baseAddress.map { $0 + filled }
            let (left, offset) = (buffer.count - filled, off_t(filled))
            switch retrying({ pread(descriptor, place, left, offset) }) {
            case .success(0): throw .damaged("it was cut short while it was read")
            case .success(let count): filled += count
            case .failure(let error): throw .damaged(error.description)
            }
        }
    }

    static func checkHeader(_ bytes: UnsafeRawBufferPointer) throws(IndexProblem) {
        guard bytes.prefix(IndexLayout.magic.count).elementsEqual(IndexLayout.magic),
            number(bytes, 8, UInt32.self) == IndexLayout.version
        else { throw .foreign }
        let sum = XXHash64.hash(UnsafeRawBufferPointer(rebasing: bytes[..<IndexLayout.checksumOffset]))
        guard number(bytes, IndexLayout.checksumOffset, UInt64.self) == sum else {
            throw .damaged("the header's checksum is not right")
        }
    }

    /// The byte range of each section, after checking its size and checksum.
    static func checkedSections(
        _ bytes: UnsafeRawBufferPointer, rows: Int, terms: Int
    ) throws(IndexProblem) -> [Range<Int>] {
        var sections: [Range<Int>] = []
        for section in IndexLayout.Section.allCases {
            let place = IndexLayout.sectionTableOffset + 24 * section.rawValue
            let offset = number(bytes, place, UInt64.self), length = number(bytes, place + 8, UInt64.self)
            guard offset <= UInt64(bytes.count), length <= UInt64(bytes.count) - offset else {
                throw .damaged("it is cut short")
            }
            guard offset % UInt64(IndexLayout.alignment) == 0 else {
                throw .damaged("\(section) begins where it cannot")
            }
            let range = Int(offset)..<Int(offset + length)
            guard expectedLength(section, rows, terms).map({ $0 == range.count }) ?? true,
                checksum(UnsafeRawBufferPointer(rebasing: bytes[range])) == number(bytes, place + 16, UInt64.self)
            else { throw .damaged("the checksum of \(section) is not right") }
            sections.append(range)
        }
        return sections
    }

    /// Checks that the terms' postings follow one another and name existing rows: the search does not check again. A
    /// right checksum only means that the file is as it was written.
    static func checkPostings(
        _ bytes: UnsafeRawBufferPointer, _ sections: [Range<Int>], rows: Int, terms: Int
    ) throws(IndexProblem) {
        let offsets = UnsafeRawBufferPointer(rebasing: bytes[sections[IndexLayout.Section.termOffsets.rawValue]])
        let postings = UnsafeRawBufferPointer(rebasing: bytes[sections[IndexLayout.Section.postings.rawValue]])
        var last: UInt64 = 0
        for term in 0...terms {
            let offset = number(offsets, 8 * term, UInt64.self)
            guard offset >= last else { throw .damaged("the terms' postings are out of order") }
            last = offset
        }
        guard last == UInt64(postings.count / 4), postings.count.isMultiple(of: 4) else {
            throw .damaged("the terms' postings lie elsewhere")
        }
        var largest: UInt32 = 0
        for place in 0..<postings.count / 4 { largest = max(largest, number(postings, 4 * place, UInt32.self)) }
        guard postings.isEmpty || Int(largest >> 4) < rows else {
            throw .damaged("a term is of a row that is not there")
        }
    }

    /// Nil for the postings, whose length the last offset tells.
    private static func expectedLength(_ section: IndexLayout.Section, _ rows: Int, _ terms: Int) -> Int? {
        switch section {
        case .rows: 16 * rows
        case .trackIDs, .artists, .norms: 4 * rows
        case .termHashes: 8 * terms
        case .termOffsets: 8 * (terms + 1)
        case .termCounts: 4 * terms
        case .postings: nil
        }
    }

    private static func checksum(_ section: UnsafeRawBufferPointer) -> UInt64 {
        var sums: [UInt64] = []
        var start = 0
        while start < section.count {
            let end = min(start + IndexLayout.blockSize, section.count)
            sums.append(XXHash64.hash(UnsafeRawBufferPointer(rebasing: section[start..<end])))
            start = end
        }
        return sums.withUnsafeBytes { XXHash64.hash($0) }
    }

    static func number<Number: FixedWidthInteger & BitwiseCopyable>(
        _ bytes: UnsafeRawBufferPointer, _ offset: Int, _ type: Number.Type
    ) -> Number {
        Number(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: type))
    }
}
