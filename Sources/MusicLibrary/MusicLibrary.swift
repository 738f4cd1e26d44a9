package import Catalogue
import CatalogueImport
package import FoundationEssentials
import Glibc
package import Platform
package import Publishing
package import SongMoodModel
package import Songs
package import Storage
import Synchronization

/// A person's own music: which songs are in their folders, kept in step with them, and which tracks of the catalogue these
/// are.
///
/// `MusicLibrary` reads tags with TagLib, and names where there are no tags; listens to songs whose mood nothing else tells;
/// keeps all of it in `STATE/library.sqlite`; and makes it the source "library" of the catalogue. It knows `Songs`,
/// `Storage`, `SongMoodModel`, `SoundAnalysis`, `Catalogue`, `CatalogueImport` and `Publishing`, whose question it answers:
/// which file holds a song.
package final class MusicLibrary: SongFiles {
    private let store: LibraryStore
    private let openCatalogue: @Sendable () throws -> Catalogue
    private let opened = Mutex<Catalogue?>(nil)
    private let calls: OpenCalls
    private let stateFolder: String
    private let changed: @Sendable (_ hasOtherSongs: Bool) -> Void
    private let roots = Mutex<[RootWatch]>([])
    private let shared = Mutex(Shared())
    private let comparing: Waker?
    private let listening: Listening
    private let isStopped = Atomic(false)

    private struct Shared {
        var figures = LibraryFigures()
        var generation = 0
        /// Files were found or lost since songs were compared with the catalogue.
        var isBehind = false
        /// They are being compared.
        var isComparing = false
        var trouble: String?
        var playable: (generation: Int, roots: [String], tracks: [Int64])?
        /// nil until it is asked for, and when files were read since.
        var rated: [RatedSong]?
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    /// Opens the library in the state folder. Blocks: meant for start-up.
    ///
    /// - Parameters:
    ///   - soundModel: tells moods from measured sound; nil: files are not listened to.
    ///   - openCatalogue: opens a connection of the library's own, since what it writes takes seconds; called on another
    ///     thread, and only where there is music.
    ///   - changed: called when the state has changed; true where songs were found or lost. Must not block.
    package init(
        stateFolder: String, now: Date, calls: OpenCalls = OpenCalls(), soundModel: SoundMoodModel? = nil,
        openCatalogue: @escaping @Sendable () throws -> Catalogue,
        changed: @escaping @Sendable (_ hasOtherSongs: Bool) -> Void = { _ in }
    ) throws(StorageError) {
        store = try LibraryStore(openingIn: stateFolder, now: now, calls: calls)
        self.openCatalogue = openCatalogue
        self.calls = calls
        self.stateFolder = stateFolder
        listening = Listening(soundModel)
        self.changed = changed
        comparing = try? Waker()
        let figures = try? store.figures()
        shared.withLock { $0.figures = figures ?? LibraryFigures() }
        LibraryThread.start("music-library") { [self] in compareAgainAndAgain() }
    }

    /// Set if a damaged database was moved aside at opening.
    package var damaged: DamagedFile? { store.damaged }

    /// Looks after these folders from now on, and no others.
    ///
    /// - Parameters:
    ///   - folders: absolute paths; one that is below another is left out.
    ///   - listens: whether files may be listened to whose mood nothing else tells.
    package func watch(_ folders: [String], listens: Bool = true) {
        listening.want(listens)
        let paths = Self.outermost(folders)
        let fresh = roots.withLock { roots -> [RootWatch] in
            for root in roots where !paths.contains(root.root) { root.stop() }
            let kept = Dictionary(roots.map { ($0.root, $0) }) { first, _ in first }
            let all = paths.map { path in
                kept[path]
                    ?? RootWatch(root: path, store: store, calls: calls, stateFolder: stateFolder) { [weak self] in
                        self?.noteNews($0)
                    }
            }
            roots = all
            return all.filter { kept[$0.root] == nil }
        }
        for root in fresh { root.start() }
        if !paths.isEmpty { startListening() }
        shared.withLock { $0.isBehind = true }
        comparing?.wake()
        changed(false)
    }

    /// Without slashes at the end, each once, none below another.
    static func outermost(_ folders: [String]) -> [String] {
        var paths: [String] = []
        for folder in folders where !folder.isEmpty {
            var path = folder[...]
            while path.count > 1, path.hasSuffix("/") { path = path.dropLast() }
            if !paths.contains(String(path)) { paths.append(String(path)) }
        }
        return paths.filter { path in !paths.contains { $0 != path && path.hasPrefix($0 == "/" ? $0 : $0 + "/") } }
    }

    /// Looks through all folders now.
    package func scan() {
        for root in roots.withLock({ $0 }) { root.scan() }
        changed(false)
    }

    /// Has it tried whether the folders answer.
    package func touch() {
        for root in roots.withLock({ $0 }) { root.touch() }
    }

    /// Ends what runs as soon as it gets to it.
    package func stop() {
        isStopped.store(true, ordering: .relaxed)
        for root in roots.withLock({ $0 }) { root.stop() }
        listening.stop()
        comparing?.wake()
        let waiting = shared.withLock { shared in
            defer { shared.waiting = [] }
            return shared.waiting
        }
        for caller in waiting { caller.resume() }
    }

    // MARK: What is asked

    package var generation: Int { shared.withLock { $0.generation } }

    /// Where no folder is named there is nothing to find.
    package func files(of identities: [TrackIdentity]) async -> [SongFile?] {
        guard roots.withLock({ !$0.isEmpty }) else { return identities.map { _ in nil } }
        let hashes = identities.map { $0.nameKey.map(NameKey.hash) }
        return (try? await store.files(of: hashes)) ?? identities.map { _ in nil }
    }

    /// How things stand.
    package var state: LibraryState {
        let watched = roots.withLock { $0 }
        var state = LibraryState()
        guard !watched.isEmpty else { return state }
        let (figures, trouble, isBehind) = shared.withLock { ($0.figures, $0.trouble, $0.isBehind || $0.isComparing) }
        state.figures = figures
        state.folders = watched.map { LibraryState.Folder($0.root, $0.present, isHanging: $0.isHanging) }
        let unreachable = state.folders.filter { $0.word == .unreachable }
        if !unreachable.isEmpty {
            state.word = .unreachable
            state.detail = unreachable.map { "\($0.path): \($0.detail)" }.joined(separator: "; ")
        } else if state.folders.contains(where: { $0.word == .scanning }) {
            state.word = .scanning
            let seen = watched.reduce(0) { $0 + $1.present.seen }
            state.detail = seen == 0 ? "looking through the folders" : "\(seen) files seen so far"
        } else if let trouble {
            state.word = .ready
            state.detail = trouble
        } else {
            state.word = isBehind ? .scanning : .ready
            state.detail =
                isBehind
                ? "comparing the songs with the catalogue"
                : state.folders.filter { !$0.detail.isEmpty }.map { "\($0.path): \($0.detail)" }.joined(separator: "; ")
        }
        return state
    }

    /// Everything there is to say of what was found.
    ///
    /// - Throws: `StorageError`.
    package func contents() async throws -> LibraryContents {
        var contents = try await store.contents()
        let state = listening.present
        (contents.unheard, contents.isListeningHeld) = (state?.left ?? 0, state?.isHeld ?? false)
        return contents
    }

    /// What ratings and plays in the files' tags tell, most telling first; nothing where no folder is named.
    package func ratings() async -> [RatedSong] {
        guard roots.withLock({ !$0.isEmpty }) else { return [] }
        if let known = shared.withLock({ $0.rated }) { return known }
        guard let songs = try? await store.ratings() else { return [] }
        shared.withLock { $0.rated = songs }
        return songs
    }

    private var reachable: [String] {
        roots.withLock { $0 }.filter { !$0.isHanging && $0.present.outcome.unreachable == nil }.map(\.root)
    }

    /// The tracks of the catalogue that files of reachable folders hold.
    package func playableTracks() async -> (generation: Int, tracks: [Int64]) {
        let reachable = self.reachable
        let (generation, known) = shared.withLock { ($0.generation, $0.playable) }
        if let known, known.generation == generation, known.roots == reachable { return (generation, known.tracks) }
        let tracks = (try? await store.tracks(below: reachable)) ?? []
        shared.withLock { $0.playable = (generation, reachable, tracks) }
        return (generation, tracks)
    }

    /// Returns when every folder has been looked through once and its songs are known, or at the end.
    package func settled() async {
        await withCheckedContinuation { continuation in
            let isDone = shared.withLock { shared in
                if isSettled(shared) { return true }
                shared.waiting.append(continuation)
                return false
            }
            if isDone { continuation.resume() }
        }
    }

    /// A file turned out not to open: it is no song until it is found again.
    package func forget(path: String) async {
        await withCheckedContinuation { continuation in
            LibraryThread.start("music-library") { [self] in
                try? store.forget(path: path)
                shared.withLock { $0.generation += 1 }
                continuation.resume()
            }
        }
    }

    private func isSettled(_ shared: Shared) -> Bool {
        isStopped.load(ordering: .relaxed)
            || (!shared.isBehind && !shared.isComparing && !roots.withLock { $0 }.contains { $0.present.isFirst })
    }

    // MARK: Listening

    /// Whether files may be listened to now: it takes a core for hours where there are many. Not until this is called.
    package func allowListening(_ may: Bool) { listening.allow(may) }

    private func startListening() {
        listening.start {
            SoundWatch(
                store: store, calls: calls, stateFolder: stateFolder, roots: { [weak self] in self?.reachable ?? [] },
                heard: { [weak self] in self?.noteNews(true) }, changed: { [weak self] in self?.changed(false) })
        }
    }

    // MARK: Comparing with the catalogue

    private func noteNews(_ hasNews: Bool) {
        if hasNews { shared.withLock { ($0.isBehind, $0.rated) = (true, nil) } }
        // The end of a look is what a comparison waits for.
        comparing?.wake()
        release()
        changed(false)
    }

    /// The catalogue has changed: another table may know songs of the library.
    package func catalogueChanged() {
        guard roots.withLock({ !$0.isEmpty }) else { return }
        shared.withLock { $0.isBehind = true }
        comparing?.wake()
    }

    /// Seconds from one comparison to the next while folders are looked through: the first soon, so that there is music to
    /// choose from, the others as seldom as the work is large.
    private static let firstPause = 3.0, laterPause = 30.0

    private func compareAgainAndAgain() {
        guard let comparing else { return }
        var next = monotonicSeconds() + Self.firstPause, retry = 0.0
        var knownRoots: [String]?
        while !isStopped.load(ordering: .relaxed) {
            let now = monotonicSeconds()
            let time = isScanning ? max(next, retry) : retry
            if isBehind, time <= now {
                let isDone = compare(&knownRoots)
                let end = monotonicSeconds()
                next = end + max(Self.laterPause, 10 * (end - now))
                retry = isDone ? 0 : end + Self.laterPause
                continue
            }
            var entries = [pollfd(fd: comparing.descriptor, events: Int16(POLLIN), revents: 0)]
            // While folders are looked through nothing wakes this thread when one of them hangs.
            poll(&entries, seconds: isBehind ? min(time - now, isScanning ? 2 : .infinity) : nil)
            comparing.clear()
        }
    }

    private var isBehind: Bool { shared.withLock { $0.isBehind } }
    private var isScanning: Bool { roots.withLock { $0 }.contains { $0.present.isScanning && !$0.isHanging } }

    /// - Returns: whether it could be done.
    private func compare(_ knownRoots: inout [String]?) -> Bool {
        shared.withLock { ($0.isBehind, $0.isComparing) = (false, true) }
        let paths = roots.withLock { $0.map(\.root) }
        do {
            var hasChanges = false
            if knownRoots != paths {
                hasChanges = try store.keepRoots(paths)
                knownRoots = paths
            }
            hasChanges = try compareSongs() || hasChanges
            let figures = try store.figures()
            shared.withLock { shared in
                hasChanges = hasChanges || shared.figures != figures
                shared.figures = figures
                shared.trouble = nil
                shared.isComparing = false
                if hasChanges { shared.generation += 1 }
            }
            giveMemoryBack()
            release()
            changed(hasChanges)
            // What has no mood is known now.
            listening.wake()
            return true
        } catch {
            shared.withLock { shared in
                shared.trouble = "\(error)"
                (shared.isBehind, shared.isComparing) = (true, false)
            }
            changed(false)
            return false
        }
    }

    /// Brings the catalogue into step, where anything has changed.
    private func compareSongs() throws -> Bool {
        let compared = try store.comparedRevision()
        // There has never been any music.
        if compared == nil { return false }
        let catalogue = try self.catalogue()
        if try compared == catalogue.revisionBlocking() { return false }
        var last: Int64 = 0
        let after = try catalogue.takeLibrary(
            now: Date(),
            pages: {
                let songs = try store.songs(after: last, most: 500, model: listening.model)
                last = songs.last?.id ?? last
                return songs
            }, matched: { try store.note($0) })
        // What was found meanwhile has not been compared.
        if !isBehind { try store.noteCompared(after) }
        return true
    }

    private func catalogue() throws -> Catalogue {
        try opened.withLock { opened in
            if let opened { return opened }
            let fresh = try openCatalogue()
            opened = fresh
            return fresh
        }
    }

    private func release() {
        let waiting = shared.withLock { shared in
            guard isSettled(shared) else { return [] as [CheckedContinuation<Void, Never>] }
            defer { shared.waiting = [] }
            return shared.waiting
        }
        for caller in waiting { caller.resume() }
    }
}
