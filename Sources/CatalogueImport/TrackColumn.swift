import Songs

/// The meaning of a column of a track table.
enum TrackColumn: Equatable {
    case spotifyID, title, artists, artistIDs, album, year, releaseDate, genre, language, duration, popularity
    case explicit, label
    case sound(SoundFeature)

    /// The column that a header's cell names; nil for one that is not imported.
    init?(named name: String) {
        guard let column = Self.names[name.lowercased()] else { return nil }
        self = column
    }

    private static let names: [String: TrackColumn] = [
        "id": .spotifyID, "track_id": .spotifyID, "track id": .spotifyID, "spotify_id": .spotifyID,
        "spotify id": .spotifyID, "uri": .spotifyID, "track uri": .spotifyID, "track_uri": .spotifyID,
        "spotify uri": .spotifyID,
        "name": .title, "track_name": .title, "track name": .title, "title": .title,
        "artist": .artists, "artists": .artists, "artist name": .artists, "artist_name": .artists,
        "artist name(s)": .artists,
        "artist ids": .artistIDs, "artist uri(s)": .artistIDs, "artist id(s)": .artistIDs,
        "album": .album, "album_name": .album, "album name": .album,
        "year": .year, "release_date": .releaseDate, "release date": .releaseDate,
        "album release date": .releaseDate,
        "genre": .genre, "track_genre": .genre, "genres": .genre, "artist genres": .genre,
        "language": .language,
        "duration_ms": .duration, "duration (ms)": .duration, "length": .duration,
        "track duration (ms)": .duration,
        "popularity": .popularity, "explicit": .explicit,
        "labels": .label, "mood": .label,
        "danceability": .sound(.danceability), "acousticness": .sound(.acousticness), "energy": .sound(.energy),
        "instrumentalness": .sound(.instrumentalness), "liveness": .sound(.liveness), "valence": .sound(.valence),
        "loudness": .sound(.loudness), "speechiness": .sound(.speechiness), "tempo": .sound(.tempo),
    ]
}
