package import Emotions
package import Songs

/// Which song moods serve which mood, the most wanted first. The only mapping there is (`[curation.songs]`).
package struct SongTable: Hashable, Sendable {
    private let rows: [Emotion: [SongMood]]

    /// Paper A's "happy keeps happy, calm and energetic", carried on to all seven: what fits the mood first, then what
    /// is close to it, and nothing that rubs against it.
    package static let standard = SongTable(rows: [
        .angry: [.energetic, .calm],
        .disgust: [.calm, .energetic],
        .fear: [.calm, .happy],
        .happy: [.happy, .energetic, .calm],
        .neutral: [.calm, .happy],
        .sad: [.sad, .calm],
        .surprise: [.energetic, .happy],
    ])

    private init(rows: [Emotion: [SongMood]]) {
        self.rows = rows
    }

    /// The standard table with some rows replaced, as configured. A song mood named twice in a row counts once.
    /// - Throws: `SongTableError` for a row without a song mood.
    package init(replacing replacements: [Emotion: [SongMood]]) throws(SongTableError) {
        var rows = Self.standard.rows
        for emotion in Emotion.allCases {
            guard let row = replacements[emotion] else { continue }
            guard !row.isEmpty else { throw SongTableError(emotion: emotion) }
            var seen: Set<SongMood> = []
            rows[emotion] = row.filter { seen.insert($0).inserted }
        }
        self.rows = rows
    }

    /// The song moods for a mood, the most wanted first; never empty.
    package subscript(mood: Emotion) -> [SongMood] {
        rows[mood] ?? SongMood.allCases
    }
}

/// A row of the table that serves its mood with nothing.
package struct SongTableError: Error, Hashable, Sendable, CustomStringConvertible {
    package let emotion: Emotion

    package var description: String {
        let allowed = SongMood.allCases.map(\.rawValue).joined(separator: ", ")
        return "curation.songs.\(emotion.rawValue) is empty; name at least one of \(allowed)"
    }
}
