import ControlProtocol
import ControlTestSupport
import Foundation
import TestSupport
import Testing

@testable import EmotunesControl

@Suite(.ownThread) struct HistoryPlotTests {
    private let end = TestSurroundings.now

    private func moment(_ hoursAgo: Double) -> Timestamp {
        Timestamp(secondsSince1970: end.secondsSince1970 - hoursAgo * 3600)
    }

    private func svg(_ history: History) -> String { HistoryPlot(history: history, end: end, calendar: .utc).svg }

    private var day: History {
        History(
            moods: [
                MoodPeriod(from: moment(30), to: moment(20), mood: .neutral, confidence: 0.9),
                MoodPeriod(from: moment(20), to: moment(18), mood: .sad, confidence: 0.5),
                MoodPeriod(from: moment(4), to: moment(1), mood: .happy, confidence: 1),
                MoodPeriod(from: moment(50), to: moment(40), mood: .angry, confidence: 1),
            ],
            shifts: [
                MoodShift(at: moment(20), from: .neutral, to: .sad, confidence: 0.8, why: "sad < 3 & \"held\""),
                MoodShift(at: moment(30), from: .sad, to: .neutral, confidence: 0.8, why: "too old"),
            ],
            playlists: [
                PastPlaylist(id: 7, at: moment(20), mood: .sad, reason: ""),
                PastPlaylist(id: 8, at: moment(19.9), mood: .sad, reason: ""),
            ])
    }

    @Test func plotDrawsTheLastDayOnly() throws {
        let picture = svg(day)
        #expect(picture.contains("Moods from 2026-02-28 14:15 to 2026-03-01 14:15"))
        // Four hours of the stretch that began before the day are inside it, two of sadness, three of happiness.
        for total in ["4 h", "2 h", "3 h"] { #expect(picture.contains(">\(total)</text>")) }
        #expect(!picture.contains("too old"))
        #expect(picture.components(separatedBy: "<rect class=").count - 1 == 4)
        #expect(picture.contains("class=\"neutral\" x=\"100.0\""))
    }

    @Test func untrustedTextIsEscaped() throws {
        let picture = svg(day)
        #expect(picture.contains("sad &lt; 3 &amp; &quot;held&quot;"))
        let parser = XMLChecker(picture)
        #expect(parser.isBalanced)
    }

    @Test func plotLeavesOutOverlappingLabels() {
        let picture = svg(day)
        #expect(picture.contains(">7</text>") && !picture.contains(">8</text>"))
        #expect(picture.contains("playlist 8 for sad"))
    }

    @Test func plotIsSelfContainedInBothThemes() {
        let picture = svg(day)
        #expect(!picture.contains("href") && !picture.contains("url(") && !picture.contains("@import"))
        #expect(picture.contains("prefers-color-scheme: dark"))
    }

    @Test func plotOfAnEmptyDaySaysSo() {
        #expect(svg(History(moods: [], shifts: [], playlists: [])).contains("No mood was noted in these 24 hours."))
    }

    @Test func historyPlotWritesACompleteFile() throws {
        let server = try TestServer()
        let folder = try TemporaryFolder()
        let world = TestSurroundings()
        let file = folder.file("day.svg")
        #expect(world.run("history", "--plot", file, "--socket", server.path) == 0)
        #expect(world.output == "Drew the last 24 hours into \(file).\n")
        #expect(try String(contentsOfFile: file, encoding: .utf8).hasSuffix("</svg>\n"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["day.svg"])
    }

    @Test func historyPlotNamesAPathItCannotWrite() throws {
        let server = try TestServer()
        let world = TestSurroundings()
        #expect(world.run("history", "--plot", "/nonexistent/day.svg", "--socket", server.path) == 1)
        #expect(world.errorOutput.contains("could not create /nonexistent/day.svg: No such file or directory"))
        #expect(world.run("history", "--plot", "x.svg", "--json", "--socket", server.path) == 2)
    }
}

/// Whether every element that is opened is closed, in order.
private struct XMLChecker {
    let isBalanced: Bool

    init(_ text: String) {
        var open: [Substring] = []
        var isGood = true
        for piece in text.split(separator: "<").dropFirst(text.hasPrefix("<") ? 0 : 1) {
            guard let end = piece.lastIndex(of: ">") else {
                isGood = false
                break
            }
            let tag = piece[..<end]
            let name = tag.drop { $0 == "/" }.prefix { $0.isLetter }
            if tag.hasPrefix("/") {
                isGood = isGood && open.popLast() == name
            } else if !tag.hasSuffix("/") {
                open.append(name)
            }
        }
        isBalanced = isGood && open.isEmpty
    }
}
