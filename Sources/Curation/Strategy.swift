import Mood

/// What the music is to do with the mood.
package enum Strategy: String, CaseIterable, Codable, Sendable {
    /// Fit it.
    case match
    /// Begin where a low mood is and lead up from there.
    case lift
}

/// The list to be filled: a row of phases, each with its song moods and how many tracks of each.
struct Plan {
    struct Phase {
        /// The most wanted first.
        let wanted: [SongMood]
        /// As many as `wanted`.
        let quotas: [Int]
    }

    let phases: [Phase]

    init(mood: Emotion, strategy: Strategy, table: SongTable, count: Int) {
        let rows = Self.rows(mood, strategy, table)
        // The last phase takes what cannot be shared evenly: a lift is to end up high.
        phases = rows.indices.map { index in
            let size = count * (index + 1) / rows.count - count * index / rows.count
            return Phase(wanted: rows[index], quotas: Self.quotas(size, rows[index].count))
        }
    }

    /// A lift goes through the table's own rows, from the mood's over neutral's to happy's, so that the table stays
    /// the only mapping. A mood that is not low has nowhere to be lifted to.
    private static func rows(_ mood: Emotion, _ strategy: Strategy, _ table: SongTable) -> [[SongMood]] {
        switch (strategy, mood) {
        case (.match, _), (.lift, .happy), (.lift, .neutral), (.lift, .surprise):
            [table[mood]]
        case (.lift, .angry), (.lift, .disgust), (.lift, .fear), (.lift, .sad):
            [table[mood], table[.neutral], table[.happy]]
        }
    }

    /// Shares `size` in the ratio n : … : 2 : 1, by largest remainder, the earlier first in a tie.
    static func quotas(_ size: Int, _ parts: Int) -> [Int] {
        let weights = (1...parts).reversed().map { $0 }
        let sum = weights.reduce(0, +)
        var quotas = weights.map { size * $0 / sum }
        let byRemainder = weights.indices.sorted { left, right in
            (size * weights[right] % sum, left) < (size * weights[left] % sum, right)
        }
        for index in byRemainder.prefix(size - quotas.reduce(0, +)) { quotas[index] += 1 }
        return quotas
    }
}
