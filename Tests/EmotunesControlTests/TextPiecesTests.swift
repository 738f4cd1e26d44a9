import ControlProtocol
import ControlTestSupport
import Testing

@testable import EmotunesControl

@Suite struct TextPiecesTests {
    @Test(arguments: [
        ("0", 0), ("90", 90), ("90s", 90), ("15m", 900), ("15min", 900), ("1h", 3600), ("1H30M", 5400), ("2d", 172_800),
        ("1d1h1m1s", 90_061),
    ])
    func durationsAreRead(text: String, seconds: Int) {
        #expect(Durations.seconds(text) == seconds)
    }

    @Test(arguments: [
        "", "h", "1x", "1h30", "-1", "+5", "1.5h", "1 h", "9999999999999999999", "9223372036854775807d", "١٢",
    ])
    func otherTextIsNotADuration(text: String) {
        #expect(Durations.seconds(text) == nil)
    }

    @Test(arguments: [
        (0.4, "0 s"), (59.9, "59 s"), (60, "1 min"), (3599, "59 min"), (3600, "1 h"), (8040, "2 h 14 min"),
        (86_400, "1 d"), (100_000, "1 d 3 h"), (-5, "0 s"), (.infinity, "?"),
    ])
    func durationsAreSaid(seconds: Double, text: String) {
        #expect(Durations.text(seconds) == text)
    }

    @Test(arguments: [
        (0, "    "), (1, "████"), (0.5, "██  "), (0.53, "██▏ "), (0.99, "████"), (7, "████"), (-1, "    "),
    ])
    func barsHaveAResolutionOfAnEighth(fraction: Double, bar: String) {
        #expect(Bars.bar(fraction, width: 4) == bar)
        #expect(Bars.bar(.nan, width: 4) == "    ")
    }

    @Test(arguments: [
        ("abc", 3), ("äöü", 3), ("e\u{301}", 1), ("日本", 4), ("😀", 2), ("\u{1B}[1mab\u{1B}[0m", 2), ("", 0),
    ])
    func widthCountsTerminalCells(text: String, width: Int) {
        #expect(Columns.width(text) == width)
        #expect(Columns.width(Columns.pad(text, 10)) == 10)
        #expect(Columns.width(Columns.padLeft(text, 10)) == 10)
    }

    @Test(arguments: [
        ("abcdef", 6, "abcdef"), ("abcdef", 5, "abcd…"), ("日本語", 5, "日本…"), ("日本語", 4, "日…"), ("abc", 0, ""),
        ("\u{1B}[1mabcdef\u{1B}[0m", 4, "\u{1B}[1mabc…\u{1B}[0m"),
        ("a\u{1B}[1mb\u{1B}[0mcdef", 4, "a\u{1B}[1mb\u{1B}[0mc…"),
    ])
    func textIsCutWhereItEnds(text: String, width: Int, result: String) {
        #expect(Columns.cut(text, width) == result)
    }

    @Test func controlCharactersAreRemoved() {
        let value: JSONValue = ["a": ["x\u{1B}[2J\u{7}\n\u{9B}y\u{202E}z", 1]]
        #expect(value.withoutControlCharacters == ["a": ["x [2J   y z", 1]])
    }

    @Test(arguments: [(0.0, "0.00"), (0.005, "0.01"), (12.345, "12.35"), (-0.5, "-0.50"), (-0.001, "0.00")])
    func numbersHaveTwoDigits(number: Double, text: String) {
        #expect(hundredths(number) == text)
    }

    @Test(arguments: [
        (0, "0"), (999, "999"), (1000, "1,000"), (-1_234_567, "-1,234,567"), (Int.min, "-9,223,372,036,854,775,808"),
    ])
    func numbersAreGrouped(number: Int, text: String) {
        #expect(grouped(number) == text)
    }

    @Test(arguments: [
        ("1", "spotify:track:x"), ("2", "spotify:track:y"), ("NACHT", "spotify:track:x"), ("love", "spotify:track:y"),
    ])
    func aTrackIsFoundByNumberOrTitle(text: String, uri: String) throws {
        var playlist = Samples.playlist
        playlist.tracks[0].title = "Nacht Love"
        playlist.tracks[1].title = "Love"
        #expect(try TrackChoice.find(text, in: playlist).uri == uri)
        #expect(throws: CommandFailure.self) { try TrackChoice.find("lov", in: playlist) }
    }
}
