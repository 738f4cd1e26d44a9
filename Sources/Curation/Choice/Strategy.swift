import Emotions
import Songs

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

    /// - Parameter factors: by how much a song mood is wanted more or less than the table says.
    init(
        mood: Emotion, strategy: Strategy, table: SongTable, count: Int, factors: [SongMood: Double] = [:]
    ) {
        let rows = Self.rows(mood, strategy, table)
        // The last phase takes what cannot be shared evenly: a lift is to end up high.
        phases = rows.indices.map { index in
            let size = count * (index + 1) / rows.count - count * index / rows.count
            return Phase(wanted: rows[index], quotas: Self.quotas(size, rows[index], factors))
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

    /// How many songs of each song mood the list takes.
    var needed: [SongMood: Int] {
        phases.reduce(into: [:]) { needed, phase in
            for (mood, quota) in zip(phase.wanted, phase.quotas) { needed[mood, default: 0] += quota }
        }
    }

    /// Shares `size` in the ratio n : … : 2 : 1, each times its factor, by largest remainder, the earlier first in a tie.
    static func quotas(_ size: Int, _ moods: [SongMood], _ factors: [SongMood: Double] = [:]) -> [Int] {
        let weights = moods.enumerated().map { Double(moods.count - $0.offset) * (factors[$0.element] ?? 1) }
        let sum = weights.reduce(0, +)
        // In millionths, so that equal remainders are equal.
        let exact = weights.map { Int((Double(size) * $0 / sum * 1e6).rounded()) }
        var quotas = exact.map { $0 / 1_000_000 }
        let byRemainder = exact.indices.sorted { left, right in
            (exact[right] % 1_000_000, left) < (exact[left] % 1_000_000, right)
        }
        for index in byRemainder.prefix(max(0, size - quotas.reduce(0, +))) { quotas[index] += 1 }
        return quotas
    }
}
