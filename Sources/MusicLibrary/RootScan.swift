import Glibc
import Platform
import Songs

/// One look through a music folder: what is new is read, what is gone forgotten.
///
/// Blocks; every call that touches the folder is an open call of it, so that one that hangs is named.
struct RootScan {
    /// What a look through the folder came to.
    struct Outcome: Sendable {
        /// Whether the library knows other files than before.
        var hasChanges = false
        /// Why the folder cannot be looked through, in words; nil where it can.
        var unreachable: String?
        /// Folders below that cannot be read, and names that are not UTF-8.
        var unreadFolders = 0
        var foreignNames = 0
    }

    let root: String
    let rootID: Int64
    let store: LibraryStore
    let calls: OpenCalls
    let notices: FolderNotices
    /// Holds the path of the file that is being read.
    let mark: ReadingMark
    /// Told how many files have been seen, now and then.
    let progress: (Int) -> Void
    /// Whether to stop in the middle.
    let isStopped: () -> Bool
    /// Called when something has been written.
    let wrote: () -> Void

    /// So many changed files are written at once.
    private static let batch = 500

    private var peer: Peer { Peer(.folder, root) }

    init(
        root: String, rootID: Int64, store: LibraryStore, calls: OpenCalls, notices: FolderNotices, mark: ReadingMark,
        progress: @escaping (Int) -> Void, isStopped: @escaping () -> Bool, wrote: @escaping () -> Void
    ) {
        self.root = root
        self.rootID = rootID
        self.store = store
        self.calls = calls
        self.notices = notices
        self.mark = mark
        self.progress = progress
        self.isStopped = isStopped
        self.wrote = wrote
    }

    /// - Throws: `StorageError` where the library cannot be written.
    func run() throws -> Outcome {
        var outcome = Outcome()
        var walk = FolderWalk(root)
        var seen: Set<UInt64> = []
        var files = 0
        var pending: [LibraryStore.FolderChange] = []
        // Forgotten at the end, when it is known that the folder can be seen at all.
        var lost: [Int64] = []
        var count = 0
        func flush() throws {
            guard !pending.isEmpty else { return }
            try store.write(pending, root: rootID)
            pending = []
            count = 0
            outcome.hasChanges = true
            wrote()
        }
        while !isStopped(), let folder = calls.during(peer, { walk.next() }) {
            seen.insert(XXHash64.hash(Array(folder.path.utf8)))
            // Before it is listed, so that nothing that comes meanwhile is missed.
            calls.during(peer) { notices.watch(folder.path) }
            var known = try store.files(in: folder.path, root: rootID)
            var change = LibraryStore.FolderChange(path: folder.path)
            var numbering: TrackNumbering?
            try walk.list(folder, calls, peer) { name, size, changed in
                files += 1
                if files % 1000 == 0 { progress(files) }
                guard let file = known.removeValue(forKey: name) else { return .new }
                return file.size == size && file.changed == changed ? .same : .changed(file.id)
            } take: { file, id in
                if isStopped() { return }
                change.files.append((id, reading(file, in: folder.path, &numbering)))
                count += 1
                guard count >= Self.batch else { return }
                pending.append(change)
                change = LibraryStore.FolderChange(path: folder.path)
                try flush()
            }
            if isStopped() { break }
            lost += known.values.map(\.id)
            if !change.files.isEmpty { pending.append(change) }
        }
        try flush()
        progress(files)
        guard !isStopped() else { return outcome }
        try settle(walk, seen, lost, files, &outcome)
        return outcome
    }

    /// Forgets the files and folders that are gone, unless it may be that they only cannot be seen now.
    private func settle(
        _ walk: FolderWalk, _ seen: Set<UInt64>, _ lost: [Int64], _ files: Int, _ outcome: inout Outcome
    ) throws {
        outcome.foreignNames = walk.foreignNames
        outcome.unreadFolders = walk.failed.count
        if let failure = walk.failed.first(where: { $0.path == root }) {
            outcome.unreachable = failure.error.description
            return
        }
        if files == 0, try store.fileCount(root: rootID) > 0 {
            // What is mounted there is most likely gone, and will be back.
            outcome.unreachable = "it is empty, though there was music in it; is it mounted?"
            return
        }
        if !lost.isEmpty {
            try store.forgetFiles(lost)
            outcome.hasChanges = true
        }
        // A folder that is there and cannot be read is another matter than one that is gone.
        let isCertain = walk.failed.allSatisfy { [ENOENT, ENOTDIR, EACCES, ELOOP].contains($0.error.number) }
        guard isCertain else { return }
        if try store.forgetFolders(of: rootID, except: seen) > 0 { outcome.hasChanges = true }
    }

    private func reading(
        _ file: FolderWalk.File, in folder: String, _ numbering: inout TrackNumbering?
    ) -> FileReading {
        let path = folder + "/" + file.name
        let below = path.utf8.count > root.utf8.count + 1 ? String(path.dropFirst(root.count + 1)) : file.name
        if mark.isBad(path) {
            var bad = FileReading(name: file.name, size: file.size, changed: file.changed, state: .givenUp)
            bad.reason = "the program ended while it read it"
            return bad
        }
        let tags = mark.during(path) { calls.during(peer) { SongTags.reading(path) } }
        var found = numbering
        let result = FileReading(
            file, below: below,
            numbering: {
                let known = found ?? calls.during(peer) { TrackNumbering(FolderWalk.names(in: folder)) }
                found = known
                return known
            }, tags)
        numbering = found
        return result
    }
}
