import Glibc
import Platform
import Synchronization

/// Keeps the library in step with one music folder, on a thread of its own: one that hangs holds up no other.
final class RootWatch: Sendable {
    /// How things stand with the folder.
    struct State: Sendable {
        /// It is being looked through for the first time since the start.
        var isFirst = true
        var isScanning = true
        /// How many files the present look has seen.
        var seen = 0
        var outcome = RootScan.Outcome()
        /// Why changes are not all noticed.
        var trouble: String?
        /// Why the library cannot be written.
        var failure: String?
    }

    /// The folder's absolute path.
    let root: String
    private let store: LibraryStore
    private let calls: OpenCalls
    private let stateFolder: String
    private let waker: Waker?
    private let state = Mutex(State())
    private let stopped = Atomic(false)
    private let wantsScan = Atomic(false)
    private let wantsTouch = Atomic(false)
    private let mark = Mutex<ReadingMark?>(nil)
    private let changed: @Sendable (_ hasNews: Bool) -> Void

    /// Seconds: changes are looked for when it has been quiet for so long, but not longer after the first of them than so.
    private static let quiet = 2.0, longest = 20.0
    /// Network folders tell of no change, so once an hour all is looked through.
    private static let interval = 3600.0

    /// - Parameters:
    ///   - stateFolder: where it is noted which file is being read.
    ///   - changed: called when the state has changed, and whether the library knows other files.
    init(
        root: String, store: LibraryStore, calls: OpenCalls, stateFolder: String,
        changed: @escaping @Sendable (_ hasNews: Bool) -> Void
    ) {
        self.root = root
        self.store = store
        self.calls = calls
        self.stateFolder = stateFolder
        self.changed = changed
        waker = try? Waker()
    }

    var present: State { state.withLock { $0 } }

    /// Whether the folder has not answered for a while.
    var isHanging: Bool { calls.unanswered(for: 10).contains(Peer(.folder, root)) }

    func start() {
        LibraryThread.start("music-folder") { [self] in run() }
    }

    /// Has the folder looked through now.
    func scan() {
        state.withLock { $0.isScanning = true }
        wantsScan.store(true, ordering: .relaxed)
        waker?.wake()
    }

    /// Has it tried whether the folder answers: one that does not is then named, and its songs are not chosen.
    func touch() {
        wantsTouch.store(true, ordering: .relaxed)
        waker?.wake()
    }

    /// Ends the thread as soon as it gets to it.
    func stop() {
        stopped.store(true, ordering: .relaxed)
        waker?.wake()
        mark.withLock { $0?.clear() }
    }

    private var isStopped: Bool { stopped.load(ordering: .relaxed) }

    private func run() {
        let notices = FolderNotices()
        let mark = ReadingMark(stateFolder + "/library-\(String(Self.number(of: root), radix: 16)).reading")
        self.mark.withLock { $0 = mark }
        while !isStopped {
            let began = monotonicSeconds()
            look(notices, mark)
            if isStopped { return }
            wait(notices, atLeast: 5 * (monotonicSeconds() - began))
        }
    }

    private static func number(of path: String) -> UInt32 {
        path.utf8.reduce(0x811C_9DC5) { ($0 ^ UInt32($1)) &* 0x0100_0193 }
    }

    private func look(_ notices: FolderNotices, _ mark: ReadingMark) {
        state.withLock { state in
            state.isScanning = true
            state.seen = 0
        }
        changed(false)
        do {
            let scan = RootScan(
                root: root, rootID: try store.root(root), store: store, calls: calls, notices: notices, mark: mark,
                progress: { [self] seen in
                    state.withLock { $0.seen = seen }
                    changed(false)
                },
                isStopped: { [self] in isStopped }, wrote: { [changed] in changed(true) })
            let outcome = try scan.run()
            state.withLock { state in
                state.outcome = outcome
                state.failure = nil
            }
        } catch {
            state.withLock { $0.failure = "\(error)" }
        }
        // What was found is known to be new before the look counts as over.
        changed(true)
        state.withLock { state in
            state.isFirst = false
            state.isScanning = false
            state.trouble = notices.trouble
        }
        changed(false)
    }

    /// Until something has changed and it is quiet again, or it is time to look anyway.
    ///
    /// - Parameter pause: so that a folder in which something changes all the time is not looked through all the time.
    private func wait(_ notices: FolderNotices, atLeast pause: Double) {
        let began = monotonicSeconds()
        var first: Double?
        while !isStopped {
            let now = monotonicSeconds()
            let end =
                first.map { max(min($0 + Self.longest, now + Self.quiet), began + pause) } ?? began + Self.interval
            var entries = [notices.descriptor, waker?.descriptor ?? -1].map {
                pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
            }
            let ready = poll(&entries, seconds: max(0, end - now))
            waker?.clear()
            if wantsScan.exchange(false, ordering: .relaxed) { return }
            if wantsTouch.exchange(false, ordering: .relaxed) {
                // One that has come back, or gone, is looked through.
                if FolderWalk.answers(root, calls) == (present.outcome.unreachable != nil) { return }
                continue
            }
            if ready == 0, monotonicSeconds() >= end - 0.001 { return }
            if notices.takeNews(), first == nil { first = monotonicSeconds() }
        }
    }
}
