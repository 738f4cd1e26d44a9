import Configuration
import Curation
import FoundationEssentials
import Glibc
import MusicLibrary
import Platform
import Publishing
import Songs

/// The person's own music as something to choose from.
struct OwnMusic: Sendable {
    let library: MusicLibrary
    let choose: MusicSettings.Choose
    /// Whether an account can play what the folders do not hold.
    let hasAccount: @Sendable () -> Bool
    /// For so long a list waits for the first look through the folders.
    let patience: Duration
    /// A recording waits until the look is over, so that it gives the same list every time; else some songs will do.
    let isRecording: Bool

    /// With fewer songs than this a day would be the same twenty again and again.
    static let enough = 60
    /// For so long a list waits for its files to open.
    private static let openingPatience = Duration.seconds(2)

    /// The only tracks that may be chosen; nil where all of the catalogue may.
    func choosable() async -> (generation: Int, tracks: [Int64])? {
        switch choose {
        case .all: return nil
        case .playable: return await library.playableTracks()
        case .auto:
            if hasAccount() { return nil }
            let playable = await library.playableTracks()
            return playable.tracks.count >= Self.enough ? playable : nil
        }
    }

    /// Returns when the folders have been looked through once since the start, or patience is over.
    func awaitFirstLook() async {
        library.touch()
        let state = library.state
        // What was found before the start does meanwhile.
        guard state.word == .scanning, isRecording || state.figures.tracks == 0 else { return }
        _ = await Patience.wait(patience) { await library.settled() }
    }

    /// What ratings and plays of the files tell of taste.
    func ratings() async -> [ImportedTaste.Entry] {
        await library.ratings().map { song in
            ImportedTaste.Entry(
                identity: song.identity, artists: song.artists, weight: song.weight,
                note: song.isRated ? ImportedTaste.ratedNote : ImportedTaste.playedNote)
        }
    }

    /// The ids of those tracks that no file holds, or whose file does not open; the library forgets such files.
    func lost(of tracks: [Track]) async -> Set<Int64> {
        let files = await library.files(of: tracks.map(\.identity))
        let broken = await Patience.wait(Self.openingPatience) {
            await Self.onThread { files.compactMap { $0?.path }.filter { !Self.opens($0) } }
        }
        // A folder that hangs is named soon, and its songs are left out then.
        guard let broken else { return [] }
        for path in broken { await library.forget(path: path) }
        return Set(
            zip(tracks, files).filter { _, file in file.map { broken.contains($0.path) } ?? true }.map(\.0.id))
    }

    private static func onThread(_ body: @escaping @Sendable () -> [String]) async -> [String] {
        await withCheckedContinuation { continuation in
            // Opening may hang, which the pool must not.
            SystemThread.detached(named: "opening-music") { continuation.resume(returning: body()) }
        }
    }

    private static func opens(_ path: String) -> Bool {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else { return false }
        close(descriptor)
        return true
    }
}
