import Dispatch
package import FoundationEssentials
package import Platform
import Songs
package import StateStore
import Storage
import Synchronization

/// Keeps the playlist files in the state folder up to the newest wish.
package struct FileTarget: PlaylistTarget {
    package static let name = "file"

    package let isEnabled: Bool
    private let ledger: PublishingLedger
    private let files: PlaylistFiles
    private let songs: (any SongFiles)?
    private let shown: Shown
    private let calls: OpenCalls
    private let peer: Peer
    private let willWrite: @Sendable () -> Void

    /// Which generation of the person's own files the written list names.
    private final class Shown: Sendable {
        let generation: Mutex<Int?>
        init(_ generation: Int?) { self.generation = Mutex(generation) }
    }

    /// Bringing files to the disk blocks, and must not do so on the shared pool.
    private static let queue = DispatchQueue(label: "playlist-files")

    /// - Parameters:
    ///   - folder: where the files go.
    ///   - songs: finds the person's own files; nil if there are none.
    ///   - calls: has the call that is under way, so that a disk that hangs can be named.
    ///   - willWrite: called before files are written.
    package init(
        store: StateStore, folder: String, isEnabled: Bool, songs: (any SongFiles)? = nil,
        calls: OpenCalls = OpenCalls(),
        willWrite: @escaping @Sendable () -> Void = {}
    ) {
        ledger = PublishingLedger(target: Self.name, store: store)
        files = PlaylistFiles(folder: folder)
        self.isEnabled = isEnabled
        self.songs = songs
        shown = Shown(songs?.generation)
        self.calls = calls
        peer = Peer(.disk, folder)
        self.willWrite = willWrite
    }

    package var name: String { Self.name }

    package func reconcile(now: Date) async throws -> PublishingProgress {
        guard isEnabled else { return .finished(nil) }
        return .finished(try await ledger.reconcile(now: now, isIntact: isIntact, show: write))
    }

    private func isIntact() async -> Bool {
        guard shown.generation.withLock({ $0 }) == songs?.generation else { return false }
        return await onQueue { files.exist }
    }

    private func write(_ playlist: PlaylistRecord) async -> Result<(detail: String, url: String?), StorageError> {
        let generation = songs?.generation
        let found = await songs?.files(of: playlist.tracks.map(\.identity)) ?? playlist.tracks.map { _ in nil }
        willWrite()
        let result: Result<(detail: String, url: String?), StorageError> = await onQueue {
            Result { () throws(StorageError) in
                try files.write(document(playlist, found))
                return (files.xspfPath, Links.file(files.xspfPath))
            }
        }
        shown.generation.withLock { $0 = generation }
        return result
    }

    private func onQueue<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            Self.queue.async { [calls, peer] in continuation.resume(returning: calls.during(peer, body)) }
        }
    }

    private func document(_ playlist: PlaylistRecord, _ found: [SongFile?]) -> PlaylistDocument {
        let entries = zip(playlist.tracks, found).map { recorded, file in
            let track = Track(
                id: recorded.trackID ?? 0, title: recorded.title, artists: recorded.artists, album: recorded.album,
                spotifyID: recorded.identity.spotifyID, moodScores: SongMoodScores(recorded.songMood, certainty: 1))
            return PlaylistEntry(track, file: file)
        }
        return PlaylistDocument(
            title: "EmoTunes: \(playlist.mood)", note: playlist.reason, date: playlist.at, entries: entries)
    }
}
