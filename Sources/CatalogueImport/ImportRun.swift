import Catalogue
import FoundationEssentials
import SQLiteStorage
import Songs
import Storage
import Tables

/// One import inside its transaction: reads files row by row and inserts or merges tracks.
///
/// It keeps two hashes and a row number for every track and sums of moods for every artist and genre in memory;
/// everything else is streamed.
final class ImportRun {
    private let database: Database
    private let table: TrackTable
    private let scorer: any SongMoodScoring
    private let now: Date
    /// Track ids by the hash of the Spotify id, and by the hash of the name key.
    private var byID = KeyTable()
    private var byName = KeyTable()
    private var estimator = MoodEstimator()
    private var scratch: [UInt8] = []
    private var stored = TrackDraft()
    /// Whether any track was added or changed.
    private(set) var hasChanges = false

    init(_ database: Database, scorer: any SongMoodScoring, now: Date) throws {
        self.database = database
        self.scorer = scorer
        self.now = now
        table = try TrackTable(database)
        try loadCatalogue()
    }

    /// Reads `file` to its end.
    /// - Parameter advances: called with the number of rows read, every 64 KiB.
    func read(_ file: TrackTableFile, advances: (Int) -> Void) throws -> ImportedFile {
        var result = ImportedFile(file)
        let source = try Source(database, file, now: now)
        var record = CSVRecord()
        var draft = TrackDraft()
        var notes = RowNotes()
        var told = 0, added = 0, merged = 0
        while let step = try file.read(into: &record) {
            result.rows += 1
            if file.bytesRead != told {
                told = file.bytesRead
                advances(result.rows)
            }
            guard file.take(step, record, into: &draft, &notes) else {
                result.skipped += 1
                continue
            }
            let (id, isNew) = try take(draft)
            if isNew { added += 1 } else { merged += 1 }
            try source.add(id)
        }
        (result.added, result.merged) = (added, merged)
        result.take(notes)
        return result
    }

    /// Estimates the moods of tracks without measured sound from their artist and genre.
    func inferMoods() throws {
        let select = try SQLStatement(
            database,
            """
            SELECT id, artists, genre, label, p_happy, p_sad, p_energetic, label_shares FROM track
            WHERE \(TrackRow.featureCount) < \(AudioFeatures.leastKnown)
            """)
        let update = try SQLStatement(
            database,
            "UPDATE track SET song_mood = ?, p_happy = ?, p_sad = ?, p_energetic = ?, p_calm = ? WHERE id = ?")
        var artists: [UInt8] = [], genres: [UInt8] = [], label: [UInt8] = []
        while try select.step() {
            select.read(1, into: &artists)
            select.read(2, into: &genres)
            select.read(3, into: &label)
            let scores = MoodEvidence.joining(
                estimator.scores(artists: artists, genres: genres),
                label: TrackTable.label(label, shares: select.optionalInt(7)))
            let change = max(
                abs(scores.happy - select.double(4)), abs(scores.sad - select.double(5)),
                abs(scores.energetic - select.double(6)))
            // Negligible changes would rewrite half the catalogue at every import.
            guard change > 0.005 else { continue }
            hasChanges = true
            update.bind(1, copying: scores.dominant.rawValue)
            update.bind(2, scores.happy)
            update.bind(3, scores.sad)
            update.bind(4, scores.energetic)
            update.bind(5, scores.calm)
            update.bind(6, select.int(0))
            _ = try update.step()
        }
    }

    // MARK: Tracks

    /// Loads the keys and moods of the tracks in the catalogue.
    private func loadCatalogue() throws {
        let rows = try SQLStatement(
            database,
            """
            SELECT id, spotify_id, name_hash, artists, genre, p_happy, p_sad, p_energetic, p_calm,
                \(TrackRow.featureCount) FROM track ORDER BY id
            """)
        var text: [UInt8] = [], genres: [UInt8] = []
        while try rows.step() {
            let id = try Self.compact(Int64(rows.int(0)))
            rows.read(1, into: &text)
            if !text.isEmpty { byID[XXHash64.hash(text)] = id }
            if !rows.isNull(2) {
                let key = UInt64(UInt(bitPattern: rows.int(2)))
                if byName[key] == nil { byName[key] = id }
            }
            guard rows.int(9) >= AudioFeatures.leastKnown else { continue }
            rows.read(3, into: &text)
            rows.read(4, into: &genres)
            estimator.add(
                artists: text, genres: genres,
                scores: SongMoodScores(
                    happy: rows.double(5), sad: rows.double(6), energetic: rows.double(7), calm: rows.double(8)))
        }
    }

    private static func compact(_ id: Int64) throws -> UInt32 {
        guard let compact = UInt32(exactly: id) else {
            throw ImportError(
                .tooMany, "the catalogue", "has given out four thousand million row numbers; forget it all")
        }
        return compact
    }

    /// Inserts the draft as a track, or merges it into the track that it describes.
    private func take(_ draft: TrackDraft) throws -> (id: Int64, isNew: Bool) {
        let idKey = draft.spotifyID.isEmpty ? nil : XXHash64.hash(draft.spotifyID)
        let nameKey = draft.nameHash(&scratch)
        if let id = idKey.flatMap({ byID[$0] }), try table.read(Int64(id), into: &stored),
            stored.spotifyID == draft.spotifyID
        {
            try mergeNamesake(nameKey, into: id)
            return (try merge(Int64(id), draft), false)
        }
        if let id = nameKey.flatMap({ byName[$0] }), try table.read(Int64(id), into: &stored),
            stored.spotifyID.isEmpty || draft.spotifyID.isEmpty
        {
            if let idKey { byID[idKey] = id }
            return (try merge(Int64(id), draft), false)
        }
        let id = try table.insert(draft, nameHash: nameKey, scores(draft, isNew: true))
        hasChanges = true
        let compact = try Self.compact(id)
        if let idKey { byID[idKey] = compact }
        if let nameKey, byName[nameKey] == nil { byName[nameKey] = compact }
        return (id, true)
    }

    /// Merges a track known by name only into `winner` (the row in `stored`) once both are known to be the same.
    private func mergeNamesake(_ nameKey: UInt64?, into winner: UInt32) throws {
        guard let nameKey, let id = byName[nameKey], id != winner else { return }
        var namesake = TrackDraft()
        guard try table.read(Int64(id), into: &namesake), namesake.spotifyID.isEmpty else { return }
        try table.remove(Int64(id), inFavourOf: Int64(winner))
        byName[nameKey] = winner
        namesake.merge(with: stored)
        mergedNamesake = namesake
        hasChanges = true
    }

    /// The row in `stored` merged with its namesake, not written yet.
    private var mergedNamesake: TrackDraft?

    /// Merges `draft` into the row in `stored`.
    private func merge(_ id: Int64, _ draft: TrackDraft) throws -> Int64 {
        let before = stored
        let wasMeasured = stored.measuredFeatures != nil
        if let mergedNamesake { stored = mergedNamesake }
        mergedNamesake = nil
        stored.merge(with: draft)
        guard stored != before else { return id }
        hasChanges = true
        let nameKey = stored.nameHash(&scratch)
        if let nameKey, byName[nameKey] == nil, let compact = UInt32(exactly: id) { byName[nameKey] = compact }
        try table.update(id, stored, nameHash: nameKey, scores(stored, isNew: !wasMeasured))
        return id
    }

    /// - Parameter isNew: whether the estimator has not counted the track yet.
    private func scores(_ draft: TrackDraft, isNew: Bool) -> SongMoodScores {
        guard let features = draft.measuredFeatures else { return MoodEvidence.scores(label: draft.label) }
        let scores = MoodEvidence.joining(scorer.scores(for: features), label: draft.label)
        if isNew { estimator.add(artists: draft.artists, genres: draft.genres, scores: scores) }
        return scores
    }
}

extension ImportRun {
    /// A file as a source of the catalogue.
    private final class Source {
        private let id: Int
        private let insert: SQLStatement

        init(_ database: Database, _ file: TrackTableFile, now: Date) throws {
            try database.execute(
                sql: """
                    INSERT INTO source (name, fingerprint, loaded_at) VALUES (?, ?, ?)
                    ON CONFLICT (name) DO UPDATE SET fingerprint = excluded.fingerprint,
                        loaded_at = excluded.loaded_at
                    """,
                arguments: [file.resolvedPath, file.fingerprint, UTCTime.milliseconds(now)])
            id =
                try Int.fetchOne(
                    database, sql: "SELECT id FROM source WHERE name = ?", arguments: [file.resolvedPath]) ?? 0
            insert = try SQLStatement(
                database, "INSERT OR IGNORE INTO track_source (source_id, track_id) VALUES (?, ?)")
        }

        /// Records that the file contains this track.
        func add(_ track: Int64) throws {
            insert.bind(1, id)
            insert.bind(2, Int(track))
            _ = try insert.step()
        }
    }
}
