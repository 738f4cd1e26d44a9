import ControlProtocol
import ControlSocket
import ControlTestSupport
import FoundationEssentials
import TestSupport
import Testing

@testable import EmotunesControl

@Suite(.ownThread) struct HistoryCommandTests {
    private func at(_ time: String) -> Timestamp { Timestamp(rfc3339: time) ?? Timestamp(secondsSince1970: 0) }

    /// Two days: Saturday neutral and sad with a shift, Sunday happy.
    private var history: History {
        History(
            moods: [
                MoodPeriod(
                    from: at("2026-02-28T09:30:00Z"), to: at("2026-02-28T11:30:00Z"), mood: .neutral, confidence: 0.9),
                MoodPeriod(
                    from: at("2026-02-28T11:30:00Z"), to: at("2026-02-28T12:00:00Z"), mood: .sad, confidence: 0.8),
                MoodPeriod(
                    from: at("2026-02-28T23:30:00Z"), to: at("2026-03-01T00:30:00Z"), mood: .happy, confidence: 0.8),
            ],
            shifts: [
                MoodShift(at: at("2026-02-28T11:31:00Z"), from: .neutral, to: .sad, confidence: 0.8, why: "looked, sad")
            ],
            playlists: [PastPlaylist(id: 7, at: at("2026-02-28T11:31:01Z"), mood: .sad, reason: "=mood shifted")],
            events: [
                HistoryEvent(
                    at: at("2026-02-28T09:00:00Z"), kind: .program, word: "started", subject: nil, text: "it started")
            ])
    }

    private func run(_ arguments: String...) throws -> (status: Int32, world: TestSurroundings, queries: [HistoryQuery])
    {
        let server = try TestServer()
        server.service.change(history: [history])
        let world = TestSurroundings()
        let status = ControlCommandLine.run(["history"] + arguments + ["--socket", server.path], in: world.context)
        return (status, world, server.service.queries)
    }

    @Test func withoutOptionsADayIsAskedFor() throws {
        let (status, world, queries) = try run()
        #expect(status == 0)
        #expect(queries == [HistoryQuery()])
        #expect(world.output.contains("=mood shifted"))
    }

    @Test func fromAndToAreAskedFor() throws {
        let (status, _, queries) = try run("--from", "yesterday", "--to", "9:00", "--json")
        #expect(status == 0)
        #expect(queries == [HistoryQuery(from: at("2026-02-28T00:00:00Z"), to: at("2026-03-01T09:01:00Z"))])
    }

    @Test func partsAreJoined() throws {
        let server = try TestServer()
        server.service.change(history: [history, History(), history])
        let world = TestSurroundings()
        #expect(world.run("history", "--json", "--socket", server.path) == 0)
        let printed = try JSONValue(parsing: world.output).decoded(as: History.self)
        #expect(printed.moods == history.moods + history.moods)
        #expect(printed.events.count == 2)
    }

    @Test(arguments: [
        ["--at", "9:00", "--week"], ["--at", "9:00", "--from", "8:00"], ["--week", "--month"],
        ["--week", "--from", "3d"],
        ["--export", "xml"], ["--export", "csv", "--json"], ["--export", "csv", "--plot", "x.svg"],
    ])
    func whatDoesNotGoTogetherIsBadUsage(arguments: [String]) {
        let world = TestSurroundings()
        #expect(ControlCommandLine.run(["history"] + arguments, in: world.context) == 2)
    }

    @Test(arguments: [
        ["--at", "noon"], ["--from", "2026-02-31"], ["--to", "x"], ["--from", "9:00", "--to", "8:00"],
        ["--at", "2026-03-02"],
    ])
    func aMomentThatIsNoneIsNamed(arguments: [String]) throws {
        let world = TestSurroundings()
        #expect(ControlCommandLine.run(["history", "--socket", "/nonexistent"] + arguments, in: world.context) == 1)
        #expect(!world.errorOutput.isEmpty)
    }

    @Test func weekSharesTheDaysAndHours() throws {
        let (status, world, queries) = try run("--week")
        #expect(status == 0)
        #expect(queries == [HistoryQuery(from: at("2026-02-23T00:00:00Z"))])
        let lines = world.output.split(separator: "\n").map(String.init)
        #expect(
            lines.contains {
                $0.hasPrefix("  Sat 28 Feb") && $0.contains("3 h") && $0.contains("neutral 67 %, happy 17 %, sad 17 %")
                    && $0.hasSuffix("(1 shift)")
            })
        #expect(lines.contains { $0.hasPrefix("  Sun  1 Mar") && $0.contains("30 min") && $0.contains("happy 100 %") })
        #expect(lines.contains { $0.hasPrefix("  11:00") && $0.contains("neutral 50 %, sad 50 %") })
        #expect(lines.contains { $0.hasPrefix("  Fri 27 Feb") && $0.hasSuffix("–") })
    }

    @Test func monthIsDrawn() throws {
        let folder = try TemporaryFolder()
        let (status, world, queries) = try run("--month", "--plot", folder.file("month.svg"))
        #expect(status == 0)
        #expect(queries == [HistoryQuery(from: at("2026-01-31T00:00:00Z"))])
        let drawing = try String(contentsOfFile: folder.file("month.svg"), encoding: .utf8)
        #expect(drawing.hasPrefix("<svg ") && drawing.contains("Sat 28 Feb: sad 30 min") && !drawing.contains("NaN"))
        #expect(world.output.hasPrefix("Drew 2026-01-31 to 2026-03-01 into "))
    }

    @Test func csvHasALineForEverything() throws {
        let (status, world, _) = try run("--export", "csv")
        #expect(status == 0)
        #expect(
            world.output.split(separator: "\r\n").map(String.init) == [
                "time,kind,until,mood,from,confidence,text",
                "2026-02-28T09:00:00Z,program,,,,,started: it started",
                "2026-02-28T09:30:00Z,mood,2026-02-28T11:30:00Z,neutral,,0.90,",
                "2026-02-28T11:30:00Z,mood,2026-02-28T12:00:00Z,sad,,0.80,",
                "2026-02-28T11:31:00Z,shift,,sad,neutral,0.80,\"looked, sad\"",
                "2026-02-28T11:31:01Z,playlist,,sad,,,7: =mood shifted",
                "2026-02-28T23:30:00Z,mood,2026-03-01T00:30:00Z,happy,,0.80,",
            ])
    }

    @Test func jspfHoldsTheSongs() throws {
        let (status, world, _) = try run("--export", "jspf")
        #expect(status == 0)
        let playlist = try JSONValue(parsing: world.output)["playlist"]
        guard case .array(let tracks)? = playlist?["track"] else {
            Issue.record("no tracks")
            return
        }
        #expect(tracks.count == 2)
        #expect(tracks.first?["title"] == "A")
        #expect(tracks.first?["creator"] == "B, C")
        #expect(tracks.first?["location"] == ["spotify:track:x"])
        #expect(tracks.first?["annotation"] == "playlist 7, for sad, 2026-02-28T11:31:01Z")
    }

    @Test func aMomentIsToldOfWhatWasBeforeAndAfter() throws {
        let (status, world, queries) = try run("--at", "yesterday 11:31")
        #expect(status == 0)
        #expect(queries.count == 2)
        #expect(queries.first?.to == at("2026-02-28T11:32:00Z") && queries.first?.limit != nil)
        #expect(queries.last == HistoryQuery(from: at("2026-02-28T11:32:00Z"), to: at("2026-02-28T17:32:00Z")))
        #expect(
            world.output.hasPrefix("Saturday 28 February 2026, 11:31\nYour mood shifted from neutral to sad at 11:31"))
        #expect(world.output.contains("Playlist 7 was made for it."))
    }
}
