// The player, for `playback.follow`.
extension SpotifyClient {
    /// What is playing.
    package struct Playback: Sendable, Hashable {
        /// False while paused.
        package var isPlaying: Bool
        /// `spotify:playlist:…` or another context; nil where there is none.
        package var contextURI: String?
        /// Nil for an episode, an advertisement or a local file.
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
        let reply = try await call("GET", "/me/player", expecting: .acknowledgement, as: PlaybackReply.self)
        guard let reply else { return nil }
        return Playback(
            isPlaying: reply.isPlaying ?? false, contextURI: reply.context?.uri, track: reply.item?.track,
            progress: reply.progressMilliseconds ?? 0)
    }

    /// Plays a playlist from its first track, on the device that is active.
    package func play(playlist id: String) async throws(SpotifyError) {
        _ = try await call(
            "PUT", "/me/player/play", body: .json(PlayRequest(contextURI: "spotify:playlist:\(id)")),
            expecting: .acknowledgement)
    }
}
