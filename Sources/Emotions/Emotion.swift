/// One of the seven expressions the classifier tells apart (FER2013, Goodfellow et al. 2013).
///
/// The raw value is the word used everywhere a person or a program meets it: configuration, JSON, Varlink, journal.
/// A *mood* is named by the same seven words; it is what remains of the emotions once they are smoothed over time.
package enum Emotion: String, CaseIterable, Codable, Sendable, Hashable {
    case angry, disgust, fear, happy, neutral, sad, surprise
}
