// What the account tells of its listener, for choosing only.
extension SpotifyClient {
    /// Tracks played lately.
    package struct RecentlyPlayed: Sendable, Hashable {
        /// The latest first.
        package var tracks: [SpotifyTrack] = []
        /// The playlist visited last, if the last tracks came from one.
        package var playlistID: String?
        /// Ask from here the next time.
        package var cursor: String?
    }

    /// - Parameter cursor: what was heard before it is left out.
    package func recentlyPlayed(after cursor: String? = nil) async throws(SpotifyError) -> RecentlyPlayed {
        let query = [("limit", "50")] + (cursor.map { [("after", $0)] } ?? [])
        let reply = try await call("GET", "/me/player/recently-played", query: query, as: RecentlyPlayedReply.self)
        let entries = reply?.items ?? []
        let context = entries.lazy.compactMap { entry -> String? in
            guard entry.context?.type == "playlist", let uri = entry.context?.uri,
                let id = uri.split(separator: ":").last.map(String.init), SpotifyID.isValid(id)
            else { return nil }
            return id
        }.first
        let after = reply?.after.flatMap { $0.allSatisfy(\.isWholeNumber) ? $0 : nil }
        return RecentlyPlayed(
            tracks: entries.compactMap { $0.track?.track }, playlistID: context, cursor: after ?? cursor)
    }

    /// The tracks played most over about half a year, the most played first.
    package func topTracks() async throws(SpotifyError) -> [SpotifyTrack] {
        let reply = try await call(
            "GET", "/me/top/tracks", query: [("time_range", "medium_term"), ("limit", "50")],
            as: PageReply<TrackObject>.self)
        return (reply?.items ?? []).compactMap(\.track)
    }

    /// Saved tracks, the latest first; one page of 50.
    package func savedTracks(offset: Int = 0) async throws(SpotifyError) -> [SpotifyTrack] {
        let reply = try await call(
            "GET", "/me/tracks", query: [("limit", "50"), ("offset", String(offset))], as: PageReply<TrackEntry>.self)
        return (reply?.items ?? []).compactMap { $0.track?.track }
    }
}
