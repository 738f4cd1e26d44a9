package import Publishing
import SpotifyWebAPI

/// The player at Spotify as one that a person gives orders to.
package struct SpotifyPlayback: PlaybackTarget {
    private let account: SpotifyAccount

    package init(account: SpotifyAccount) {
        self.account = account
    }

    package var name: String { SpotifyTarget.name }

    package func perform(_ order: PlaybackOrder) async throws(PlaybackFailure) -> String {
        try await account.perform(order)
    }
}

extension SpotifyAccount {
    /// Carries out an order on the device that is active. Music that is not ours is left alone.
    func perform(_ order: PlaybackOrder) async throws(PlaybackFailure) -> String {
        guard let connection = connection?.bound(to: userID),
            await connection.client.authorization.state == .signedIn
        else {
            throw .notInUse("Spotify is not signed in (\(report.detail))")
        }
        guard await connection.client.authorization.allows(.steerPlayer) != false else {
            throw .notInUse(
                "EmoTunes may not steer the player at Spotify: `emotunesctl config set playback.follow next`, then "
                    + "`emotunesctl login`")
        }
        do {
            let facts = try await connection.publisher.facts()
            switch order {
            case .play:
                guard let id = facts.playlistID else { throw PlaybackFailure.noPlaylistYet }
                try await connection.client.play(playlist: id)
                return "Spotify plays the playlist."
            case .next, .stop:
                let ours = Set(facts.all.map { "spotify:playlist:\($0)" })
                guard let playback = try await connection.client.playback(), playback.isPlaying,
                    let context = playback.contextURI, ours.contains(context)
                else { throw PlaybackFailure.notInUse("our playlist does not play at Spotify") }
                if order == .next {
                    try await connection.client.skipToNext()
                    return "Spotify goes on to the next song."
                }
                try await connection.client.pausePlayback()
                return "Spotify is paused."
            }
        } catch let failure as PlaybackFailure {
            throw failure
        } catch {
            throw .failed("Spotify: \(error)")
        }
    }
}
