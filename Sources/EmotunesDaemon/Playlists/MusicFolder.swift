import Platform
import Publishing
import Songs
import Synchronization

/// The person's own music folder, as the settings name it: the same for as long as they do, so that what was found there
/// outlives a change of other settings.
final class MusicFolder: Sendable {
    private let present = Mutex<LocalMusic?>(nil)
    private let calls: OpenCalls
    private let requests: PlaylistRequestQueue
    private let patience: Double?

    /// Seconds that the playlist of a camera waits for a look through the folder.
    private static let cameraPatience = 2.0

    /// - Parameters:
    ///   - requests: asked to publish again what was published before other files were found.
    ///   - isRecording: a recording waits, so that it gives the same files every time.
    init(calls: OpenCalls, requests: PlaylistRequestQueue, isRecording: Bool) {
        self.calls = calls
        self.requests = requests
        patience = isRecording ? nil : Self.cameraPatience
    }

    /// The music in a folder; nil for no folder.
    func music(in folder: String?) -> LocalMusic? {
        present.withLock { present in
            guard let folder else {
                present = nil
                return nil
            }
            if let present, present.folder == folder { return present }
            let music = LocalMusic(
                folder: folder, patience: patience, calls: calls,
                changed: { [requests] in requests.put(.playlistChanged) })
            present = music
            return music
        }
    }
}

extension MusicFolder {
    /// Its files, for targets that play them; nil where there is no folder.
    var songFiles: (any SongFiles)? { present.withLock { $0 }.map { FolderSongFiles(music: $0) } }
}

/// The files of the music folder, known by their names.
private struct FolderSongFiles: SongFiles {
    let music: LocalMusic

    var generation: Int { 0 }

    func files(of identities: [TrackIdentity]) async -> [SongFile?] {
        let index = await music.index()
        return identities.map { identity in
            identity.nameKey.flatMap { index?.file(named: $0) }.map {
                SongFile(path: $0, folder: music.folder, title: nil, artists: [])
            }
        }
    }
}
