// What a person asks of the player: `emotunesctl next` and `stop`.
extension SpotifyClient {
    /// Goes on to the next track, on the device that is active.
    package func skipToNext() async throws(SpotifyError) {
        _ = try await call("POST", "/me/player/next", expecting: .acknowledgement)
    }

    /// Pauses what plays.
    package func pausePlayback() async throws(SpotifyError) {
        _ = try await call("PUT", "/me/player/pause", expecting: .acknowledgement)
    }
}
