import Dispatch
import MessageBus

/// What a media player says it is playing (MPRIS, the media player specification of freedesktop.org). Players differ in
/// what they tell, so every part may be missing.
package struct PlayingTrack: Sendable, Equatable {
    /// The track's id at Spotify, where the player names one in whatever form.
    package var spotifyID: String?
    /// Nil where the player does not say.
    package var title: String?
    /// Empty where the player does not say.
    package var artists: [String] = []

    /// - Parameters:
    ///   - title: as the player gives it; empty counts as missing.
    ///   - names: what may hold the id: `mpris:trackid` and `xesam:url`.
    package init(title: String? = nil, artists: [String] = [], names: [String] = []) {
        self.title = title.flatMap { $0.isEmpty ? nil : $0 }
        self.artists = artists.filter { !$0.isEmpty }
        spotifyID = names.lazy.compactMap(Self.spotifyID).first
    }

    /// The id in "spotify:track:ID", "/com/spotify/track/ID" or "https://open.spotify.com/track/ID?…"; nil in any other.
    private static func spotifyID(in name: String) -> String? {
        let parts = name.split { ":/?".contains($0) }
        guard name.contains("spotify"), let word = parts.firstIndex(of: "track"), word + 1 < parts.count else {
            return nil
        }
        let id = parts[word + 1]
        return id.utf8.count == 22 ? String(id) : nil
    }

    /// Asks the players on the session bus; nil if there is no bus, or none of them plays and says what.
    ///
    /// The calls block, so they are made on a queue of their own.
    package static func current() async -> PlayingTrack? {
        await withCheckedContinuation { continuation in
            queue.async {
                let bus = try? Bus.user()
                continuation.resume(returning: bus.flatMap { MediaPlayers.playingTrack(on: $0) })
            }
        }
    }

    private static let queue = DispatchQueue(label: "playing-track")
}
