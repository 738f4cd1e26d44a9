import Foundation
import PlaylistFiles
import Songs
import StateStore
import Storage

/// Brings the playlist files in the state folder up to the newest wish.
struct FilePublisher: Sendable {
    static let target = "file"

    let store: StateStore
    let stateFolder: String
    let isEnabled: Bool
    /// The person's own music; nil if there is none.
    var localMusicFolder: String?

    /// Scanning a music folder and bringing files to the disk block, and must not do so on the shared pool.
    private static let queue = DispatchQueue(label: "playlist-files")
    /// How often a list that goes on changing is written in a row.
    private static let rounds = 5

    /// Writes the files if the wish is not fulfilled yet.
    ///
    /// - Returns: the target's record afterwards; nil if no files are wanted or there is no playlist yet.
    /// - Throws: `StorageError` when the wish itself cannot be read.
    func reconcile(now: Date) async throws -> PublishingRecord? {
        guard isEnabled else { return nil }
        // Playlists made while the files were switched off have no wish of their own.
        try await store.wishForNewestPlaylist(target: Self.target, at: now, again: false)
        guard var record = try await store.publishing().first(where: { $0.target == Self.target }) else { return nil }
        let files = PlaylistFiles(folder: stateFolder)
        let isThere =
            FileManager.default.fileExists(atPath: files.xspfPath)
            && FileManager.default.fileExists(atPath: files.m3u8Path)
        if record.state == .published && isThere { return record }
        record.at = now
        PipeTrace.enter(.publish)
        var written: PlaylistRecord?
        for _ in 0..<Self.rounds {
            guard let playlist = try await store.playlist(id: record.playlistID) else { break }
            // Songs or their names that were changed while the files were being written are still to come.
            if playlist == written { break }
            do {
                try await write(playlist, files)
                written = playlist
                record.state = .published
                record.detail = files.xspfPath
                record.url = Links.file(files.xspfPath)
            } catch {
                written = nil
                record.state = .failed
                record.detail = error.description
                record.url = nil
            }
            // On a full disk this fails too; the wish then stays open and is taken up again.
            _ = try? await store.notePublishing(record)
            if written == nil { break }
        }
        return record
    }

    private func write(_ playlist: PlaylistRecord, _ files: PlaylistFiles) async throws(StorageError) {
        let result: Result<Void, StorageError> = await withCheckedContinuation { continuation in
            Self.queue.async {
                continuation.resume(
                    returning: Result { () throws(StorageError) in try files.write(document(playlist)) })
            }
        }
        try result.get()
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
