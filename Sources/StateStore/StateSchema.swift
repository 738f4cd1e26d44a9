import SQLiteStorage

/// The tables of `emotunes.sqlite`, one migration per version ever shipped. Times are `UTCTime` milliseconds.
enum StateSchema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { try createFirstVersion($0) }
        migrator.registerMigration("spotify") { try addSpotify($0) }
        migrator.registerMigration("learning") { try addLearningTables($0) }
        migrator.registerMigration("accounts") { try separateAccounts($0) }
        migrator.registerMigration("events") { try addEvents($0) }
        migrator.registerMigration("corrections") { try addCorrections($0) }
        return migrator
    }

    /// What the person said of their mood.
    private static func addCorrections(_ database: Database) throws {
        try database.execute(
            sql: """
                -- AUTOINCREMENT: a number once shown to a person never names another correction.
                CREATE TABLE correction (
                    id INTEGER PRIMARY KEY AUTOINCREMENT,
                    at INTEGER NOT NULL,
                    mood TEXT NOT NULL,
                    -- What the looks before it showed, and how many they were.
                    read_mood TEXT,
                    looks INTEGER NOT NULL,
                    -- What is taken off the log scores since: JSON with seven numbers.
                    lesson TEXT NOT NULL,
                    said_by TEXT NOT NULL,
                    -- How long the mood is held, and when it was let go before that.
                    until INTEGER NOT NULL,
                    ended_at INTEGER
                );
                """)
    }

    /// What searches found, by account: what is to be had differs by country.
    private static func separateAccounts(_ database: Database) throws {
        try database.execute(
            sql: """
                -- What was found before was compared too loosely: it is looked for again.
                DROP TABLE resolution;
                CREATE TABLE resolution (
                    -- The user id; empty while it is not known.
                    account TEXT NOT NULL,
                    name_key TEXT NOT NULL,
                    -- The id for a name, or NULL for one Spotify does not have.
                    spotify_id TEXT,
                    at INTEGER NOT NULL,
                    PRIMARY KEY (account, name_key)
                ) WITHOUT ROWID;
                -- Ids that Spotify does not know.
                CREATE TABLE unknown_id (
                    account TEXT NOT NULL,
                    spotify_id TEXT NOT NULL,
                    at INTEGER NOT NULL,
                    PRIMARY KEY (account, spotify_id)
                ) WITHOUT ROWID;
                """)
    }

    /// What explains changes, and moods by their beginning: history is told in that order, part by part, and a note of the
    /// mood that goes on changes its end alone, which is in no index any more.
    private static func addEvents(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE event (
                    id INTEGER PRIMARY KEY,
                    at INTEGER NOT NULL,
                    kind TEXT NOT NULL,
                    word TEXT NOT NULL,
                    -- A publishing target, or a mood that was nearly reached.
                    subject TEXT,
                    -- A sentence for people.
                    text TEXT NOT NULL
                );
                CREATE INDEX event_at ON event (at);
                DROP INDEX mood_interval_end;
                CREATE INDEX mood_interval_start ON mood_interval (start);
                """)
    }

    /// One table for stated and derived feedback, with its moods.
    private static func addLearningTables(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE new_feedback (
                    id INTEGER PRIMARY KEY,
                    spotify_id TEXT,
                    name_key TEXT,
                    title TEXT,
                    artists TEXT NOT NULL,
                    -- like, dislike or heard; of each track one of the first two, and one heard per mood.
                    verdict TEXT NOT NULL,
                    -- Repeats less skips.
                    balance INTEGER NOT NULL DEFAULT 0,
                    song_mood TEXT,
                    -- Of the playlist it was in.
                    mood TEXT,
                    at INTEGER NOT NULL
                );
                INSERT INTO new_feedback (id, spotify_id, name_key, title, artists, verdict, at)
                    SELECT id, spotify_id, name_key, title, artists, verdict, at FROM feedback;
                DROP TABLE feedback;
                ALTER TABLE new_feedback RENAME TO feedback;
                CREATE INDEX feedback_spotify_id ON feedback (spotify_id);
                CREATE INDEX feedback_name_key ON feedback (name_key);
                CREATE INDEX offer_at ON offer (at);
                -- Skips and repeats without a mood, as they were kept before.
                DELETE FROM snapshot WHERE name = 'spotify_heard';
                """)
    }

    private static func addSpotify(_ database: Database) throws {
        try database.execute(
            sql: """
                -- What searches found: the id for a name, or NULL for one Spotify does not have.
                CREATE TABLE resolution (
                    name_key TEXT PRIMARY KEY,
                    spotify_id TEXT,
                    at INTEGER NOT NULL
                ) WITHOUT ROWID;
                -- What Spotify told of tracks that were in a playlist.
                CREATE TABLE spotify_track (
                    spotify_id TEXT PRIMARY KEY,
                    title TEXT,
                    artists TEXT NOT NULL,
                    album TEXT,
                    cover_url TEXT,
                    at INTEGER NOT NULL
                ) WITHOUT ROWID;
                """)
    }

    private static func createFirstVersion(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE mood_interval (
                    id INTEGER PRIMARY KEY,
                    start INTEGER NOT NULL,
                    end INTEGER NOT NULL,
                    mood TEXT NOT NULL,
                    confidence REAL NOT NULL
                );
                CREATE INDEX mood_interval_end ON mood_interval (end);
                CREATE TABLE shift (
                    id INTEGER PRIMARY KEY,
                    at INTEGER NOT NULL,
                    from_mood TEXT NOT NULL,
                    to_mood TEXT NOT NULL,
                    confidence REAL NOT NULL,
                    why TEXT NOT NULL
                );
                CREATE INDEX shift_at ON shift (at);
                -- AUTOINCREMENT: an id once shown to a person never names another list.
                CREATE TABLE playlist (
                    id INTEGER PRIMARY KEY AUTOINCREMENT,
                    at INTEGER NOT NULL,
                    mood TEXT NOT NULL,
                    reason TEXT NOT NULL
                );
                CREATE INDEX playlist_at ON playlist (at);
                -- A snapshot: the list stays readable when the catalogue changes or is lost.
                CREATE TABLE playlist_track (
                    playlist_id INTEGER NOT NULL REFERENCES playlist (id) ON DELETE CASCADE,
                    position INTEGER NOT NULL,
                    track_id INTEGER,
                    spotify_id TEXT,
                    name_key TEXT,
                    title TEXT,
                    artists TEXT NOT NULL,
                    album TEXT,
                    uri TEXT,
                    url TEXT,
                    song_mood TEXT NOT NULL,
                    score REAL NOT NULL,
                    why TEXT NOT NULL,
                    PRIMARY KEY (playlist_id, position)
                ) WITHOUT ROWID;
                -- The last time each track was in a list; outlives the list.
                CREATE TABLE offer (
                    track_key TEXT PRIMARY KEY,
                    spotify_id TEXT,
                    name_key TEXT,
                    at INTEGER NOT NULL,
                    playlist_id INTEGER NOT NULL
                ) WITHOUT ROWID;
                CREATE TABLE feedback (
                    id INTEGER PRIMARY KEY,
                    spotify_id TEXT UNIQUE,
                    name_key TEXT UNIQUE,
                    title TEXT,
                    artists TEXT NOT NULL,
                    verdict TEXT NOT NULL,
                    at INTEGER NOT NULL
                );
                -- Per target the list it should show, and how far that has come.
                CREATE TABLE publishing (
                    target TEXT PRIMARY KEY,
                    playlist_id INTEGER NOT NULL,
                    state TEXT NOT NULL,
                    detail TEXT NOT NULL,
                    url TEXT,
                    at INTEGER NOT NULL
                ) WITHOUT ROWID;
                CREATE TABLE snapshot (
                    name TEXT PRIMARY KEY,
                    content BLOB NOT NULL,
                    at INTEGER NOT NULL
                );
                """)
    }
}
