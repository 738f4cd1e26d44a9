/// What `emotunes-evaluate clips --json` prints; the keys are a contract.
struct ClipsReport: Encodable {
    /// What one clip came to.
    struct Clip: Encodable {
        /// As the table says it.
        var file: String
        /// Frames looked at, those of them with a face found, and those of them that could be read.
        var looks = 0, found = 0, read = 0
        /// The first mood that was called; null if none was.
        var firstMood: String?
        var shifts: [CalledShift] = []
        /// Of the looks that were read, the share each emotion dominates.
        var shares: [String: Double] = [:]
        /// The probability of each mood at the end.
        var belief: [String: Double] = [:]
        /// Looks while a face is known to be in the picture, those of them that saw it, and those that saw something
        /// else; only where the known faces are given.
        var shown: Int?, right: Int?, wrong: Int?
        /// The longest stretch of looks at something else while a face is in the picture, in seconds.
        var longestWrongSeconds: Double?
        /// Why looks gave no sample, by reason.
        var noSample: [String: Int] = [:]
        /// The table's other columns.
        var labels: [String: String] = [:]

        enum CodingKeys: String, CodingKey {
            case file, looks, found, read, firstMood, shifts, shares, belief, shown, right, wrong, longestWrongSeconds
            case noSample, labels
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(file, forKey: .file)
            try container.encode(looks, forKey: .looks)
            try container.encode(found, forKey: .found)
            try container.encode(read, forKey: .read)
            try container.encode(firstMood, forKey: .firstMood)
            try container.encode(shifts, forKey: .shifts)
            try container.encode(shares, forKey: .shares)
            try container.encode(belief, forKey: .belief)
            try container.encodeIfPresent(shown, forKey: .shown)
            try container.encodeIfPresent(right, forKey: .right)
            try container.encodeIfPresent(wrong, forKey: .wrong)
            try container.encodeIfPresent(longestWrongSeconds, forKey: .longestWrongSeconds)
            try container.encode(noSample, forKey: .noSample)
            try container.encode(labels, forKey: .labels)
        }
    }

    /// What all clips came to under one condition.
    struct Condition: Encodable {
        var condition: String
        var looks: Int, found: Int, read: Int
        var shown: Int?, right: Int?, wrong: Int?
    }

    var clips: [Clip]
    /// CPU milliseconds a look without decoding, the median over all looks.
    var millisecondsPerLook: Double
    /// Only with `--sweep`.
    var sweep: [Condition]?
}

extension ClipsReport.Condition {
    init(_ change: FrameChange, _ clips: [ClipsReport.Clip]) {
        func sum(_ value: (ClipsReport.Clip) -> Int?) -> Int? {
            let known = clips.compactMap(value)
            return known.isEmpty ? nil : known.reduce(0, +)
        }
        self.init(
            condition: "\(change)", looks: sum(\.looks) ?? 0, found: sum(\.found) ?? 0, read: sum(\.read) ?? 0,
            shown: sum(\.shown), right: sum(\.right), wrong: sum(\.wrong))
    }
}
