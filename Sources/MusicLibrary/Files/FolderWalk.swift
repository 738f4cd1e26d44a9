import Glibc
import Platform
import Songs

/// Goes through a folder and all below it, each folder once, linked ones too; what links in a circle is noticed.
///
/// Blocks, and hangs where the folder's disk or server hangs.
struct FolderWalk {
    /// A music file in a folder.
    struct File: Hashable {
        var name: String
        /// In bytes.
        var size: Int
        /// When it was changed, in nanoseconds since 1970.
        var changed: Int
    }

    /// A folder that is open.
    struct Opened {
        /// Its absolute path.
        let path: String
        fileprivate let directory: OpaquePointer
    }

    /// Folders still to be looked through, the next one last.
    private var pending: [String]
    /// Linked ones come after all that is there by itself, so that a song has the same path every time.
    private var linked: [String] = []
    private var visited: Set<FolderID> = []
    /// Folders that could not be read.
    private(set) var failed: [(path: String, error: Errno)] = []
    /// Names that are not UTF-8, so that nothing can be told of them.
    private(set) var foreignNames = 0

    private struct FolderID: Hashable {
        let device: UInt
        let inode: UInt
    }

    /// - Parameter root: an absolute path.
    init(_ root: String) { pending = [root] }

    /// Opens the next folder; nil where all have been looked through.
    mutating func next() -> Opened? {
        while let path = pending.popLast() ?? linked.popLast() {
            guard let directory = opendir(path) else {
                failed.append((path, .last))
                continue
            }
            var status = stat()
            guard fstat(dirfd(directory), &status) == 0,
                visited.insert(FolderID(device: UInt(status.st_dev), inode: UInt(status.st_ino))).inserted
            else {
                closedir(directory)
                continue
            }
            return Opened(path: path, directory: directory)
        }
        return nil
    }

    /// What is known of a file by its name, size and time.
    enum Knowledge {
        /// It is as it was.
        case same
        case new
        /// It was changed since; its number in the library.
        case changed(Int64)
    }

    /// Calls `take` with every music file of the folder that is new or was changed, and closes it. Names that begin with a
    /// point are hidden.
    ///
    /// - Parameters:
    ///   - calls: has the calls to the folder.
    ///   - knowledge: told the hash of a name with size and time.
    ///   - take: is given the file and its number in the library.
    mutating func list(
        _ folder: Opened, _ calls: OpenCalls, _ peer: Peer,
        knowledge: (_ name: UInt64, _ size: Int, _ changed: Int) -> Knowledge, take: (File, Int64?) throws -> Void
    ) rethrows {
        defer { closedir(folder.directory) }
        while let entry = calls.during(peer, { readdir(folder.directory) }) {
            guard let name = EntryName(entry), !name.isHidden else { continue }
            let isMusic = name.bytes { MusicFormat.isMusic($0) }
            switch Int(entry.pointee.d_type) {
            case Int(DT_DIR): add(folder, name, isLink: false)
            case Int(DT_LNK), Int(DT_UNKNOWN):
                let isLink = Int(entry.pointee.d_type) == Int(DT_LNK)
                guard let status = status(of: name, in: folder, calls, peer) else { continue }
                if status.st_mode & S_IFMT == S_IFDIR { add(folder, name, isLink: isLink) }
                if isMusic { try offer(name, status, knowledge, take) }
            default:
                guard isMusic, let status = status(of: name, in: folder, calls, peer) else { continue }
                try offer(name, status, knowledge, take)
            }
        }
    }

    private func status(of name: EntryName, in folder: Opened, _ calls: OpenCalls, _ peer: Peer) -> stat? {
        var status = stat()
        // The kernel's name ends with a NUL.
        let result = calls.during(peer) { fstatat(dirfd(folder.directory), name.start, &status, 0) }
        return result == 0 ? status : nil
    }

    private mutating func offer(
        _ name: EntryName, _ status: stat, _ knowledge: (UInt64, Int, Int) -> Knowledge,
        _ take: (File, Int64?) throws -> Void
    ) rethrows {
        guard status.st_mode & S_IFMT == S_IFREG else { return }
        guard let text = name.text else {
            foreignNames += 1
            return
        }
        let size = Int(status.st_size)
        let changed = Int(status.st_mtim.tv_sec) &* 1_000_000_000 &+ Int(status.st_mtim.tv_nsec)
        switch knowledge(name.bytes { XXHash64.hash($0) }, size, changed) {
        case .same: return
        case .new: try take(File(name: text, size: size, changed: changed), nil)
        case .changed(let id): try take(File(name: text, size: size, changed: changed), id)
        }
    }

    /// Whether a folder can be opened; hangs where it does not answer. What is in it is asked too: a folder's own entry may
    /// be known to this machine alone.
    static func answers(_ path: String, _ calls: OpenCalls) -> Bool {
        calls.during(Peer(.folder, path)) {
            guard let directory = opendir(path) else { return false }
            defer { closedir(directory) }
            while let entry = readdir(directory) {
                guard let name = EntryName(entry), !name.isHidden, let text = name.text else { continue }
                var status = stat()
                _ = stat(path + "/" + text, &status)
                return true
            }
            return true
        }
    }

    /// The names of at most so many music files of a folder.
    static func names(in path: String, most: Int = 400) -> [String] {
        guard let directory = opendir(path) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while names.count < most, let entry = readdir(directory) {
            guard let name = EntryName(entry), !name.isHidden, name.bytes({ MusicFormat.isMusic($0) }) else { continue }
            if let text = name.text { names.append(text) }
        }
        return names
    }

    private mutating func add(_ folder: Opened, _ name: EntryName, isLink: Bool) {
        guard let text = name.text else {
            foreignNames += 1
            return
        }
        let path = folder.path + "/" + text
        // The kernel takes no longer one; where folders are mounted in a circle, this ends it.
        guard path.utf8.count < 4096 else { return }
        if isLink { linked.append(path) } else { pending.append(path) }
    }
}

/// The name of a folder's entry, as bytes that last until the next entry is read.
private struct EntryName {
    let start: UnsafePointer<CChar>
    private let count: Int

    init?(_ entry: UnsafeMutablePointer<dirent>) {
        guard let offset = MemoryLayout<dirent>.offset(of: \.d_name) else { return nil }
        start = (UnsafeRawPointer(entry) + offset).assumingMemoryBound(to: CChar.self)
        count = strnlen(start, 255)
    }

    var isHidden: Bool { bytes { $0.first == UInt8(ascii: ".") } }

    /// nil where it is not UTF-8.
    var text: String? { bytes { String(validating: $0, as: UTF8.self) } }

    func bytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        body(UnsafeRawBufferPointer(start: start, count: count))
    }
}
