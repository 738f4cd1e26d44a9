import Testing

@testable import ControlProtocol

@Suite struct JSONCodingTests {
    private struct Nested: Codable, Equatable {
        var flags: [Bool]
        var matrix: [[Double]]
        var names: [String: Int]
        var small: UInt8
        var missing: String?
        var present: Double?
        var single: Float?
    }

    @Test func roundTripsEveryShape() throws {
        let value = Nested(
            flags: [true, false], matrix: [[1, 2.5], []], names: ["a": -1], small: 255, missing: nil, present: 1,
            single: 0.5)
        let json = try JSONValue(encoding: value)
        #expect(
            json.compactText
                == #"{"flags":[true,false],"matrix":[[1.0,2.5],[]],"names":{"a":-1},"small":255,"missing":null,"present":1.0,"single":0.5}"#
        )
        #expect(try json.decoded(as: Nested.self) == value)
        #expect(try JSONValue(parsing: json.compactText).decoded(as: Nested.self) == value)
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity])
    func refusesNumbersJSONCannotWrite(number: Double) {
        #expect(throws: EncodingError.self) { try JSONValue(encoding: [number]) }
    }

    @Test(arguments: [
        ("{}", "flags"), (#"{"flags": 1}"#, "flags"), (#"{"flags": [1]}"#, "flags"), (#"[]"#, ""),
    ])
    func namesWhatDoesNotFit(text: String, path: String) throws {
        let error = #expect(throws: DecodingError.self) { try JSONValue(parsing: text).decoded(as: Nested.self) }
        let named: [any CodingKey] =
            switch try #require(error) {
            case .keyNotFound(let key, let context): context.codingPath + [key]
            case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
                context.codingPath
            @unknown default: []
            }
        #expect((named.first?.stringValue ?? "") == path)
    }

    @Test func refusesIntegersThatDoNotFit() {
        #expect(throws: DecodingError.self) { try JSONValue.integer(256).decoded(as: UInt8.self) }
        #expect(throws: DecodingError.self) { try JSONValue.number(1.5).decoded(as: Int.self) }
        #expect(throws: EncodingError.self) { try JSONValue(encoding: UInt64.max) }
    }
}
