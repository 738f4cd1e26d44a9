import GRDB

/// The catalogue's tables, one migration per version ever shipped.
enum CatalogueSchema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { try createFirstVersion($0) }
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
}
