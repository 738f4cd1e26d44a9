import Glibc
import Platform
import SongMoodModel
import SoundAnalysis
import Synchronization

/// Listens to the files whose mood nothing else tells, one after the other, on a thread of its own at the lowest priority:
/// one core at most, and only while it may.
///
/// What was measured is written file by file, so that it goes on where it was after any end of the program.
final class SoundWatch: Sendable {
    /// How things stand.
    struct State: Sendable, Hashable {
        /// It would go on, and may not: the machine is on battery.
        var isHeld = false
        /// Files that are still to be listened to.
        var left = 0
    }

    private let store: LibraryStore
    private let calls: OpenCalls
    private let stateFolder: String
    private let roots: @Sendable () -> [String]
    private let heard: @Sendable () -> Void
    private let changed: @Sendable () -> Void
    private let waker: Waker?
    private let mayListen = Atomic(false)
    private let isStopped = Atomic(false)
    private let state = Mutex(State())
    private let mark = Mutex<ReadingMark?>(nil)

    /// Seconds from one comparison with the catalogue to the next while there is more to listen to: the first soon, so that
    /// there is something to see, and the others seldom, since each goes through all songs.
    private static let firstPause = 60.0, laterPause = 900.0

    /// - Parameters:
    ///   - stateFolder: where it is noted which file is being listened to.
    ///   - roots: the music folders that can be reached and are not being looked through.
    ///   - heard: called when songs have to be compared with the catalogue again.
    ///   - changed: called when the state has changed.
    init(
        store: LibraryStore, calls: OpenCalls, stateFolder: String, roots: @escaping @Sendable () -> [String],
        heard: @escaping @Sendable () -> Void, changed: @escaping @Sendable () -> Void
    ) {
        (self.store, self.calls, self.stateFolder) = (store, calls, stateFolder)
        (self.roots, self.heard, self.changed) = (roots, heard, changed)
        waker = try? Waker()
    }

    var present: State { state.withLock { $0 } }

    func start() {
        LibraryThread.start("music-sound") { [self] in run() }
    }

    /// Whether it may work; what it is at is interrupted where it may not.
    func allow(_ may: Bool) {
        guard mayListen.exchange(may, ordering: .relaxed) != may else { return }
        waker?.wake()
    }

    /// Has it look whether there is anything to listen to.
    func wake() { waker?.wake() }

    /// Ends the thread as soon as it gets to it.
    func stop() {
        isStopped.store(true, ordering: .relaxed)
        mark.withLock { $0?.clear() }
        waker?.wake()
    }

    private var isHeldUp: Bool {
        isStopped.load(ordering: .relaxed) || !mayListen.load(ordering: .relaxed)
    }

    private func run() {
        guard let waker else { return }
        let mark = ReadingMark(stateFolder + "/library-sound.reading")
        self.mark.withLock { $0 = mark }
        let decoders = Decoders(store)
        while !isStopped.load(ordering: .relaxed) {
            listen(mark, decoders)
            var entries = [pollfd(fd: waker.descriptor, events: Int16(POLLIN), revents: 0)]
            poll(&entries, seconds: nil)
            waker.clear()
        }
    }

    /// Listens to all there is, as long as it may.
    private func listen(_ mark: ReadingMark, _ decoders: Decoders) {
        var last: Int64 = 0, isNew = false
        var next = monotonicSeconds() + Self.firstPause
        count()
        while !isHeldUp, let file = try? store.unheard(after: last, below: roots()) {
            last = file.id
            let outcome: SoundState
            do {
                guard let made = try measure(file, mark, decoders) else { continue }
                outcome = made
            } catch {
                // The disk is full, perhaps: what is listened to now would not be kept.
                break
            }
            state.withLock { $0.left = max(0, $0.left - 1) }
            isNew = isNew || outcome == .measured
            guard isNew, monotonicSeconds() >= next else { continue }
            tell()
            isNew = false
            next = monotonicSeconds() + Self.laterPause
        }
        if isNew { tell() }
        if last > 0 { giveMemoryBack() }
        count()
    }

    /// - Returns: what became of it; nil where it is to be tried again.
    /// - Throws: what keeps it from being noted.
    private func measure(_ file: UnheardFile, _ mark: ReadingMark, _ decoders: Decoders) throws -> SoundState? {
        guard !mark.isBad(file.path) else {
            try store.note(.givenUp, nil, of: file)
            return .givenUp
        }
        let peer = Peer(.folder, file.root)
        let result = mark.during(file.path) {
            SoundMeasurement.of(
                file.path, library: { decoders.library }, during: { body in calls.during(peer, body) },
                isStopped: { [self] in isHeldUp })
        }
        let state: SoundState
        switch result {
        case .success: state = .measured
        case .failure(.unknown): state = .unknown
        case .failure(.needsLibrary): state = .needsLibrary
        case .failure(.givenUp): state = .givenUp
        // A folder that is not there at the moment says nothing of its files.
        case .failure(.unreadable), .failure(.stopped): return nil
        }
        try store.note(state, try? result.get(), of: file)
        return state
    }

    private func tell() {
        try? store.noteSounds()
        heard()
    }

    private func count() {
        let left = (try? store.unheardCount(below: roots())) ?? 0
        let isHeld = !mayListen.load(ordering: .relaxed) && left > 0
        let isOther = state.withLock { state in
            defer { state = State(isHeld: isHeld, left: left) }
            return state != State(isHeld: isHeld, left: left)
        }
        if isOther { changed() }
    }
}

/// The library with FFmpeg, opened when the first file is listened to. Used by one thread.
private final class Decoders {
    lazy var library: SoundLibrary? = {
        let library = SoundLibrary()
        // What needs it was perhaps passed over because it was not installed at the time.
        if library != nil { try? store.forgetNeeds() }
        return library
    }()
    private let store: LibraryStore

    init(_ store: LibraryStore) { self.store = store }
}
