// The player, for `playback.follow`.
extension SpotifyClient {
    /// What is playing.
    package struct Playback: Sendable, Hashable {
        package var isPlaying: Bool
        /// `spotify:playlist:…` or another context; nil where there is none.
        package var contextURI: String?
        package var track: SpotifyTrack?
        /// How far the track is, in milliseconds.
        package var progress: Int

        package init(isPlaying: Bool, contextURI: String?, track: SpotifyTrack?, progress: Int) {
            self.isPlaying = isPlaying
            self.contextURI = contextURI
            self.track = track
            self.progress = progress
        }
    }

    /// Nil if no player is there.
    package func playback() async throws(SpotifyError) -> Playback? {
        let reply = try await call("GET", "/me/player", expecting: .acknowledgement)
        if reply.isNull { return nil }
        return Playback(
            isPlaying: reply["is_playing"].bool ?? false, contextURI: reply["context"]["uri"].string,
            track: SpotifyTrack(reply["item"]), progress: reply["progress_ms"].milliseconds ?? 0)
    }

    /// Plays a playlist from its first track, on the device that is active.
    package func play(playlist id: String) async throws(SpotifyError) {
        _ = try await call(
            "PUT", "/me/player/play",
            body: ["context_uri": .string("spotify:playlist:\(id)"), "offset": ["position": 0], "position_ms": 0],
            expecting: .acknowledgement)
    }
}
