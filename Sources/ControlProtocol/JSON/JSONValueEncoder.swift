extension JSONValue {
    /// The JSON form of a value: members in the order of its coding keys, and nil as an explicit null (the contract
    /// shows `| null`, so a reader never has to ask whether a member exists).
    ///
    /// - Throws: `EncodingError` for a number that is not finite.
    package init(encoding value: some Encodable) throws {
        let encoder = JSONValueEncoder(codingPath: [])
        self = try encoder.box(value)
    }
}

/// What an encoder has collected so far: plain values, or containers that are still being filled.
private enum JSONNode {
    case value(JSONValue)
    case object(JSONObjectNode)
    case array(JSONArrayNode)

    var finished: JSONValue {
        switch self {
        case .value(let value): value
        case .object(let node): .object(JSONObject(node.members.map { .init($0.name, $0.node.finished) }))
        case .array(let node): .array(node.elements.map(\.finished))
        }
    }
}

private final class JSONObjectNode {
    var members: [(name: String, node: JSONNode)] = []
}

private final class JSONArrayNode {
    var elements: [JSONNode] = []
}

private final class JSONValueEncoder: Encoder {
    let codingPath: [any CodingKey]
    let userInfo: [CodingUserInfoKey: Any] = [:]
    private var node: JSONNode?

    init(codingPath: [any CodingKey]) {
        self.codingPath = codingPath
    }

    func box<T: Encodable>(_ value: T) throws -> JSONValue {
        switch value {
        case let flag as Bool: return .bool(flag)
        case let text as String: return .string(text)
        case let number as any BinaryFloatingPoint:
            guard number.isFinite else {
                let context = EncodingError.Context(codingPath: codingPath, debugDescription: "not a finite number")
                throw EncodingError.invalidValue(value, context)
            }
            return .number(Double(number))
        case let number as any FixedWidthInteger:
            guard let whole = Int64(exactly: number) else {
                let context = EncodingError.Context(codingPath: codingPath, debugDescription: "more than 64 bits")
                throw EncodingError.invalidValue(value, context)
            }
            return .integer(whole)
        case let value as JSONValue: return value
        default:
            let child = JSONValueEncoder(codingPath: codingPath)
            try value.encode(to: child)
            return child.node?.finished ?? .object(JSONObject())
        }
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        let object = JSONObjectNode()
        node = .object(object)
        return KeyedEncodingContainer(Keyed(object: object, codingPath: codingPath))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        let array = JSONArrayNode()
        node = .array(array)
        return Unkeyed(array: array, codingPath: codingPath)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer {
        Single(encoder: self)
    }

    private struct Single: SingleValueEncodingContainer {
        let encoder: JSONValueEncoder
        var codingPath: [any CodingKey] { encoder.codingPath }

        func encodeNil() { encoder.node = .value(.null) }

        func encode<T: Encodable>(_ value: T) throws {
            encoder.node = .value(try encoder.box(value))
        }
    }

    private struct Keyed<Key: CodingKey>: KeyedEncodingContainerProtocol {
        let object: JSONObjectNode
        let codingPath: [any CodingKey]

        func encodeNil(forKey key: Key) {
            object.members.append((key.stringValue, .value(.null)))
        }

        func encode<T: Encodable>(_ value: T, forKey key: Key) throws {
            let boxed = try JSONValueEncoder(codingPath: codingPath + [key]).box(value)
            object.members.append((key.stringValue, .value(boxed)))
        }

        private func encodeOrNull<T: Encodable>(_ value: T?, _ key: Key) throws {
            if let value { try encode(value, forKey: key) } else { encodeNil(forKey: key) }
        }

        // The standard library leaves a nil out unless every one of these says otherwise.
        func encodeIfPresent<T: Encodable>(_ value: T?, forKey key: Key) throws { try encodeOrNull(value, key) }
        func encodeIfPresent(_ value: Bool?, forKey key: Key) throws { try encodeOrNull(value, key) }
        func encodeIfPresent(_ value: String?, forKey key: Key) throws { try encodeOrNull(value, key) }
        func encodeIfPresent(_ value: Double?, forKey key: Key) throws { try encodeOrNull(value, key) }
        func encodeIfPresent(_ value: Float?, forKey key: Key) throws { try encodeOrNull(value, key) }
        func encodeIfPresent(_ value: Int?, forKey key: Key) throws { try encodeOrNull(value, key) }
        func encodeIfPresent(_ value: Int8?, forKey key: Key) throws { try encodeOrNull(value, key) }
        func encodeIfPresent(_ value: Int16?, forKey key: Key) throws { try encodeOrNull(value, key) }
        func encodeIfPresent(_ value: Int32?, forKey key: Key) throws { try encodeOrNull(value, key) }
        func encodeIfPresent(_ value: Int64?, forKey key: Key) throws { try encodeOrNull(value, key) }
        func encodeIfPresent(_ value: UInt?, forKey key: Key) throws { try encodeOrNull(value, key) }
        func encodeIfPresent(_ value: UInt8?, forKey key: Key) throws { try encodeOrNull(value, key) }
        func encodeIfPresent(_ value: UInt16?, forKey key: Key) throws { try encodeOrNull(value, key) }
        func encodeIfPresent(_ value: UInt32?, forKey key: Key) throws { try encodeOrNull(value, key) }
        func encodeIfPresent(_ value: UInt64?, forKey key: Key) throws { try encodeOrNull(value, key) }

        func nestedContainer<Nested: CodingKey>(
            keyedBy type: Nested.Type, forKey key: Key
        ) -> KeyedEncodingContainer<Nested> {
            let nested = JSONObjectNode()
            object.members.append((key.stringValue, .object(nested)))
            let path = codingPath + [key]
            return KeyedEncodingContainer(JSONValueEncoder.Keyed<Nested>(object: nested, codingPath: path))
        }

        func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
            let nested = JSONArrayNode()
            object.members.append((key.stringValue, .array(nested)))
            return Unkeyed(array: nested, codingPath: codingPath + [key])
        }

        func superEncoder() -> any Encoder { JSONValueEncoder(codingPath: codingPath) }
        func superEncoder(forKey key: Key) -> any Encoder { JSONValueEncoder(codingPath: codingPath + [key]) }
    }

    private struct Unkeyed: UnkeyedEncodingContainer {
        let array: JSONArrayNode
        let codingPath: [any CodingKey]
        var count: Int { array.elements.count }

        func encodeNil() { array.elements.append(.value(.null)) }

        func encode<T: Encodable>(_ value: T) throws {
            array.elements.append(.value(try JSONValueEncoder(codingPath: codingPath).box(value)))
        }

        func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
            let nested = JSONObjectNode()
            array.elements.append(.object(nested))
            return KeyedEncodingContainer(JSONValueEncoder.Keyed<Nested>(object: nested, codingPath: codingPath))
        }

        func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
            let nested = JSONArrayNode()
            array.elements.append(.array(nested))
            return Unkeyed(array: nested, codingPath: codingPath)
        }

        func superEncoder() -> any Encoder { JSONValueEncoder(codingPath: codingPath) }
    }
}
