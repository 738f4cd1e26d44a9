import MessageBus
import Testing

@testable import Desktop

@Suite struct NoticeTests {
    @Test func markupIsEscapedWhereTheServerReadsIt() {
        let notice = Notice(title: "Mood: happy", lines: ["<b>A</b> & B", "C"], madeAt: 0)
        #expect(notice.body(markup: true) == "&lt;b&gt;A&lt;/b&gt; &amp; B\nC")
        #expect(notice.body(markup: false) == "<b>A</b> & B\nC")
    }

    @Test func whatSteersIsTakenOutAndLongLinesAreCut() {
        let notice = Notice(
            title: "", lines: ["a\u{1B}[31m\nb\u{202E}c", String(repeating: "x", count: 500)], madeAt: 0)
        let lines = notice.body(markup: false).split(separator: "\n")
        #expect(lines.count == 2 && lines[0] == "a [31m b c")
        #expect(lines[1].count == 120 && lines[1].hasSuffix("…"))
    }
}

@Suite struct HookEndingTests {
    private let call = HookCall(command: ["/bin/lights"], environment: [:], limit: 30)

    private func trouble(_ changes: [String: BusValue]...) -> String? {
        var ending = HookEnding()
        // As a manager tells it: first that nothing runs yet.
        ending.take(["ActiveState": .text("inactive"), "SubState": .text("dead"), "Result": .text("success")])
        #expect(!ending.isOver)
        ending.take(["ActiveState": .text("activating")])
        for change in changes { ending.take(change) }
        return ending.isOver ? ending.trouble(call) : "not over"
    }

    @Test func hookThatEndsWellIsNoTrouble() {
        #expect(trouble(["Result": .text("success")], ["ActiveState": .text("inactive")]) == nil)
        #expect(trouble(["ActiveState": .text("active")]) == "not over")
    }

    @Test func hookThatFailsIsNamedWithItsStatus() throws {
        let failed: [String: BusValue] = ["ActiveState": .text("failed")]
        let status = try #require(trouble(["Result": .text("exit-code"), "ExecMainStatus": .number(7)], failed))
        #expect(status.contains("/bin/lights failed with exit status 7"))
        let missing = try #require(trouble(["Result": .text("exit-code"), "ExecMainStatus": .number(203)], failed))
        #expect(missing.contains("could not be started"))
        #expect(try #require(trouble(["Result": .text("timeout")], failed)).contains("longer than 30 s"))
        #expect(try #require(trouble(["Result": .text("oom-kill")], failed)).contains("oom-kill"))
    }

    @Test func hookThatLeavesSomethingRunningIsNamed() throws {
        let told = trouble(
            ["Result": .text("success"), "MainPID": .number(0)],
            ["ActiveState": .text("deactivating"), "SubState": .text("stop-sigterm")],
            ["ActiveState": .text("inactive"), "SubState": .text("dead")])
        #expect(try #require(told).contains("left something running"))
        // Stopped by a person: its own process was still there.
        #expect(
            trouble(
                ["Result": .text("success"), "MainPID": .number(9)], ["SubState": .text("stop-sigterm")],
                ["ActiveState": .text("inactive")]) == nil)
    }
}
