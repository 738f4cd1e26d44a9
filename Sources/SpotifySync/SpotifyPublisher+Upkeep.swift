import Covers
import FoundationEssentials
import SpotifyWebAPI
import StateStore

// What can wait until the songs are in the account.
extension SpotifyPublisher {
    /// Gives the playlist the cover of its mood, if it has another.
    ///
    /// - Returns: whether a request was made.
    func cover(_ playlist: PlaylistRecord) async throws -> Bool {
        var facts = try await facts()
        guard let id = facts.playlistID, facts.wish == playlist.id, facts.cover != playlist.mood,
            await client.authorization.allows(.uploadCover) != false
        else { return false }
        facts.cover = playlist.mood
        do throws(SpotifyError) {
            try await client.setCover(ofPlaylist: id, to: MoodCover.jpeg(for: playlist.mood))
        } catch {
            if Self.isFinal(error) { try await keep(facts) }
            throw error
        }
        try await keep(facts)
        return true
    }

    /// Takes one playlist of ours whose time is over out of the account. Never touches one that we did not make.
    ///
    /// - Returns: whether a request was made.
    func removeOld() async throws -> Bool {
        guard keepDays > 0, await client.authorization.allows(.writeLibrary) != false else { return false }
        var facts = try await facts()
        guard let earlier = facts.earlier, let oldest = earlier.first else { return false }
        // A clock that was set back keeps them a little longer.
        let isOver = now().timeIntervalSince(oldest.at) >= keepDays * 86_400
        guard isOver || earlier.count > Self.mostKept else { return false }
        facts.earlier?.removeFirst()
        do throws(SpotifyError) {
            try await client.remove(playlist: oldest.id)
        } catch {
            if Self.isFinal(error) { try await keep(facts) }
            throw error
        }
        try await keep(facts)
        return true
    }

    /// Of one's own earlier playlists no more are kept, however young: among more, none is found again.
    static let mostKept = 100

    /// Asking again would not help: what was asked for is given up, and said once.
    static func isFinal(_ error: SpotifyError) -> Bool {
        !error.concernsSignIn && [.forbidden, .notFound, .badRequest].contains(error.code)
    }
}
