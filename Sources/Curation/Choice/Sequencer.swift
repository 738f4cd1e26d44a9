import Glibc
import Songs

/// Puts chosen tracks into an order that is pleasant to hear: it begins with what the mood wants most, comes to a peak,
/// ends quietly (a lift only rises), and neither artist nor, if it can be helped, genre comes twice in a row.
struct Sequencer {
    let plan: Plan
    var weights = CurationWeights.Order()

    func ordered(_ picks: [Picker.Pick]) -> [Picker.Pick] {
        var blocks = plan.phases.indices.flatMap { phase in
            let ofPhase = picks.filter { $0.phase == phase }.sorted(by: quieterFirst)
            return plan.phases.count > 1 ? rise(ofPhase) : arc(ofPhase)
        }
        blocks.removeAll(where: \.isEmpty)
        return smoothed(blocks)
    }

    private func quieterFirst(_ left: Picker.Pick, _ right: Picker.Pick) -> Bool {
        // Chance and then the id break ties: ids alone would bring a file's order into the list.
        (left.liveliness, left.candidate.chance, left.candidate.track.id)
            < (right.liveliness, right.candidate.chance, right.candidate.track.id)
    }

    /// From sad over calm and happy to energetic.
    private func rise(_ picks: [Picker.Pick]) -> [[Picker.Pick]] {
        [SongMood.sad, .calm, .happy, .energetic].map { mood in picks.filter { $0.candidate.songMood == mood } }
    }

    /// The most wanted song mood, those livelier than it as the peak, the most wanted again, the quieter ones last.
    private func arc(_ picks: [Picker.Pick]) -> [[Picker.Pick]] {
        guard let first = plan.phases.first?.wanted.first else { return [picks] }
        let wanted = picks.filter { $0.candidate.songMood == first }
        let others = picks.filter { $0.candidate.songMood != first }
        let peak = others.filter { $0.candidate.songMood.liveliness > first.liveliness }
        let coda = others.filter { $0.candidate.songMood.liveliness < first.liveliness }
        if peak.isEmpty { return [wanted, coda.reversed()] }
        let before = wanted.enumerated().filter { $0.offset.isMultiple(of: 2) }.map(\.element)
        let after = wanted.enumerated().filter { !$0.offset.isMultiple(of: 2) }.map(\.element)
        return [before, peak, after.reversed(), coda.reversed()]
    }

    /// The blocks one after the other, each in the order that runs best: pairs are swapped as long as that helps. The
    /// number of rounds is bounded and the result the same each time.
    private func smoothed(_ blocks: [[Picker.Pick]]) -> [Picker.Pick] {
        let picks = Array(blocks.joined())
        let block = blocks.enumerated().flatMap { Array(repeating: $0.offset, count: $0.element.count) }
        // By what is on the left, then by what is on the right; every pair is asked for many times.
        let frictions = picks.map { left in picks.map { friction(left, $0) } }
        var list = Array(picks.indices)
        for _ in 0..<8 {
            var improved = false
            for first in list.indices {
                for second in list.indices where second > first && block[first] == block[second] {
                    let before = Self.friction(list, frictions, around: first, second)
                    list.swapAt(first, second)
                    if Self.friction(list, frictions, around: first, second) < before - 1e-9 {
                        improved = true
                    } else {
                        list.swapAt(first, second)
                    }
                }
            }
            if !improved { break }
        }
        return list.map { picks[$0] }
    }

    /// The friction of all transitions that touch one of two places, the first of them before the second.
    private static func friction(
        _ list: [Int], _ frictions: [[Double]], around first: Int, _ second: Int
    ) -> Double {
        func into(_ place: Int) -> Double {
            place > 0 && place < list.count ? frictions[list[place - 1]][list[place]] : 0
        }
        return into(first) + into(first + 1) + (second == first + 1 ? 0 : into(second)) + into(second + 1)
    }

    private func friction(_ left: Picker.Pick, _ right: Picker.Pick) -> Double {
        let leap = abs(left.liveliness - right.liveliness)
        var friction = leap * leap * weights.liveliness
        if let one = left.candidate.track.features?.tempo, let other = right.candidate.track.features?.tempo {
            friction += weights.tempo * Self.tempoLeap(one, other)
        }
        if left.candidate.artists.contains(where: right.candidate.artists.contains) { friction += weights.sameArtist }
        if let genre = left.candidate.track.genre, genre == right.candidate.track.genre {
            friction += weights.sameGenre
        }
        return friction
    }

    /// How far two tempos are apart, 0 to 1: half an octave is furthest, for twice as fast is felt as the same beat.
    static func tempoLeap(_ one: Double, _ other: Double) -> Double {
        guard one > 0, other > 0 else { return 0 }
        let octaves = abs(log2(one / other))
        return abs(octaves - octaves.rounded()) * 2
    }
}

extension Picker.Pick {
    /// How lively the track is, 0 to 1: as measured, else by its song mood.
    var liveliness: Double {
        let scores = candidate.track.moodScores
        return candidate.track.features?.energy ?? SongMood.allCases.reduce(0) { $0 + scores[$1] * $1.liveliness }
    }
}
