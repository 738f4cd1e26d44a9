import Catalogue
import Foundation
import Songs
import SpotifyWebAPI
import StateStore

// What can wait until the songs are in the account.
extension SpotifyAccount {
    /// Covers, and old playlists: what does not come about is said and left.
    ///
    /// - Returns: whether a request was made.
    func upkeep(_ connection: Connection) async throws -> Bool {
        do {
            if connection.givesCovers, let newest = try await store.latestPlaylist(),
                try await connection.publisher.cover(newest)
            {
                return true
            }
            return try await connection.publisher.removeOld()
        } catch let error as SpotifyError where SpotifyPublisher.isFinal(error) {
            complain("the playlist is as it should be, but its upkeep did not go well: \(error)")
            return true
        }
    }

    /// Looks for one more track of the catalogue, so that the next shift waits for nothing.
    func searchAhead(_ connection: Connection) async throws -> Double? {
        let revision = try await catalogue.revision()
        if unknownRevision != revision {
            let known = KnownIdentifiers(found: try await store.resolutions(now: clocks.now()))
            unknown = known.unknown(try await catalogue.candidates(limitPerSongMood: 500, seed: 1))
            unknownRevision = revision
        }
        guard let track = unknown.first else { return nil }
        let left = nextSearchAt - clocks.boot()
        if left > 0 { return left }
        nextSearchAt = clocks.boot() + searchInterval
        let known = KnownIdentifiers(found: try await store.resolutions(now: clocks.now()))
        if known.identified(track)?.spotifyID == nil, known.identified(track) != nil {
            do {
                _ = try await connection.resolver.resolve(
                    title: track.title, artists: track.artists, duration: track.durationMilliseconds,
                    nameKey: track.identity.nameKey)
            } catch let error as SpotifyError where error.code == .badRequest {
                // An odd name; the ones behind it have their turn all the same.
            }
        } else {
            // A playlist has asked for it meanwhile.
            nextSearchAt = 0
        }
        unknown.removeFirst()
        return max(0, nextSearchAt - clocks.boot())
    }
}
