import Foundation
import Testing

@testable import Charts

@Suite struct PictureTests {
    /// Whether an XML parser takes the text as a document.
    private func isWellFormed(_ text: String) -> Bool {
        // Every element that opens closes again, in order; attributes never hold a raw quote or bracket.
        var open: [Substring] = []
        var rest = text[...]
        while let start = rest.firstIndex(of: "<") {
            guard let end = rest[start...].firstIndex(of: ">") else { return false }
            let tag = rest[rest.index(after: start)..<end]
            if tag.hasPrefix("/") {
                guard open.popLast() == tag.dropFirst() else { return false }
            } else if !tag.hasSuffix("/") {
                open.append(tag.prefix { !$0.isWhitespace })
            }
            rest = rest[rest.index(after: end)...]
        }
        return open.isEmpty
    }

    @Test func untrustedTextIsEscaped() {
        var picture = SVG(width: 10, height: 10)
        picture.text("<script>\"a\" & 'b'\u{1}</script>", at: Point(1, 2), "ink")
        picture.rect(Box(left: 0, top: 0, width: 1, height: 1), "s0", note: "a</title><x>")
        let file = picture.file(title: "1 < 2")
        #expect(!file.contains("<script>"))
        #expect(file.contains("&lt;script&gt;&quot;a&quot; &amp; 'b'\u{FFFD}"))
        #expect(file.contains("<title>1 &lt; 2</title>"))
        #expect(isWellFormed(file))
    }

    @Test func pictureHasLightAndDarkStyles() {
        let file = SVG(width: 10, height: 10).file(title: "nothing")
        #expect(file.contains("prefers-color-scheme:dark"))
        for series in 0..<4 {
            let name = ChartStyle.fill(series)
            #expect(ChartStyle.sheet.components(separatedBy: ".\(name){fill:").count == 3)
        }
    }

    @Test func chartsWithoutDataStayInsideTheirPicture() {
        var filled = Histogram(0...1, bins: 5)
        filled.add(0.3)
        var grid = BinGrid(x: 0...1, y: 0...1, columns: 3, rows: 3)
        var picture = SVG(width: 400, height: 300)
        let frame = Box(left: 100, top: 40, width: 250, height: 200)
        for histograms in [[], [Histogram(0...1, bins: 5)], [filled, Histogram(0...1, bins: 5)]] {
            DensityLines(histograms).draw(in: &picture, frame: frame, heading: "a")
        }
        HeatMap(grid).draw(in: &picture, frame: frame, heading: "a", xName: "x", yName: nil)
        grid.add(0.5, 0.5)
        HeatMap(grid).draw(in: &picture, frame: frame, heading: "a", xName: "x", yName: "y")
        StackedBars([], series: []).drawColumns(in: &picture, frame: frame)
        StackedBars([.init("none", [0, 0])], series: ["p", "q"]).drawRows(in: &picture, frame: frame, names: 50)
        let some = StackedBars([.init("some", [1, 3], mark: 1)], series: ["p", "q"])
        some.drawRows(in: &picture, frame: frame, names: 50)
        ConfusionMatrix(names: ["p", "q"], counts: [[0, 0], [1, 3]]).draw(
            in: &picture, frame: frame, rowName: "r", columnName: "c")
        Legend(["p", "q"]).draw(in: &picture, at: Point(10, 10))
        let file = picture.file(title: "all")
        #expect(isWellFormed(file))
        #expect(!file.contains("nan") && !file.contains("inf"))
        #expect(file.contains("25 %") && file.contains("75 %"))
    }

    @Test func longNamesAreShortened() {
        #expect(TextWidth.fitting("short", 100) == "short")
        let long = TextWidth.fitting(String(repeating: "a", count: 100), 100)
        #expect(long.hasSuffix("…") && long.count < 20)
        #expect(TextWidth.of(TextWidth.fitting(String(repeating: "漢", count: 100), 100)) <= 100)
    }
}
