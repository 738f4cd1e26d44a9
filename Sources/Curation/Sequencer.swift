import Mood
import Music

/// Puts chosen tracks into an order that is pleasant to hear: no artist and, if it can be helped, no genre twice in a
/// row, and no leaps between quiet and loud.
enum Sequencer {
    static func ordered(_ picks: [Picker.Pick]) -> [Picker.Pick] {
        let lifts = (picks.map(\.phase).max() ?? 0) > 0
        var list: [Picker.Pick] = []
        for phase in Set(picks.map(\.phase)).sorted() {
            let rising = picks.filter { $0.phase == phase }.sorted(by: quieterFirst)
            list += lifts ? rising : arc(rising)
        }
        improve(&list)
        return list
    }

    private static func quieterFirst(_ left: Picker.Pick, _ right: Picker.Pick) -> Bool {
        (left.liveliness, left.candidate.track.id) < (right.liveliness, right.candidate.track.id)
    }

    /// Up to the liveliest in the middle and down again.
    private static func arc(_ rising: [Picker.Pick]) -> [Picker.Pick] {
        let up = rising.enumerated().filter { $0.offset.isMultiple(of: 2) }.map(\.element)
        let down = rising.enumerated().filter { !$0.offset.isMultiple(of: 2) }.map(\.element)
        return up + down.reversed()
    }

    /// Swaps pairs of one phase as long as that makes the list run better; bounded, and the same each time.
    private static func improve(_ list: inout [Picker.Pick]) {
        for _ in 0..<8 {
            var improved = false
            for first in list.indices {
                for second in list.indices where second > first && list[first].phase == list[second].phase {
                    let before = friction(list, around: [first, second])
                    list.swapAt(first, second)
                    if friction(list, around: [first, second]) < before - 1e-9 {
                        improved = true
                    } else {
                        list.swapAt(first, second)
                    }
                }
            }
            if !improved { return }
        }
    }

    /// The friction of all transitions that touch one of `places`.
    private static func friction(_ list: [Picker.Pick], around places: [Int]) -> Double {
        let transitions = Set(places.flatMap { [$0, $0 + 1] }).filter { $0 > 0 && $0 < list.count }
        // In a fixed order: floating-point sums depend on it.
        return transitions.sorted().reduce(0) { $0 + friction(list[$1 - 1], list[$1]) }
    }

    private static func friction(_ left: Picker.Pick, _ right: Picker.Pick) -> Double {
        let leap = abs(left.liveliness - right.liveliness)
        var friction = leap * leap * 2
        if left.candidate.artists.contains(where: right.candidate.artists.contains) { friction += 4 }
        if let genre = left.candidate.track.genre, genre == right.candidate.track.genre { friction += 0.8 }
        return friction
    }
}

extension Picker.Pick {
    /// How lively the track is, 0 to 1: as measured, else by its song mood.
    var liveliness: Double {
        let scores = candidate.track.moodScores
        return candidate.track.features?.energy ?? SongMood.allCases.reduce(0) { $0 + scores[$1] * $1.liveliness }
    }
}
