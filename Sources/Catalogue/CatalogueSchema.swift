package import SQLiteStorage
import Songs

/// The catalogue's tables, one migration per version ever shipped.
package enum CatalogueSchema {
    /// Brings a database of any earlier version to the present schema.
    package static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { try createFirstVersion($0) }
        migrator.registerMigration("2") { try addImportColumns($0) }
        migrator.registerMigration("3") { try addLabelShares($0) }
        return migrator
    }

    private static func createFirstVersion(_ database: Database) throws {
        try database.execute(
            sql: """
                -- Where tracks come from: the starter list, later every imported file.
                CREATE TABLE source (
                    id INTEGER PRIMARY KEY,
                    name TEXT NOT NULL UNIQUE,
                    fingerprint TEXT NOT NULL,
                    loaded_at INTEGER NOT NULL
                );
                CREATE TABLE track (
                    id INTEGER PRIMARY KEY AUTOINCREMENT,
                    name_key TEXT,
                    spotify_id TEXT UNIQUE,
                    title TEXT,
                    -- Names separated by U+001F, which no name holds.
                    artists TEXT NOT NULL DEFAULT '',
                    album TEXT,
                    year INTEGER,
                    genre TEXT,
                    language TEXT,
                    duration_ms INTEGER,
                    popularity INTEGER,
                    danceability REAL,
                    acousticness REAL,
                    energy REAL,
                    instrumentalness REAL,
                    liveness REAL,
                    valence REAL,
                    loudness REAL,
                    speechiness REAL,
                    tempo REAL,
                    song_mood TEXT NOT NULL CHECK (song_mood IN ('happy', 'sad', 'energetic', 'calm')),
                    p_happy REAL NOT NULL,
                    p_sad REAL NOT NULL,
                    p_energetic REAL NOT NULL,
                    p_calm REAL NOT NULL
                );
                CREATE INDEX track_name_key ON track (name_key);
                CREATE INDEX track_song_mood ON track (song_mood);
                CREATE TABLE track_source (
                    track_id INTEGER NOT NULL REFERENCES track (id) ON DELETE CASCADE,
                    source_id INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
                    PRIMARY KEY (track_id, source_id)
                ) WITHOUT ROWID;
                CREATE INDEX track_source_by_source ON track_source (source_id);
                -- Counts changes of the content, so that a running daemon notices another process's import.
                CREATE TABLE revision (number INTEGER NOT NULL);
                INSERT INTO revision VALUES (0);
                """)
    }

    /// A file may give a track several moods, or say which one it has not.
    private static func addLabelShares(_ database: Database) throws {
        // MoodLabel.packed; NULL where `label` says it all. Rows grow only where it is used.
        try database.execute(sql: "ALTER TABLE track ADD COLUMN label_shares INTEGER")
    }

    /// The indexes of `track`. An import of many tracks drops and recreates them, which costs a third of keeping
    /// them up to date row by row.
    package static let trackIndexes = [
        "CREATE UNIQUE INDEX track_spotify_id ON track (spotify_id) WHERE spotify_id IS NOT NULL",
        "CREATE INDEX track_name_hash ON track (name_hash)",
        "CREATE INDEX track_song_mood ON track (song_mood)",
    ]
    /// The names of these indexes.
    package static let trackIndexNames = ["track_spotify_id", "track_name_hash", "track_song_mood"]

    /// Name keys become hashes of 8 bytes; indexes get names, so that they can be dropped; files' own labels are kept.
    private static func addImportColumns(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE new_track (
                    id INTEGER PRIMARY KEY AUTOINCREMENT,
                    -- 22 base-62 characters.
                    spotify_id TEXT,
                    -- See NameKey.hash; NULL while title or artist is unknown.
                    name_hash INTEGER,
                    title TEXT,
                    -- Names separated by U+001F, which no name holds.
                    artists TEXT NOT NULL DEFAULT '',
                    album TEXT,
                    year INTEGER,
                    -- Separated by U+001F, the first one first.
                    genre TEXT,
                    language TEXT,
                    duration_ms INTEGER,
                    popularity INTEGER,
                    explicit INTEGER,
                    danceability REAL,
                    acousticness REAL,
                    energy REAL,
                    instrumentalness REAL,
                    liveness REAL,
                    valence REAL,
                    loudness REAL,
                    speechiness REAL,
                    tempo REAL,
                    -- The mood that a file gave it; evidence, not truth.
                    label TEXT CHECK (label IN ('happy', 'sad', 'energetic', 'calm')),
                    song_mood TEXT NOT NULL CHECK (song_mood IN ('happy', 'sad', 'energetic', 'calm')),
                    p_happy REAL NOT NULL,
                    p_sad REAL NOT NULL,
                    p_energetic REAL NOT NULL,
                    p_calm REAL NOT NULL
                );
                CREATE TABLE new_track_source (
                    source_id INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
                    track_id INTEGER NOT NULL,
                    PRIMARY KEY (source_id, track_id)
                ) WITHOUT ROWID;
                INSERT INTO new_track_source SELECT source_id, track_id FROM track_source;
                DROP TABLE track_source;
                ALTER TABLE new_track_source RENAME TO track_source;
                """)
        let copy = """
            INSERT INTO new_track SELECT id, spotify_id, ?, title, artists, album, year, genre, language,
                duration_ms, popularity, NULL, danceability, acousticness, energy, instrumentalness, liveness,
                valence, loudness, speechiness, tempo, NULL, song_mood, p_happy, p_sad, p_energetic, p_calm
            FROM track WHERE id = ?
            """
        // Version 1 held the starter list alone: few rows.
        for row in try Row.fetchAll(database, sql: "SELECT id, name_key FROM track ORDER BY id") {
            let key: String? = row[1]
            let id: Int64 = row[0]
            try database.execute(
                sql: copy, arguments: [key.map { Int64(bitPattern: NameKey.hash($0)) }, id])
        }
        try database.execute(sql: "DROP TABLE track; ALTER TABLE new_track RENAME TO track;")
        // The starter list is loaded again, with its labels.
        try database.execute(sql: "UPDATE source SET fingerprint = ''")
        for index in trackIndexes { try database.execute(sql: index) }
    }
}
