package import Platform
import Synchronization

/// The person's own music folder, as it was found last. It is looked through for every playlist, but no playlist waits long
/// for that: the folder may be large, or on a machine that does not answer.
package final class LocalMusic: Sendable {
    /// The folder's absolute path.
    package let folder: String
    private let patience: Double?
    private let scan: LatestAnswer<LocalMusicIndex?>
    private let known: Known

    /// What was handed out last, and whether a scan has found something else since.
    private final class Known: Sendable {
        struct State {
            var given: LocalMusicIndex?
            var hasNews = false
        }

        let state = Mutex(State())
    }

    /// - Parameters:
    ///   - patience: seconds that a playlist waits for a scan; nil waits for as long as it takes.
    ///   - calls: has the scan that is under way, so that a folder that hangs can be named.
    ///   - changed: called when a scan that was not waited for has found other files. Must not block.
    ///   - list: lists the files of a folder.
    package init(
        folder: String, patience: Double?, calls: OpenCalls = OpenCalls(),
        changed: @escaping @Sendable () -> Void = {},
        list: @escaping @Sendable (String) throws -> [String] = { try LocalMusicFolder.files(in: $0) }
    ) {
        self.folder = folder
        self.patience = patience
        let known = Known()
        self.known = known
        scan = LatestAnswer(
            label: "music-folder",
            late: { found in
                let isNews = known.state.withLock { state in
                    state.hasNews = state.given != found
                    return state.hasNews
                }
                if isNews { changed() }
            },
            call: {
                calls.during(Peer(.folder, folder)) {
                    (try? list(folder)).map { LocalMusicIndex(folder: folder, files: $0) }
                }
            })
    }

    /// Where to find tracks: by a fresh scan if that ends in time, else by the one before; nil where there is none or the
    /// folder cannot be read.
    package func index() async -> LocalMusicIndex? {
        known.state.withLock { $0.hasNews = false }
        let index = await scan.ask(patience: patience).value ?? nil
        known.state.withLock { $0.given = index }
        return index
    }

    /// Whether a scan has found other files than `index` gave last.
    package var hasNews: Bool { known.state.withLock { $0.hasNews } }
}
