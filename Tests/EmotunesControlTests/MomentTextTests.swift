import ControlProtocol
import Testing

@testable import EmotunesControl

@Suite struct MomentTextTests {
    /// Sunday, 1 March 2026, 14:15:09.
    private let reader = MomentText(now: TestSurroundings.now, calendar: .utc)

    private func begin(_ text: String) -> String? { reader.moment(text)?.begin.rfc3339 }

    @Test(arguments: [
        ("9:05", "2026-03-01T09:05:00Z"), ("14:15", "2026-03-01T14:15:00Z"), ("15:42", "2026-02-28T15:42:00Z"),
        ("00:00:07", "2026-03-01T00:00:07Z"), ("yesterday 15:42", "2026-02-28T15:42:00Z"),
        ("Yesterday 9:00", "2026-02-28T09:00:00Z"), ("today 9:00", "2026-03-01T09:00:00Z"),
        ("2026-01-31 23:59", "2026-01-31T23:59:00Z"), ("2026-01-31T23:59:30", "2026-01-31T23:59:30Z"),
        ("2026-01-31T23:59:30+01:00", "2026-01-31T22:59:30Z"), ("2026-02-28", "2026-02-28T00:00:00Z"),
        ("yesterday", "2026-02-28T00:00:00Z"), ("15m", "2026-03-01T14:00:09.250Z"), ("2h", "2026-03-01T12:15:09.250Z"),
        ("3d", "2026-02-26T14:15:09.250Z"),
    ])
    func readsWhatAPersonWrites(text: String, moment: String) {
        #expect(begin(text) == moment)
    }

    @Test(arguments: [
        "", "noon", "25:00", "12:60", "1542", "15", "2026-02-31", "2026-2-1", "2026-01-31 25:00", "yesterday noon",
        "tomorrow 9:00", "9:00 yesterday", "12:00:61", "1:2:3:4", "15:4x", "-2h", "2026-01-31T",
    ])
    func refusesTheRest(text: String) { #expect(reader.moment(text) == nil) }

    @Test func aMinuteADayAndASecondEnd() throws {
        #expect(reader.moment("9:05")?.end.rfc3339 == "2026-03-01T09:06:00Z")
        #expect(reader.moment("9:05:10")?.end.rfc3339 == "2026-03-01T09:05:11Z")
        #expect(reader.moment("yesterday")?.end.rfc3339 == "2026-03-01T00:00:00Z")
    }
}
