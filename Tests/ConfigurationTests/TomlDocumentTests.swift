import Testing

@testable import Configuration

@Suite struct TomlDocumentTests {
    private func entries(_ text: String) throws -> [TomlEntry] {
        try TomlDocument.entries(of: Array(text.utf8))
    }

    @Test func entriesComeInTheTextsOrderWithTheirLines() throws {
        let found = try entries(
            """
            z = 1
            [b]
            "odd key".x = "t\\u00e4xt"

            a = [
              1, [true], { k = 2.5 }]
            [a]
            d = 2026-01-01T00:00:00Z
            """)
        #expect(
            found == [
                TomlEntry(path: "z", value: .integer(1), line: 1),
                TomlEntry(path: "b", value: .table, line: 2),
                TomlEntry(path: "b.\"odd key\"", value: .table, line: 3),
                TomlEntry(path: "b.\"odd key\".x", value: .string("täxt"), line: 3),
                TomlEntry(path: "b.a", value: .array([.integer(1), .array([.boolean(true)]), .table]), line: 5),
                TomlEntry(path: "a", value: .table, line: 7),
                TomlEntry(path: "a.d", value: .date, line: 8),
            ])
    }

    @Test func stringsMayHoldAnyCharacter() throws {
        #expect(try entries("a = \"\\u0000\\\"\\U0001F3B5\"").map(\.value) == [.string("\0\"🎵")])
        #expect(try entries("a = ''").map(\.value) == [.string("")])
    }

    @Test func suggestionsForLongKeysAreBounded() {
        let keys = (0..<6000).map { "k\($0) = 1\n" }.joined()
        #expect(throws: TomlSyntaxError(message: "the keys are too long", line: nil)) {
            _ = try entries("[\(String(repeating: "x", count: 3000))]\n" + keys.prefix(60_000 - 3000))
        }
    }

    @Test func damagedTextsDoNotCrash() {
        var generator = SplitMix(state: 7)
        let sound = Array(ConfigurationText.render().replacing("# ", with: "").utf8)
        let spice = Array("[]{}=.,\"'#\n\\u\0".utf8) + [0xC3, 0xFF]
        var refused = 0
        for _ in 0..<300 {
            var text = Array(sound[Int.random(in: 0..<2000, using: &generator)...].prefix(1500))
            for _ in 0..<Int.random(in: 1...8, using: &generator) {
                let place = Int.random(in: 0..<text.count, using: &generator)
                text[place] = spice.randomElement(using: &generator) ?? 0
            }
            do {
                _ = try SettingsReader.settings(from: text, origin: "damaged")
            } catch {
                refused += 1
                #expect(!error.problems.isEmpty)
                #expect(error.problems.allSatisfy { !$0.description.contains("\n") })
            }
        }
        #expect(refused > 200)
    }
}

/// Steele, Lea and Flood's SplitMix64: the same damage at every run.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
