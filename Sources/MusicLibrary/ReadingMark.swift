import Glibc

/// Remembers, over the end of the program, which file was being read: one that has ended the program twice is left alone.
///
/// The path lies in a page that is shared with a file of the state folder, so that noting it costs no call of the kernel's.
final class ReadingMark: @unchecked Sendable {
    /// Of the page, and where in it the file is that the program ended with the time before.
    private static let size = 8192, suspectOffset = 4096
    /// nil where the file cannot be had: a hostile file is then read at every start.
    private let page: UnsafeMutableRawPointer?
    /// What was being read when the program ended.
    private let bad: String?

    /// - Parameter path: of the file; one for each thread that reads.
    init(_ path: String) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            (page, bad) = (nil, nil)
            return
        }
        defer { close(descriptor) }
        var mapped: UnsafeMutableRawPointer?
        if ftruncate(descriptor, off_t(Self.size)) == 0 {
            mapped = mmap(nil, Self.size, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0)
        }
        guard let mapped, mapped != MAP_FAILED else {
            (page, bad) = (nil, nil)
            return
        }
        page = mapped
        let (last, suspect) = (Self.text(mapped), Self.text(mapped + Self.suspectOffset))
        bad = !last.isEmpty && last == suspect ? last : nil
        if !last.isEmpty {
            memcpy(mapped + Self.suspectOffset, mapped, Self.suspectOffset)
            mapped.storeBytes(of: 0, as: UInt8.self)
        }
    }

    private static func text(_ start: UnsafeMutableRawPointer) -> String {
        let length = strnlen(start.assumingMemoryBound(to: CChar.self), suspectOffset)
        return String(decoding: UnsafeRawBufferPointer(start: start, count: length), as: UTF8.self)
    }

    /// The program ends in order: whatever is being read is not to blame.
    func clear() { page?.storeBytes(of: 0, as: UInt8.self) }

    deinit {
        if let page { munmap(page, Self.size) }
    }

    /// Whether the program ended twice while it read this file.
    func isBad(_ path: String) -> Bool { path == bad }

    /// Notes the path while `body` runs.
    func during<Result>(_ path: String, _ body: () -> Result) -> Result {
        guard let page else { return body() }
        var path = path
        path.withUTF8 { bytes in
            guard bytes.count < Self.suspectOffset, let start = bytes.baseAddress else { return }
            memcpy(page, start, bytes.count)
            page.storeBytes(of: 0, toByteOffset: bytes.count, as: UInt8.self)
        }
        defer { page.storeBytes(of: 0, as: UInt8.self) }
        return body()
    }
}
