import Emotions
import FoundationEssentials
import Songs
import StateStore

/// What we have put into MPD's queue, so that it is known for ours after a restart of either, and a song that is skipped
/// for the track it is.
struct OwnSongs: Codable, Hashable, Sendable {
    struct Song: Codable, Hashable, Sendable {
        /// As MPD calls it.
        var uri: String
        var playlistID: Int64
        var identity: TrackIdentity
        var title: String?
        var artists: [String]
        var songMood: SongMood
        /// The playlist's.
        var mood: Emotion
    }

    private(set) var songs: [Song] = []

    /// Under this name it is kept.
    static let snapshotName = "mpd_queue"
    /// The newest playlist and those before it whose songs may still be on.
    private static let most = 200

    var uris: Set<String> { Set(songs.map(\.uri)) }
    /// The newest playlist that went into the queue.
    var playlistID: Int64? { songs.last?.playlistID }

    func song(_ uri: String) -> Song? { songs.last { $0.uri == uri } }

    /// - Parameter given: what MPD calls each song, and the track it is.
    mutating func add(_ given: [(uri: String, track: RecordedTrack)], of playlist: PlaylistRecord) {
        songs += given.map { uri, track in
            Song(
                uri: uri, playlistID: playlist.id, identity: track.identity, title: track.title, artists: track.artists,
                songMood: track.songMood, mood: playlist.mood)
        }
        songs.removeFirst(max(0, songs.count - Self.most))
    }

    /// Leaves out what is in the queue no more; the newest playlist stays whole.
    mutating func prune(to queue: QueueView) {
        let present = Set(queue.songs.map(\.uri)), newest = playlistID
        songs.removeAll { $0.playlistID != newest && !present.contains($0.uri) }
    }
}
