/// A table that many have, recognised by its columns. It is no more than a name for the report: what a column says, its
/// own name and its cells tell.
package struct TrackTableFormat: Hashable, Sendable {
    /// The name, for people.
    package let name: String
    /// Folded names of columns, all of which must be there.
    let required: [String]

    private init(_ name: String, _ required: String) {
        self.name = name
        self.required = required.split(separator: "|").map { ColumnNames.key(String($0)) }
    }

    /// All formats, in the order in which they are tried.
    package static let all = [
        TrackTableFormat("278k Emotion Labeled Spotify Songs", "labels|uri|danceability|valence"),
        TrackTableFormat("Spotify 160k tracks", "id|name|artists|year|valence"),
        TrackTableFormat("Spotify 600k tracks", "id|name|artists|id_artists|release_date"),
        TrackTableFormat("Spotify tracks with genres (114k)", "track_id|artists|track_name|track_genre"),
        TrackTableFormat("data_moods.csv", "name|artist|id|mood"),
        TrackTableFormat("Top Hits Spotify 2000-2019", "artist|song|duration_ms|explicit|genre|valence"),
        TrackTableFormat("Spotify-2000", "title|artist|top genre|beats per minute (bpm)|length (duration)"),
        TrackTableFormat("Top Spotify songs by year", "title|artist|top genre|bpm|nrgy|dnce"),
        TrackTableFormat("spotify_songs.csv", "track_id|track_name|track_artist|playlist_genre"),
        TrackTableFormat("SpotifyFeatures.csv", "genre|artist_name|track_name|track_id|acousticness"),
        TrackTableFormat("Most streamed Spotify songs", "track_name|artist(s)_name|released_year|streams"),
        TrackTableFormat("MuSe", "track|artist|seeds|valence_tags|arousal_tags"),
        TrackTableFormat("Exportify playlist", "track uri|track name|artist name(s)"),
        TrackTableFormat("Exportify playlist", "spotify uri|track name|artist name(s)"),
        TrackTableFormat("Exportify playlist", "spotify id|track name|artist name(s)"),
        TrackTableFormat("Exportify playlist", "track id|track name|artist name(s)"),
        TrackTableFormat("TuneMyMusic list", "track name|artist name|playlist name|type|isrc"),
        TrackTableFormat("Shazam library", "index|tagtime|title|artist|trackkey"),
        TrackTableFormat("Apple Music list", "name|artist|album|grouping|time|location"),
        TrackTableFormat("Last.fm listens", "uts|utc_time|artist|track"),
        TrackTableFormat("ListenBrainz listens", "listened_at|track_name|artist_name"),
        TrackTableFormat("Soundiiz list", "title|artist|album|isrc"),
    ]

    /// The name of a table with this header that makes a table of songs.
    static func name(_ header: [String]) -> String {
        let names = Set(header.map(ColumnNames.key))
        if let format = all.first(where: { names.isSuperset(of: $0.required) }) { return format.name }
        let known = Set(header.compactMap { KnownColumn(named: $0)?.column })
        // Exportify's in other languages.
        if known.isSuperset(of: [.spotifyID, .artistIDs, .artists, .title, .album]) { return "Exportify playlist" }
        return known.contains(where: \.isNumeric) ? "table of songs" : "artist and title list"
    }
}
