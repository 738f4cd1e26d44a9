import Configuration
import Curation
import Foundation
import Songs
import SpotifyWebAPI
import StateStore

/// What is under way with the player.
struct Following: Sendable {
    /// A new list waits to be gone over to.
    var isDue = false
    /// The song that was on when it was first looked for.
    var song: String?
    /// By the boot clock.
    var nextLookAt = 0.0
    var last: PlayerLook?

    /// Seconds between looks while our list plays, and while it does not.
    static let whilePlaying = 30.0, otherwise = 120.0

    /// A new list is in the account.
    mutating func listChanged() {
        isDue = true
        song = nil
        nextLookAt = 0
    }
}

extension SpotifyAccount {
    /// Looks at the player if it is time, and has it go over to a new list.
    ///
    /// - Returns: seconds until the next look; nil: none is wanted.
    func follow(_ connection: Connection, boot: Double, now: Date) async throws -> Double? {
        guard connection.follow != .off, await connection.client.authorization.allows(.readPlayer) == true,
            case let facts = try await connection.publisher.facts(), let id = facts.playlistID
        else { return nil }
        let left = following.nextLookAt - boot
        if left > 0 { return left }
        let playback = try await connection.client.playback()
        let ours = Set(facts.all.map { "spotify:playlist:\($0)" })
        var next = Following.otherwise
        if let playback, playback.isPlaying, let context = playback.contextURI, ours.contains(context) {
            next = Following.whilePlaying
            try await observe(playback, boot: boot, now: now)
        } else {
            following.last = nil
        }
        if following.isDue {
            next = min(next, try await goOver(playback, connection, ours: ours, id: id))
        }
        following.nextLookAt = boot + next
        return next
    }

    private func goOver(
        _ playback: SpotifyClient.Playback?, _ connection: Connection, ours: Set<String>, id: String
    ) async throws -> Double {
        switch FollowPolicy.decide(playback, ours: ours, mode: connection.follow, song: following.song) {
        case .leave:
            following.isDue = false
        case .takeOver:
            following.isDue = false
            // The song we cut off was not skipped by anybody.
            following.last = nil
            do throws(SpotifyError) {
                try await connection.client.play(playlist: id)
            } catch {
                // No device any more, or not for this account: the list is in the account all the same.
                if error.isPassing || error.code == .expired { throw error }
                complain("the player did not follow: \(error)")
            }
        case .lookAgain(let seconds):
            following.song = following.song ?? playback?.track?.id
            return max(0.5, seconds)
        }
        return .infinity
    }

    private func observe(_ playback: SpotifyClient.Playback, boot: Double, now: Date) async throws {
        guard let track = playback.track else { return }
        let look = PlayerLook(at: boot, track: track, progress: Double(playback.progress) / 1000)
        defer { following.last = look }
        guard let last = following.last, let finding = look.finding(since: last) else { return }
        guard connection?.learns == true else { return }
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
