/// What `emotunes-evaluate stream --json` prints; the keys are a contract.
struct StreamReport: Encodable {
    /// What the readings of one scripted part amounted to.
    struct Part: Encodable {
        var mood: String
        var start: Double, end: Double
        var dominant: String
        var scores: [String: Double]
    }

    var shifts: [CalledShift]
    var truthChanges = 0
    var detected = 0
    var missed = 0
    var falseShifts = 0
    var medianDelaySeconds: Double?
    var p90DelaySeconds: Double?
    var faceDetectionRate: Double
    var framesPerSecond: Double
    var realTimeFactor: Double
    /// Frames that were looked at, and of these how many gave a reading.
    var framesAnalysed: Int
    var samples: Int
    /// Why looks gave no sample, by reason.
    var noSample: [String: Int]
    /// Mean scores by part of the truth; the whole stream as one where there is no truth.
    var parts: [Part]
    /// CPU milliseconds a look without decoding: finding the face and reading it.
    var millisecondsPerLook: Double

    enum CodingKeys: String, CodingKey {
        case shifts, truthChanges, detected, missed, falseShifts, medianDelaySeconds, p90DelaySeconds, faceDetectionRate
        case framesPerSecond, realTimeFactor, framesAnalysed, samples, noSample, parts, millisecondsPerLook
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(shifts, forKey: .shifts)
        try container.encode(truthChanges, forKey: .truthChanges)
        try container.encode(detected, forKey: .detected)
        try container.encode(missed, forKey: .missed)
        try container.encode(falseShifts, forKey: .falseShifts)
        try container.encode(medianDelaySeconds, forKey: .medianDelaySeconds)
        try container.encode(p90DelaySeconds, forKey: .p90DelaySeconds)
        try container.encode(faceDetectionRate, forKey: .faceDetectionRate)
        try container.encode(framesPerSecond, forKey: .framesPerSecond)
        try container.encode(realTimeFactor, forKey: .realTimeFactor)
        try container.encode(framesAnalysed, forKey: .framesAnalysed)
        try container.encode(samples, forKey: .samples)
        try container.encode(noSample, forKey: .noSample)
        try container.encode(parts, forKey: .parts)
        try container.encode(millisecondsPerLook, forKey: .millisecondsPerLook)
    }
}
