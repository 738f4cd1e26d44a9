import Dispatch
package import FoundationEssentials
import Songs
package import StateStore
import Storage

/// Keeps the playlist files in the state folder up to the newest wish.
package struct FileTarget: PlaylistTarget {
    package static let name = "file"

    package let isEnabled: Bool
    private let ledger: PublishingLedger
    private let files: PlaylistFiles
    private let localMusicFolder: String?
    private let willWrite: @Sendable () -> Void

    /// Scanning a music folder and bringing files to the disk block, and must not do so on the shared pool.
    private static let queue = DispatchQueue(label: "playlist-files")

    /// - Parameters:
    ///   - folder: where the files go.
    ///   - localMusicFolder: the person's own music; nil if there is none.
    ///   - willWrite: called before files are written.
    package init(
        store: StateStore, folder: String, isEnabled: Bool, localMusicFolder: String? = nil,
        willWrite: @escaping @Sendable () -> Void = {}
    ) {
        ledger = PublishingLedger(target: Self.name, store: store)
        files = PlaylistFiles(folder: folder)
        self.isEnabled = isEnabled
        self.localMusicFolder = localMusicFolder
        self.willWrite = willWrite
    }

    package var name: String { Self.name }

    package func reconcile(now: Date) async throws -> PublishingProgress {
        guard isEnabled else { return .finished(nil) }
        return .finished(try await ledger.reconcile(now: now, isIntact: { files.exist }, show: write))
    }

    private func write(_ playlist: PlaylistRecord) async -> Result<(detail: String, url: String?), StorageError> {
        willWrite()
        return await withCheckedContinuation { continuation in
            Self.queue.async {
                continuation.resume(
                    returning: Result { () throws(StorageError) in
                        try files.write(document(playlist))
                        return (files.xspfPath, Links.file(files.xspfPath))
                    })
            }
        }
    }

    private func document(_ playlist: PlaylistRecord) -> PlaylistDocument {
        let local = localMusicFolder.flatMap { folder in
            (try? LocalMusicFolder.files(in: folder)).map { LocalMusicIndex(folder: folder, files: $0) }
        }
        let entries = playlist.tracks.map { recorded in
            let track = Track(
                id: recorded.trackID ?? 0, title: recorded.title, artists: recorded.artists, album: recorded.album,
                spotifyID: recorded.identity.spotifyID, moodScores: SongMoodScores(recorded.songMood, certainty: 1))
            return PlaylistEntry(track, localFile: local?.file(for: track))
        }
        return PlaylistDocument(
            title: "EmoTunes: \(playlist.mood)", note: playlist.reason, date: playlist.at, entries: entries)
    }
}
