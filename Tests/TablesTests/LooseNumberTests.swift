import Tables
import Testing

/// Numbers as spreadsheets of many countries write them.
@Suite struct LooseNumberTests {
    private func value(_ text: String, _ comma: LooseNumber.Comma) -> LooseNumber.Value? {
        Array(text.utf8).withUnsafeBytes { LooseNumber.value($0, comma: comma) }
    }

    @Test(arguments: [
        ("0,751", LooseNumber.Comma.decimal, 0.751), ("-5,444", .decimal, -5.444), ("1.412,5", .decimal, 1412.5),
        ("211.160", .decimal, 211_160), ("1.5", .decimal, 1.5), ("0.751", .decimal, 0.751), ("1,5", .thousands, 1.5),
        ("211,160", .thousands, 211_160), ("1,412.5", .thousands, 1412.5), ("1,234,567", .thousands, 1_234_567),
        ("1.234.567", .thousands, 1_234_567), ("0,751", .thousands, 0.751), ("\u{2212}4", .thousands, -4),
        ("1'412", .thousands, 1412), (" \u{A0}7\u{A0}", .thousands, 7), ("1,7e-05", .decimal, 1.7e-5),
        ("-7", .decimal, -7),
    ])
    func signsBetweenDigitsAreRead(text: String, comma: LooseNumber.Comma, expected: Double) {
        #expect(value(text, comma) == LooseNumber.Value(number: expected))
    }

    @Test(arguments: [
        ("45%", LooseNumber.Unit.percent, 45.0), ("45 %", .percent, 45), ("201 s", .seconds, 201),
        ("185000 ms", .milliseconds, 185_000),
        ("3,5 min", .minutes, 3.5), ("-4 dB", .other, -4), ("150 BPM", .other, 150),
    ])
    func unitsAreRead(text: String, unit: LooseNumber.Unit, expected: Double) {
        #expect(value(text, .thousands) == LooseNumber.Value(number: expected, unit: unit))
    }

    @Test(arguments: [
        "", "x", "1,2,3", "1.2.3", "1,23,456", "--1", "1-2", "C#", "4/4", "12 monkeys", ",", ".", "1,,2", "%",
    ])
    func otherTextIsNoNumber(text: String) {
        #expect(value(text, .thousands) == nil)
        #expect(value(text, .decimal) == nil)
    }

    @Test(
        arguments: [
            ("3:21", 201_000.0), ("0:03:21", 201_000), ("1:02:03", 3_723_000), (" 3:21.5 ", 201_500), ("3:61", nil),
            ("3:", nil),
            ("1:2:3:4", nil), ("a:b", nil), ("-3:21", nil), ("321", nil),
        ] as [(String, Double?)])
    func minutesAndSecondsAreRead(text: String, expected: Double?) {
        #expect(Array(text.utf8).withUnsafeBytes { LooseNumber.time($0) } == expected)
    }

    @Test(
        arguments: [
            ("0,751", LooseNumber.CommaUse.decimal), ("12,5", .decimal), ("1234,567", .decimal), ("211,160", .either),
            ("1.5", nil), ("a, b", nil), ("12", nil),
        ] as [(String, LooseNumber.CommaUse?)])
    func whatACommaCanBeIsTold(text: String, expected: LooseNumber.CommaUse?) {
        #expect(Array(text.utf8).withUnsafeBytes { LooseNumber.commas($0) } == expected)
    }
}
