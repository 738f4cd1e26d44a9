import SQLiteStorage

/// The tables of `STATE/library.sqlite`, one migration per version ever shipped.
enum LibrarySchema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { database in
            try database.execute(
                sql: """
                    -- The folders of music.folders that were ever looked through.
                    CREATE TABLE root (
                        id INTEGER PRIMARY KEY,
                        path TEXT NOT NULL UNIQUE
                    );
                    CREATE TABLE folder (
                        id INTEGER PRIMARY KEY,
                        root_id INTEGER NOT NULL REFERENCES root (id) ON DELETE CASCADE,
                        -- Absolute, with links as they were followed.
                        path TEXT NOT NULL,
                        UNIQUE (root_id, path)
                    );
                    CREATE TABLE file (
                        id INTEGER PRIMARY KEY,
                        folder_id INTEGER NOT NULL REFERENCES folder (id) ON DELETE CASCADE,
                        name TEXT NOT NULL,
                        size INTEGER NOT NULL,
                        -- Nanoseconds since 1970.
                        changed INTEGER NOT NULL,
                        -- FileState.
                        state INTEGER NOT NULL,
                        reason TEXT,
                        title TEXT,
                        -- Names separated by U+001F, which no name holds; genres too.
                        artists TEXT,
                        album TEXT,
                        genres TEXT,
                        year INTEGER,
                        duration_ms INTEGER,
                        tempo REAL,
                        key TEXT,
                        isrc TEXT,
                        recording_id TEXT,
                        artist_ids TEXT,
                        -- The text of MOOD, and what its words say (MoodLabel.packed).
                        mood TEXT,
                        label INTEGER,
                        -- Name hashes by which a catalogue may know it, 8 bytes each, the likeliest first.
                        keys BLOB,
                        -- Its track in the catalogue, the name hash of that, and where its mood comes from (LibraryMood).
                        track_id INTEGER,
                        track_hash INTEGER,
                        track_mood INTEGER
                    );
                    CREATE INDEX file_folder ON file (folder_id);
                    CREATE INDEX file_track_hash ON file (track_hash) WHERE track_hash IS NOT NULL;
                    -- The catalogue's revision that the songs, as they are, were compared with; -1 where they were not.
                    CREATE TABLE compared (revision INTEGER NOT NULL);
                    """)
        }
        migrator.registerMigration("2") { database in
            try database.execute(
                sql: """
                    -- What was measured on files' sound. A file that was moved, or that comes back, is not listened to again.
                    CREATE TABLE sound (
                        name TEXT NOT NULL,
                        size INTEGER NOT NULL,
                        changed INTEGER NOT NULL,
                        -- SoundState.
                        state INTEGER NOT NULL,
                        -- In LUFS; NULL where it is silent.
                        loudness REAL,
                        -- Beats per minute; NULL where there is no beat.
                        tempo REAL,
                        PRIMARY KEY (name, size, changed)
                    ) WITHOUT ROWID;
                    -- "from its sound" came between.
                    UPDATE file SET track_mood = track_mood + 1 WHERE track_mood >= 2;
                    -- 0 to 1, and how often it was played, by the tags.
                    ALTER TABLE file ADD COLUMN rating REAL;
                    ALTER TABLE file ADD COLUMN plays INTEGER;
                    CREATE INDEX file_liked ON file (id) WHERE rating IS NOT NULL OR plays > 0;
                    -- What was read before has neither: it is read again at the next look.
                    UPDATE file SET changed = 0;
                    """)
        }
        return migrator
    }
}
