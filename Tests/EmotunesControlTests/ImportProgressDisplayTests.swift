import CatalogueImport
import EmotunesControl
import Testing

@testable import CatalogueCommands

@Suite struct ImportProgressDisplayTests {
    /// What is written while a clock ticks on by `step` seconds a call.
    private func shown(isTerminal: Bool, step: Double, columns: Int = 80) -> String {
        var text = ""
        var context = TestSurroundings().context
        context.isErrorTerminal = isTerminal
        context.writeError = { text += $0 }
        context.terminalSize = { (columns, 24) }
        var now = 0.0
        let display = ImportProgressDisplay(context) {
            now += step
            return now
        }
        for part in 1...4 {
            display.advance(
                ImportProgress(path: "a.csv", bytesRead: part * 250, bytesTotal: 1000, rows: part * 1000))
        }
        display.enter(.index)
        display.finish()
        return text
    }

    @Test func drawsABarOnATerminal() {
        let text = shown(isTerminal: true, step: 2)
        #expect(text.contains("\r[██████                  ] 25 %, 1,000 rows, 500 rows/s, 6 s left\u{1B}[K"))
        #expect(text.contains("building the index"))
        #expect(text.hasSuffix("\r\u{1B}[K"))
        #expect(!text.contains("\n"))
    }

    @Test func cutsTheBarToANarrowTerminal() {
        let lines = shown(isTerminal: true, step: 2, columns: 30).split(separator: "\r")
        #expect(lines.allSatisfy { Columns.width(String($0).replacing("\u{1B}[K", with: "")) < 30 })
    }

    @Test func printsPlainLinesWithoutATerminal() {
        let lines = shown(isTerminal: false, step: 3).split(separator: "\n")
        #expect(lines.first == "importing: 50 %, 2,000 rows, 333 rows/s, 6 s left")
        #expect(lines.last == "importing: building the index")
        #expect(!lines.contains { $0.contains("\u{1B}") || $0.contains("\r") })
    }

    @Test func printsNothingForAShortImport() {
        #expect(shown(isTerminal: false, step: 0.01).isEmpty)
    }
}
