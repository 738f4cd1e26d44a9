import Emotions
import FaceAnalysis

/// What the shipped classifier says of real faces whose two labels agree, by what they show: the simulator's material.
struct ScoredFaces: Sendable {
    /// At least one for each of the seven.
    let scores: [Emotion: [EmotionScores]]

    private static let votedWords: [String: Emotion] = [
        "neutral": .neutral, "happiness": .happy, "surprise": .surprise, "sadness": .sad, "anger": .angry,
        "disgust": .disgust, "fear": .fear,
    ]

    /// - Throws: `EvaluationError` if an emotion has no face on which both label sets agree; `FaceAnalysisError` if the
    ///   network fails.
    init(_ faces: [LabelledFace], classifier: EmotionClassifier) throws {
        var scores: [Emotion: [EmotionScores]] = [:]
        for face in faces {
            guard let label = face.fer2013, let emotion = Emotion(rawValue: label),
                face.ferplus.flatMap({ Self.votedWords[$0] }) == emotion
            else { continue }
            let logits = try classifier.scoringLogits(for: face.pixels)
            scores[emotion, default: []].append(classifier.emotions(of: classifier.manifest.scores, logits))
        }
        if let missing = Emotion.allCases.first(where: { scores[$0] == nil }) {
            throw EvaluationError("none of the \(faces.count) faces is labelled \(missing) by both label sets")
        }
        self.scores = scores
    }
}
