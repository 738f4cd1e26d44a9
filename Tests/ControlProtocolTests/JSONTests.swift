import ControlTestSupport
import Testing

@testable import ControlProtocol

@Suite struct JSONTests {
    static let texts: [(String, JSONValue)] = [
        ("null", .null), (" true ", true), ("[]", []), ("{}", .object(JSONObject())), ("-0", 0), ("12", 12),
        ("12.5", 12.5), ("1e3", .number(1000)), ("-1.5E-2", -0.015), ("9223372036854775807", .integer(.max)),
        ("9223372036854775808", .number(9_223_372_036_854_775_808)),
        (#""a\"\\\/\b\f\n\r\tä""#, "a\"\\/\u{8}\u{C}\n\r\tä"),
        (#""é😀\u0000""#, "é😀\0"), ("[1,[2,{\"a\":null}]]", [1, [2, ["a": nil]]]),
        ("{\"b\":1,\"a\":2}", ["b": 1, "a": 2]),
    ]

    @Test(arguments: texts)
    func readsWhatIsJSON(text: String, value: JSONValue) throws {
        #expect(try JSONValue(parsing: text) == value)
    }

    @Test(arguments: [
        "", " ", "nul", "truee", "{", "}", "[", "[1,]", "[1 2]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "{1:1}",
        "01", "1.", ".5", "-", "+1", "1e", "1e+", "0x10", "NaN", "Infinity", "1e999", "\"", "\"\\", "\"\\x\"",
        "\"\\u12\"", "\"\\u12g4\"", "\"\\ud83d\"", "\"\\ud83dx\"", "\"\\ude00\"", "\"\\ud83d\\u0041\"", "\"\u{1}\"",
        "\"\n\"", "1 1", "{} {}", "// 1", "'a'",
    ])
    func refusesWhatIsNot(text: String) {
        #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: text) }
    }

    @Test(arguments: [[0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22], [0xFE], [0]])
    func refusesBytesThatAreNotUTF8(bytes: [UInt8]) {
        #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: bytes) }
    }

    @Test func refusesWhatIsNestedTooDeep() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        _ = try JSONValue(parsing: nested(JSONValue.maximumDepth))
        #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: nested(JSONValue.maximumDepth + 1)) }
        #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: String(repeating: "[", count: 1_000_000)) }
    }

    @Test func saysWhereReadingStopped() {
        #expect(throws: JSONSyntaxError(message: "expected ',' or '}'", offset: 9)) {
            try JSONValue(parsing: #"{"a": 1 ; }"#.replacing(" ;", with: "  ;"))
        }
    }

    @Test func writesCompactAndPretty() throws {
        let value: JSONValue = ["b": [1, 2.5, "x\u{1}\"\\\n"], "a": [["c": nil]], "e": [], "o": .object(JSONObject())]
        #expect(value.compactText == #"{"b":[1,2.5,"x\u0001\"\\\n"],"a":[{"c":null}],"e":[],"o":{}}"#)
        #expect(
            value.prettyText == """
                {
                  "b": [1, 2.5, "x\\u0001\\"\\\\\\n"],
                  "a": [
                    {
                      "c": null
                    }
                  ],
                  "e": [],
                  "o": {}
                }
                """)
        #expect(try JSONValue(parsing: value.prettyText) == value)
    }

    /// Any cut and any flipped byte of a real message must be read or refused, never trapped on.
    @Test func survivesBrokenMessages() throws {
        let message = Array(try JSONValue(encoding: Samples.status).compactText.utf8)
        var generator = SplitMix(state: 7)
        for length in 0..<message.count {
            #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: message[..<length]) }
        }
        for _ in 0..<3000 {
            var broken = message
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                broken[Int.random(in: 0..<broken.count, using: &generator)] = UInt8.random(
                    in: 0...255, using: &generator)
            }
            if let value = try? JSONValue(parsing: broken) { _ = try? value.decoded(as: Status.self) }
        }
    }
}

/// A small deterministic generator, so that a failure can be repeated.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
