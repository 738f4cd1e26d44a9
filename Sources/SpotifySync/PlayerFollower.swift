import FoundationEssentials
import Songs
import SpotifyWebAPI
import StateStore

/// Has a player that plays one of our playlists turn to a new one, and learns from skips and repeats.
actor PlayerFollower {
    private let store: StateStore
    private let log: any SpotifyLog
    /// A new playlist waits to be gone over to.
    private var isDue = false
    /// The song that was on when the player was first asked after that.
    private var song: String?
    /// By the boot clock.
    private var nextLookAt = 0.0
    private var last: PlayerLook?

    /// Seconds between looks while our playlist plays, and while it does not.
    private static let whilePlaying = 30.0, otherwise = 120.0

    init(store: StateStore, log: any SpotifyLog) {
        self.store = store
        self.log = log
    }

    /// A new playlist is in the account.
    func playlistChanged() {
        isDue = true
        song = nil
        nextLookAt = 0
    }

    /// Looks at the player if it is time, and has it go over to a new playlist.
    ///
    /// - Parameter boot: seconds on the boot clock.
    /// - Returns: seconds until the next look; nil: none is wanted.
    /// - Throws: `SpotifyError`, `StorageError`.
    func step(_ connection: SpotifyConnection, boot: Double, now: Date) async throws -> Double? {
        guard connection.follow != .off, await connection.client.authorization.allows(.readPlayer) == true,
            case let facts = try await connection.publisher.facts(), let id = facts.playlistID
        else { return nil }
        let left = nextLookAt - boot
        if left > 0 { return left }
        let playback = try await connection.client.playback()
        let ours = Set(facts.all.map { "spotify:playlist:\($0)" })
        var next = Self.otherwise
        if let playback, playback.isPlaying, let context = playback.contextURI, ours.contains(context) {
            next = Self.whilePlaying
            try await observe(playback, learns: connection.learns, boot: boot, now: now)
        } else {
            last = nil
        }
        if isDue {
            next = min(next, try await goOver(playback, connection, ours: ours, id: id))
        }
        nextLookAt = boot + next
        return next
    }

    private func goOver(
        _ playback: SpotifyClient.Playback?, _ connection: SpotifyConnection, ours: Set<String>, id: String
    ) async throws -> Double {
        switch FollowPolicy.decide(playback, ours: ours, mode: connection.follow, song: song) {
        case .leave:
            isDue = false
        case .takeOver:
            isDue = false
            // A song that is cut off by us was not skipped by the listener.
            last = nil
            do throws(SpotifyError) {
                try await connection.client.play(playlist: id)
            } catch {
                // No device any more, or not for this account: the playlist is in the account all the same.
                if error.isPassing || error.code == .expired { throw error }
                log.trouble("Spotify: the player did not follow: \(error)")
            }
        case .lookAgain(let seconds):
            song = song ?? playback?.track?.id
            return max(0.5, seconds)
        }
        return .infinity
    }

    private func observe(
        _ playback: SpotifyClient.Playback, learns: Bool, boot: Double, now: Date
    ) async throws {
        guard let track = playback.track else { return }
        let look = PlayerLook(at: boot, track: track, progress: Double(playback.progress) / 1000)
        defer { last = look }
        guard let last, let finding = look.finding(since: last), learns else { return }
        let (heard, step) =
            switch finding {
            case .skipped(let track): (track, -1)
            case .repeated(let track): (track, 1)
            }
        let playlist = try await store.latestPlaylist()
        let recorded = playlist?.tracks.first { $0.identity.spotifyID == heard.id }
        try await store.noteHeard(
            FeedbackRecord(
                identity: TrackIdentity(
                    spotifyID: heard.id, nameKey: NameKey.track(title: heard.title, artists: heard.artists)),
                title: heard.title, artists: heard.artists, verdict: .heard, songMood: recorded?.songMood,
                mood: recorded == nil ? nil : playlist?.mood, at: now),
            step: step)
    }
}
