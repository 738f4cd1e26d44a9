import ControlProtocol

/// What is going on, and what helps most at this moment: what `emotunesctl` says when it is given no command.
struct Advice: Codable, Equatable {
    /// A command line that a person can type.
    struct Step: Codable, Equatable {
        var command: String
        /// What it does, in a few words that follow it.
        var purpose: String

        init(_ command: String, _ purpose: String) {
            self.command = command
            self.purpose = purpose
        }
    }

    /// The situation in a word: that of the first thing that is wrong, else `fine`.
    var situation: String
    /// What is going on, a sentence each.
    var facts: [String]
    /// What is wrong, the worst first, a sentence each.
    var troubles: [String]
    /// The three next steps that help most.
    var steps: [Step]

    /// So many steps are told, and so many troubles.
    static let stepCount = 3
    private static let mostTroubles = 3

    /// - Parameters:
    ///   - found: what is wrong, the worst first.
    ///   - usual: what helps when nothing is.
    init(facts: [String], found: [Trouble], usual: [Step]) {
        situation = found.first?.word ?? "fine"
        self.facts = facts
        troubles = found.prefix(Self.mostTroubles).map(\.sentence)
        // What is wrong has its first step each before any has its second.
        let mending = [0, 1, 2].flatMap { number in
            found.prefix(Self.mostTroubles).compactMap { $0.steps.indices.contains(number) ? $0.steps[number] : nil }
        }
        let first = found.first?.steps ?? []
        var chosen: [Step] = []
        let wanted = found.count > 1 ? mending : first
        for step in wanted + usual where !chosen.contains(where: { $0.command == step.command }) {
            chosen.append(step)
        }
        steps = Array(chosen.prefix(Self.stepCount))
    }

    /// The whole of it for a terminal.
    func lines(_ style: Style) -> [String] {
        let width = steps.map { Columns.width($0.command) }.max() ?? 0
        let shown = steps.map { "  \(style.accent(Columns.pad($0.command, width)))   \($0.purpose)" }
        let wrong = troubles.isEmpty ? [] : [""] + troubles.map { style.attention("! ") + $0 }
        return facts + wrong + ["", "What you can do next:"] + shown
            + ["", style.dim("`emotunesctl help` lists every command.")]
    }
}

/// Something that is wrong, or that a person would want to know, and what helps.
struct Trouble: Equatable {
    /// In a word.
    var word: String
    /// What it is, in a sentence.
    var sentence: String
    /// What helps, the best first; none where it passes by itself.
    var steps: [Advice.Step]

    init(_ word: String, _ sentence: String, _ steps: [Advice.Step]) {
        self.word = word
        self.sentence = sentence
        self.steps = steps
    }
}
