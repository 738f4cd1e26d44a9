package import Emotions

/// What the demo shows and for how long: `neutral=40,happy=40,empty=10,sad=40`.
package struct DemoScript: Sendable, Equatable {
    /// A part of the script: one emotion, or an empty room.
    package struct Part: Sendable, Equatable {
        /// `nil` is an empty room.
        package var emotion: Emotion?
        /// Duration in seconds, more than 0.
        package var seconds: Double

        package init(emotion: Emotion?, seconds: Double) {
            self.emotion = emotion
            self.seconds = seconds
        }
    }

    /// What to draw at one moment.
    package struct State: Sendable, Equatable {
        /// The face to draw.
        package var parameters: FaceParameters
        /// How far the person has moved into the picture: 0 outside, 1 at rest in the middle.
        package var presence: Float

        package init(parameters: FaceParameters, presence: Float) {
            self.parameters = parameters
            self.presence = presence
        }
    }

    /// Why a script could not be read.
    package enum ParsingError: Error, Equatable, CustomStringConvertible {
        case empty
        case noSeconds(part: String)
        case unknownWord(String)
        case badSeconds(String, part: String)

        package var description: String {
            let words = (Emotion.allCases.map(\.rawValue) + ["empty"]).joined(separator: ", ")
            return switch self {
            case .empty: "the demo script is empty; give parts such as \"neutral=40,happy=40\""
            case .noSeconds(let part): "\"\(part)\" in the demo script has no length; write it as WORD=SECONDS"
            case .unknownWord(let word): "the demo script knows no \"\(word)\"; use one of \(words)"
            case .badSeconds(let text, let part):
                "\"\(text)\" in \"\(part)\" of the demo script is no length; use seconds above 0 and up to 86400"
            }
        }
    }

    /// The transition from one expression to the next, or of a person coming or going, in seconds.
    static let transition = 1.5

    /// The parts in order.
    package let parts: [Part]

    /// Seconds from the first part's start to the last one's end.
    package var duration: Double { parts.reduce(0) { $0 + $1.seconds } }

    package init(parts: [Part]) { self.parts = parts }

    /// Reads `WORD=SECONDS` parts separated by commas; a word is an emotion or `empty`.
    package init(parsing text: String) throws(ParsingError) {
        var parts: [Part] = []
        for piece in text.split(separator: ",", omittingEmptySubsequences: false) {
            let part = String(piece)
            guard !(part.isEmpty && text.isEmpty) else { throw .empty }
            let sides = piece.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard sides.count == 2 else { throw .noSeconds(part: part) }
            let word = String(sides[0])
            let emotion = Emotion(rawValue: word)
            guard emotion != nil || word == "empty" else { throw .unknownWord(word) }
            guard let seconds = Double(String(sides[1])), seconds > 0, seconds <= 86_400 else {
                throw .badSeconds(String(sides[1]), part: part)
            }
            parts.append(Part(emotion: emotion, seconds: seconds))
        }
        self.init(parts: parts)
    }

    /// The part that runs at a time; the last one goes on for ever. `nil` for a script without parts.
    package func part(at time: Double) -> Part? {
        index(at: time).map { parts[$0.index] }
    }

    /// The state at a time in seconds from the start.
    package func state(at time: Double) -> State {
        guard let (index, since) = index(at: time) else { return State(parameters: [:], presence: 0) }
        let before = index > 0 ? parts[index - 1].emotion : nil
        let part = smoothStep(0, 1, Float(since / Self.transition))
        guard let emotion = parts[index].emotion else {
            guard let before else { return State(parameters: [:], presence: 0) }
            return State(parameters: .init(showing: before), presence: 1 - part)
        }
        let shown = FaceParameters(showing: emotion)
        guard let before else { return State(parameters: shown, presence: index == 0 ? 1 : part) }
        return State(parameters: FaceParameters(showing: before).blended(with: shown, by: part), presence: 1)
    }

    private func index(at time: Double) -> (index: Int, since: Double)? {
        var start = 0.0
        for (index, part) in parts.enumerated() {
            if time < start + part.seconds || index == parts.count - 1 { return (index, max(time - start, 0)) }
            start += part.seconds
        }
        return nil
    }
}
