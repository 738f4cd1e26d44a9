import Songs

/// How tables name their columns. A name means the same in every table; what a name could mean besides, its column's
/// cells tell.
///
/// Names are compared folded: without case, accents and signs, so `track_name`, `Track-Name` and `TRACK NAME` are one.
enum ColumnNames {
    /// The names that are ASCII, which is all that most tables need: folding others takes Unicode's tables.
    private static let plain = table { name in name.utf8.allSatisfy { $0 < 0x80 } }

    private static let all = table { _ in true }

    /// What a header's cell names.
    static func column(_ name: String) -> KnownColumn? {
        (name.utf8.allSatisfy { $0 < 0x80 } ? plain : all)[key(name)]
    }

    private static func table(_ isWanted: (Substring) -> Bool) -> [String: KnownColumn] {
        var all: [String: KnownColumn] = [:]
        // Of a name that stands in several lists the first one's meaning holds.
        for list in [general, byTool, exportifyLanguages, otherLanguages] {
            for (column, rank, names) in list {
                for name in names.split(separator: "|") where isWanted(name) {
                    let key = key(String(name))
                    if all[key] == nil { all[key] = KnownColumn(column, rank: rank) }
                }
            }
        }
        return all
    }

    static func key(_ name: String) -> String {
        // No name is that long, and folding costs.
        NameKey.fold(name.count > 80 ? String(name.prefix(80)) : name)
    }

    typealias List = [(column: TrackColumn, rank: Int, names: String)]

    /// English names.
    private static let general: List = [
        (.spotifyID, 0, "track uri|track_uri|spotify uri|spotify:uri|uri|spotify track uri|spotify_track_uri"),
        (.spotifyID, 1, "track id|track_id|spotify id|spotify_id|spotify track id|spotify - id|id_spotify|spotifyid"),
        (.spotifyID, 2, "id|trackid|song id|song_id|spotify url|spotify link|track url|track link|external url|href"),
        (.spotifyID, 3, "url|link|track href|open in spotify"),
        (.title, 0, "title|track name|track_name|trackname|track title|song title|song name|song_name|title of song"),
        (.title, 1, "song|track|name|songname|recording|recording name|work title"),
        (.artists, 0, "artist|artists|artist name|artist names|artist name(s)|artists names|artist(s)|artistname"),
        (.artists, 1, "track artist|track_artist|track artists|artist(s)_name|artist name 1|song artist|performer"),
        (.artists, 2, "performers|singer|band|creator|main artist|interpret|album artist|album artist name(s)"),
        (.artistIDs, 0, "artist uri(s)|artist id(s)|artist ids|artist uris|id_artists|artists ids|artist_uri"),
        (.album, 0, "album|album name|album title|track album name|release name|release title|release|album/playlist"),
        (.year, 0, "year|release year|released year|year released|track year|original year"),
        (.releaseDate, 0, "release date|album release date|track album release date|released|date released"),
        (.genre, 0, "genre|genres|track genre|artist genres|top genre|main genre|primary genre|genre name"),
        (.genre, 1, "album genres|playlist genre|style|styles"), (.genre, 2, "playlist subgenre|subgenre"),
        (.language, 0, "language|lyrics language|track language"), (.language, 1, "lang"),
        (
            .duration, 0,
            "duration ms|track duration (ms)|duration (ms)|length ms|milliseconds|duration milliseconds|track duration"
        ),
        (
            .duration, 1,
            "duration|length|length (duration)|duration s|duration (s)|duration sec|seconds|duration seconds"
        ),
        (.duration, 1, "duration min|duration (min)|minutes|track length|song length|length (min)|total time|dur"),
        (.duration, 2, "time|playtime|play time"),
        (.popularity, 0, "popularity|track popularity|song popularity|spotify popularity|popularity score"),
        (.explicit, 0, "explicit|is explicit|track explicit|explicit lyrics|explicit content"),
        (.explicit, 1, "parental advisory|advisory|parental rating|itunes advisory|itunesadvisory"),
        (.label, 0, "labels|mood|moods|mood label|mood labels|song mood|mood name|mood category"),
        (.label, 1, "mood tags|mood tag|emotion|emotions|feeling|feelings|emotion label|primary mood|dominant mood"),
        (.label, 2, "quadrant|seeds|mood/theme|moods/themes|mood theme|sentiment|vibe"),
        (.labelIfWords, 3, "label|tags|tag|category|class|target|theme|themes|lastfm tags|user tags|keywords"),
        (.moodValence, 0, "valence_tags|valence tags|mood valence|valence mean|mean valence|valence_mean|v_mean"),
        (.moodArousal, 0, "arousal_tags|arousal|mood arousal|arousal mean|mean arousal|arousal_mean|a_mean"),
        (.sound(.danceability), 0, "danceability|danceability %|dance ability|dnce|dance"),
        (.sound(.acousticness), 0, "acousticness|acousticness %|acous|acoustic ness"),
        (.sound(.energy), 0, "energy|energy %|nrgy"),
        (.sound(.instrumentalness), 0, "instrumentalness|instrumentalness %"),
        (.sound(.liveness), 0, "liveness|liveness %"), (.sound(.liveness), 1, "live"),
        (.sound(.valence), 0, "valence|valence %|val|positiveness"),
        (.sound(.loudness), 0, "loudness|loudness (db)|db|loudness db|overall loudness"),
        (.sound(.speechiness), 0, "speechiness|speechiness %|spch"),
        (.sound(.tempo), 0, "tempo|bpm|beats per minute|beats per minute (bpm)|tempo (bpm)|tempo bpm"),
    ]

    /// What only one program's tables have.
    private static let byTool: List = [
        (.popularity, 1, "pop"),
        // Listens as ListenBrainz writes them, flattened.
        (.title, 0, "track metadata track name|track_metadata.track_name"),
        (.artists, 0, "track metadata artist name|track_metadata.artist_name"),
        (.album, 0, "track metadata release name|track_metadata.release_name"),
        (.spotifyID, 1, "track metadata additional info spotify id|additional_info.spotify_id"),
        // A Spotify account's own data.
        (.title, 0, "master metadata track name"), (.artists, 0, "master metadata album artist name"),
        (.album, 0, "master metadata album album name"),
    ]
}
