import FoundationEssentials

/// JSON as it is sent and received.
enum LossyJSON {
    /// Reads a whole document; nil for `null`.
    ///
    /// - Throws: an error of `JSONDecoder`'s if it is no JSON. Types that read their fields with ``LossyFields`` accept any
    ///   JSON: what is not as expected is missing then.
    static func decode<Document: Decodable>(_ type: Document.Type, from bytes: [UInt8]) throws -> Document? {
        try JSONDecoder().decode(Document?.self, from: Data(bytes))
    }

    /// Compact, members in alphabetical order.
    static func encode(_ document: some Encodable) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array((try? encoder.encode(document)) ?? Data())
    }
}

/// The fields of an object of Spotify's. Any of them may be missing, null or of another kind and reads as nil then; so does
/// every field of what is no object.
struct LossyFields {
    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(_ name: String) { stringValue = name }
        init?(stringValue: String) { self.init(stringValue) }
        init?(intValue: Int) { nil }
    }

    private let container: KeyedDecodingContainer<Name>?

    init(_ decoder: any Decoder) {
        container = try? decoder.container(keyedBy: Name.self)
    }

    subscript<Value: Decodable>(name: String) -> Value? {
        guard let container else { return nil }
        return try? container.decodeIfPresent(Value.self, forKey: Name(name))
    }

    /// A whole number, rounded towards zero; nil outside the range.
    func integer(_ name: String, in range: ClosedRange<Int> = Int.min...Int.max) -> Int? {
        let number: Double? = self[name]
        return number.flatMap { Int(exactly: $0.rounded(.towardZero)) }.flatMap { range.contains($0) ? $0 : nil }
    }

    /// The elements of a list without those that are null or of another kind; none where there is no list.
    func list<Element: Decodable>(_ name: String) -> [Element] {
        let list: LossyList<Element>? = self[name]
        return list?.elements.compactMap(\.self) ?? []
    }
}

/// A list of Spotify's, empty where something else stands; an element that is null or of another kind is nil.
struct LossyList<Element: Decodable>: Decodable {
    private struct Entry: Decodable {
        let value: Element?

        init(from decoder: any Decoder) {
            value = try? decoder.singleValueContainer().decode(Element?.self)
        }
    }

    let elements: [Element?]

    init(from decoder: any Decoder) {
        elements = ((try? decoder.singleValueContainer().decode([Entry].self)) ?? []).map(\.value)
    }
}
