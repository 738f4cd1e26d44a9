import CatalogueImport
import SQLiteStorage
import Songs

/// What is in the library, in numbers.
package struct LibraryFigures: Sendable, Hashable {
    /// Music files of any kind and state.
    package var files = 0
    /// Songs, those in several files once.
    package var tracks = 0
    /// Songs whose mood a table, a tag or their own sound says.
    package var withMood = 0

    package init() {}
}

/// What is in the library, and why not more.
package struct LibraryContents: Sendable, Hashable {
    /// How many files there are of a format.
    package struct Format: Sendable, Hashable {
        /// The ending of their names, in lower case.
        package var name: String
        package var files: Int
    }

    package var figures = LibraryFigures()
    /// Files that are songs by their tags, and by their names.
    package var tagged = 0
    package var named = 0
    /// Songs whose mood comes from a table of the catalogue, from their own MOOD, and from their sound; whose mood is guessed
    /// from other songs of the artist or the genre; and of which nothing is known.
    package var moodFromTable = 0
    package var moodFromTag = 0
    package var moodFromSound = 0
    package var moodGuessed = 0
    package var moodUnknown = 0
    /// Files that are still to be listened to, and whether that waits until the machine is no longer on battery.
    package var unheard = 0
    package var isListeningHeld = false
    /// How many files there are of each format, the most frequent first.
    package var formats: [Format] = []
    /// What keeps files from being songs, and songs from having moods.
    package var troubles: [Trouble] = []

    package init() {}

    /// Files with the same trouble.
    package struct Trouble: Sendable, Hashable {
        package var reason: String
        package var files: Int
        /// Some of them, as absolute paths.
        package var examples: [String]
    }
}

extension LibraryStore {
    /// Counts what `status` shows.
    func figures() throws -> LibraryFigures {
        try file.readBlocking { try Self.figures($0) }
    }

    private static func figures(_ database: Database) throws -> LibraryFigures {
        var figures = LibraryFigures()
        figures.files = try Int.fetchOne(database, sql: "SELECT count(*) FROM file") ?? 0
        let songs = try Row.fetchOne(
            database,
            sql: """
                SELECT count(*), coalesce(sum(track_mood >= \(LibraryMood.sound.rawValue)), 0)
                FROM (SELECT max(track_mood) AS track_mood FROM file WHERE state <= \(FileState.named.rawValue)
                    GROUP BY coalesce(track_id, -id))
                """)
        figures.tracks = songs?[0] ?? 0
        figures.withMood = songs?[1] ?? 0
        return figures
    }

    /// Counts everything.
    func contents() async throws -> LibraryContents {
        try await file.read { database in
            var contents = LibraryContents()
            contents.figures = try Self.figures(database)
            let states = try Row.fetchAll(database, sql: "SELECT state, count(*) FROM file GROUP BY state")
            for row in states {
                switch FileState(rawValue: row[0]) {
                case .tagged: contents.tagged = row[1]
                case .named: contents.named = row[1]
                default: break
                }
            }
            let moods = try Row.fetchAll(
                database,
                sql: """
                    SELECT mood, count(*) FROM (SELECT max(coalesce(track_mood, 0)) AS mood FROM file
                        WHERE state <= \(FileState.named.rawValue) GROUP BY coalesce(track_id, -id)) GROUP BY mood
                    """)
            for row in moods {
                switch LibraryMood(rawValue: row[0]) {
                case .table: contents.moodFromTable = row[1]
                case .tag: contents.moodFromTag = row[1]
                case .sound: contents.moodFromSound = row[1]
                case .guess: contents.moodGuessed = row[1]
                default: contents.moodUnknown += row[1]
                }
            }
            contents.formats = try Self.formats(database)
            contents.troubles = try Self.troubles(database)
            return contents
        }
    }

    private static func formats(_ database: Database) throws -> [LibraryContents.Format] {
        let names = try SQLStatement(database, "SELECT name FROM file")
        var counts: [String: Int] = [:]
        var name: [UInt8] = []
        while try names.step() {
            names.read(0, into: &name)
            let dot = name.lastIndex(of: UInt8(ascii: ".")) ?? name.endIndex
            counts[String(decoding: name[dot...].dropFirst(), as: UTF8.self).lowercased(), default: 0] += 1
        }
        return counts.map { LibraryContents.Format(name: $0.key, files: $0.value) }
            .sorted { ($1.files, $0.name) < ($0.files, $1.name) }
    }

    private static func troubles(_ database: Database) throws -> [LibraryContents.Trouble] {
        let kinds: [(reason: String, condition: String)] = [
            (
                "neither tags nor the name say whose song it is: name it \"Artist - Title\" or tag it",
                "state = \(FileState.nameless.rawValue)"
            ),
            (
                "it holds no sound that can be read: damaged, or another kind of file",
                "state = \(FileState.damaged.rawValue)"
            ),
            ("it is empty", "state = \(FileState.empty.rawValue)"),
            ("it cannot be opened", "state = \(FileState.unreadable.rawValue)"),
            ("reading it took too much, so it is left alone", "state = \(FileState.givenUp.rawValue)"),
            (
                "its sound needs FFmpeg: install libEmotunesVideoFile.so (on Debian the package emotunes-video)",
                heard(as: .needsLibrary)
            ),
            ("no decoder makes sound of it, or listening to it took too much", heard(as: .unknown, .givenUp)),
            (
                "no mood: no word of its MOOD tag is known, and no imported table has the song",
                "state <= \(FileState.named.rawValue) AND coalesce(track_mood, 0) < \(LibraryMood.sound.rawValue) "
                    + "AND mood IS NOT NULL AND label IS NULL"
            ),
            (
                "no mood: it has no MOOD tag, and no imported table has the song",
                "state <= \(FileState.named.rawValue) AND coalesce(track_mood, 0) < \(LibraryMood.sound.rawValue) "
                    + "AND mood IS NULL"
            ),
        ]
        return try kinds.compactMap { kind in
            let count = try Int.fetchOne(database, sql: "SELECT count(*) FROM file WHERE \(kind.condition)") ?? 0
            guard count > 0 else { return nil }
            let examples = try String.fetchAll(
                database,
                sql: """
                    SELECT path || '/' || name FROM file JOIN folder ON folder_id = folder.id WHERE \(kind.condition)
                    ORDER BY file.id LIMIT 3
                    """)
            return LibraryContents.Trouble(reason: kind.reason, files: count, examples: examples)
        }
    }

    /// Songs whose mood their sound would have to tell, and cannot.
    private static func heard(as states: SoundState...) -> String {
        """
        state <= \(FileState.named.rawValue) AND track_mood < \(LibraryMood.sound.rawValue) AND EXISTS (
            SELECT 1 FROM sound WHERE sound.name = file.name AND sound.size = file.size AND sound.changed = file.changed
                AND sound.state IN (\(states.map { "\($0.rawValue)" }.joined(separator: ", "))))
        """
    }
}
