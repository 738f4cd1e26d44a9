import Catalogue
import FoundationEssentials
import SQLiteStorage
import Songs
import Storage

/// Brings the catalogue's source "library" into step with the library, inside one transaction.
final class LibraryRun {
    private let table: TrackTable
    private let source: Int64
    private let byName: SQLStatement
    private let isForeign: SQLStatement
    private let addSource: SQLStatement
    private let fill: SQLStatement
    private let setMood: SQLStatement
    private let database: Database
    private var estimator = MoodEstimator()
    private var scratch: [UInt8] = []
    private var stored = TrackDraft()
    /// The tracks that the library had before and that were not met again so far.
    private var rest: Set<UInt32> = []
    /// Whether any track was added, changed or removed.
    private(set) var hasChanges = false

    init(_ database: Database, now: Date) throws {
        self.database = database
        table = try TrackTable(database)
        source = try Self.source(database, now)
        byName = try SQLStatement(
            database, "SELECT id, \(TrackRow.featureCount) FROM track WHERE name_hash = ? ORDER BY id LIMIT 1")
        // CROSS JOIN: see Catalogue+Sources.swift.
        isForeign = try SQLStatement(
            database,
            """
            SELECT 1 FROM source CROSS JOIN track_source ON source_id = source.id AND track_id = ?1 WHERE source.id <> \(source)
            """)
        addSource = try SQLStatement(
            database, "INSERT OR IGNORE INTO track_source (source_id, track_id) VALUES (\(source), ?)")
        fill = try SQLStatement(
            database,
            """
            UPDATE track SET album = coalesce(album, ?), genre = coalesce(genre, ?), year = coalesce(year, ?),
                duration_ms = coalesce(duration_ms, ?) WHERE id = ?
            """)
        setMood = try SQLStatement(
            database,
            """
            UPDATE track SET label = ?1, label_shares = ?2, song_mood = ?3, p_happy = ?4, p_sad = ?5, p_energetic = ?6,
                p_calm = ?7
            WHERE id = ?8 AND (label IS NOT ?1 OR label_shares IS NOT ?2 OR p_happy IS NOT ?4 OR p_sad IS NOT ?5
                OR p_energetic IS NOT ?6 OR p_calm IS NOT ?7)
            """)
        try load()
    }

    private static func source(_ database: Database, _ now: Date) throws -> Int64 {
        try database.execute(
            sql: """
                INSERT INTO source (name, fingerprint, loaded_at) VALUES (?, '', ?)
                ON CONFLICT (name) DO UPDATE SET loaded_at = excluded.loaded_at
                """,
            arguments: [CatalogueSource.libraryName, UTCTime.milliseconds(now)])
        return try Int64.fetchOne(
            database, sql: "SELECT id FROM source WHERE name = ?", arguments: [CatalogueSource.libraryName]) ?? 0
    }

    /// What is known of moods, and which tracks the library has.
    private func load() throws {
        for id in try Int64.fetchAll(
            database, sql: "SELECT track_id FROM track_source WHERE source_id = ?", arguments: [source])
        {
            if let id = UInt32(exactly: id) { rest.insert(id) }
        }
        let rows = try SQLStatement(
            database,
            """
            SELECT artists, genre, p_happy, p_sad, p_energetic, p_calm FROM track
            WHERE label IS NOT NULL OR \(TrackRow.featureCount) >= \(AudioFeatures.leastKnown)
            """)
        var artists: [UInt8] = [], genres: [UInt8] = []
        while try rows.step() {
            rows.read(0, into: &artists)
            rows.read(1, into: &genres)
            estimator.add(
                artists: artists, genres: genres,
                scores: SongMoodScores(
                    happy: rows.double(2), sad: rows.double(3), energetic: rows.double(4), calm: rows.double(5)))
        }
    }

    /// Takes in a song.
    func take(_ song: LibrarySong) throws -> LibraryMatch {
        for key in song.keys {
            byName.bind(1, Int(bitPattern: UInt(key)))
            defer { byName.reset() }
            guard try byName.step() else { continue }
            let id = Int64(byName.int(0)), isMeasured = byName.int(1) >= AudioFeatures.leastKnown
            byName.reset()
            let mood = try merge(song, into: id, isMeasured: isMeasured)
            try note(id)
            return LibraryMatch(songID: song.id, trackID: id, nameHash: key, mood: mood)
        }
        let draft = Self.draft(song)
        let (scores, mood) = judged(draft, song.soundMood)
        let hash = draft.nameHash(&scratch) ?? 0
        let id = try table.insert(draft, nameHash: hash, scores)
        hasChanges = true
        try note(id)
        return LibraryMatch(songID: song.id, trackID: id, nameHash: hash, mood: mood)
    }

    /// Removes the tracks that are no longer in the library, unless a table has them.
    func removeRest() throws {
        for id in rest {
            try database.execute(
                sql: "DELETE FROM track_source WHERE source_id = ? AND track_id = ?", arguments: [source, Int64(id)])
            try database.execute(
                sql: """
                    DELETE FROM track WHERE id = ?1 AND NOT EXISTS (
                        SELECT 1 FROM source CROSS JOIN track_source ON source_id = source.id AND track_id = ?1)
                    """,
                arguments: [Int64(id)])
            hasChanges = true
        }
    }

    private func note(_ id: Int64) throws {
        if let compact = UInt32(exactly: id), rest.remove(compact) != nil { return }
        addSource.bind(1, Int(id))
        _ = try addSource.step()
        // A track that another source has too is a song of the library now; one of two files is news only once.
        if database.changesCount > 0 { hasChanges = true }
    }

    // MARK: Tracks

    private func merge(_ song: LibrarySong, into id: Int64, isMeasured: Bool) throws -> LibraryMood {
        guard try table.read(id, into: &stored) else { return .none }
        isForeign.bind(1, Int(id))
        defer { isForeign.reset() }
        guard try isForeign.step() else { return try replace(id, by: song, isMeasured: isMeasured) }
        try fill(id, from: song)
        if isMeasured || stored.label != nil { return .table }
        // What a table says nothing of, the tag may say, or the sound; a label once taken stays, as one of a table would.
        stored.genres = stored.genres.isEmpty ? song.genres : stored.genres
        stored.label = song.label
        let (scores, mood) = judged(stored, song.soundMood)
        if mood == .tag || mood == .sound { try set(scores, song.label, of: id) }
        return mood
    }

    /// A track that only the library has is as the first of its files says, but keeps the name it is found by.
    private func replace(_ id: Int64, by song: LibrarySong, isMeasured: Bool) throws -> LibraryMood {
        // From a table that was forgotten since.
        if isMeasured { return .table }
        var draft = Self.draft(song)
        (draft.title, draft.artists, draft.spotifyID) = (stored.title, stored.artists, stored.spotifyID)
        let (scores, mood) = judged(draft, song.soundMood)
        let isFirst = UInt32(exactly: id).map(rest.contains) ?? false
        if isFirst, draft != stored {
            try table.update(id, draft, nameHash: draft.nameHash(&scratch), scores)
            hasChanges = true
        }
        return mood
    }

    private static func draft(_ song: LibrarySong) -> TrackDraft {
        var draft = TrackDraft()
        draft.title = song.title
        draft.artists = song.artists
        draft.album = song.album
        draft.genres = song.genres
        draft.year = song.year
        draft.duration = song.durationMilliseconds
        draft.label = song.label
        draft.sound[SoundFeature.tempo.rawValue] = song.tempo
        draft.sound[SoundFeature.loudness.rawValue] = song.loudness
        return draft
    }

    /// The moods of a track that no table knows the sound of, and where they come from.
    ///
    /// - Parameter sound: what the file's own sound tells.
    private func judged(_ draft: TrackDraft, _ sound: SongMoodScores?) -> (SongMoodScores, LibraryMood) {
        let guess = estimator.scores(artists: draft.artists, genres: draft.genres)
        if let label = draft.label { return (MoodEvidence.joining(guess, label: label), .tag) }
        if let sound { return (MoodEvidence.joining(guess, sound), .sound) }
        let scores = guess
        let isUniform = max(guess.happy, guess.sad, guess.energetic, guess.calm) < 0.26
        return (scores, isUniform ? .none : .guess)
    }

    private func fill(_ id: Int64, from song: LibrarySong) throws {
        let isNews =
            stored.album.isEmpty && !song.album.isEmpty || stored.genres.isEmpty && !song.genres.isEmpty
            || stored.year == nil && song.year != nil || stored.duration == nil && song.durationMilliseconds != nil
        guard isNews else { return }
        hasChanges = true
        try song.album.withUnsafeBytes { album in
            fill.bind(1, text: album)
            try song.genres.withUnsafeBytes { genres in
                fill.bind(2, text: genres)
                fill.bind(3, song.year)
                fill.bind(4, song.durationMilliseconds)
                fill.bind(5, Int(id))
                _ = try fill.step()
            }
        }
    }

    private func set(_ scores: SongMoodScores, _ label: MoodLabel?, of id: Int64) throws {
        let single = label?.single
        setMood.bind(1, copying: (single ?? label?.dominant)?.rawValue)
        setMood.bind(2, single == nil ? label.map { Int($0.packed) } : nil)
        setMood.bind(3, copying: scores.dominant.rawValue)
        setMood.bind(4, scores.happy)
        setMood.bind(5, scores.sad)
        setMood.bind(6, scores.energetic)
        setMood.bind(7, scores.calm)
        setMood.bind(8, Int(id))
        _ = try setMood.step()
        if database.changesCount > 0 { hasChanges = true }
    }
}
