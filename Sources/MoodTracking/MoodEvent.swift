package import Emotions
package import Media

/// What happened to the mood at one look.
package enum MoodEvent: Sendable, Equatable {
    /// The first mood was called, after enough had been seen; the first playlist is made for it.
    case settled(Emotion, confidence: Double)
    /// The likeliest mood goes by another name now; the playlist stays.
    case renamed(from: Emotion, to: Emotion, confidence: Double)
    /// The mood has moved away from the playlist's for long enough: time for another playlist.
    case shifted(MoodShift)
    /// The mood came near to a shift and went away again.
    case nearly(NearShift)
    /// Nobody has been seen for a while.
    case away
    /// Somebody is there again.
    case back
}

/// A change of mood that calls for another playlist.
package struct MoodShift: Sendable, Equatable {
    package var at: MediaTime
    package var from: Emotion
    package var to: Emotion
    /// The probability of `to`, 0 to 1.
    package var confidence: Double
    /// How much likelier `to` is than `from`, on the scale of the threshold.
    package var distance: Double
    /// A sentence for a person.
    package var why: String
}
