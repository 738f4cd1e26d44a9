/// One number for each of the seven emotions, of any sign and scale; scores, which sum to one, are `EmotionScores`.
///
/// In JSON it is an object with exactly the seven names.
package struct EmotionValues: Sendable, Hashable {
    /// Lane i belongs to `Emotion.allCases[i]`; the eighth lane is always zero.
    private var lanes = SIMD8<Double>.zero

    package init(_ value: (Emotion) throws -> Double) rethrows {
        for emotion in Emotion.allCases { lanes[emotion.lane] = try value(emotion) }
    }

    package subscript(emotion: Emotion) -> Double {
        get { lanes[emotion.lane] }
        set { lanes[emotion.lane] = newValue }
    }
}

extension EmotionValues: Codable {
    private struct Name: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { return nil }
    }

    /// - Throws: `DecodingError` if one of the seven is missing, is no number, or there is an eighth.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Name.self)
        if let stranger = container.allKeys.map(\.stringValue).sorted().first(where: { Emotion(rawValue: $0) == nil }) {
            let known = Emotion.allCases.map(\.rawValue).joined(separator: ", ")
            throw DecodingError.dataCorrupted(
                .init(
                    codingPath: container.codingPath + [Name(stringValue: stranger)],
                    debugDescription: "not an emotion; there are \(known)"))
        }
        try self.init { try container.decode(Double.self, forKey: Name(stringValue: $0.rawValue)) }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Name.self)
        for emotion in Emotion.allCases {
            try container.encode(self[emotion], forKey: Name(stringValue: emotion.rawValue))
        }
    }
}
