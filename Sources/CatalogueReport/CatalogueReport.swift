import Charts
import Songs

/// An analysis of a catalogue: charts, and the page that shows them.
///
/// `CatalogueReport` computes the statistics and draws them. It knows `Charts`, `Songs`, `SongMoodModel` and
/// `Catalogue`.
package struct CatalogueReport: Sendable {
    /// The charts in the order of the page.
    package let pictures: [ReportPicture]
    private let statistics: CatalogueStatistics
    private let made: String

    /// - Parameter made: the date in the page's footer.
    package init(_ statistics: CatalogueStatistics, made: String) {
        self.statistics = statistics
        self.made = made
        pictures = [
            MoodPictures.overview(statistics), FeaturePictures.distributions(statistics),
            FeaturePictures.plane(statistics), PopularityPictures.relations(statistics),
            TimePictures.decades(statistics), TimePictures.hits(statistics), ArtistPictures.largest(statistics),
            ArtistPictures.single(statistics), MoodPictures.agreement(statistics),
        ]
    }

    /// The files by name: the page, and every chart for which there were data.
    package var files: [(name: String, contents: String)] {
        [("index.html", page)] + pictures.compactMap { picture in picture.file.map { ("\(picture.name).svg", $0) } }
    }

    /// A self-contained HTML page.
    package var page: String {
        let drawn = pictures.filter { $0.element != nil }.map { picture in
            """
            <section><h2>\(SVG.escaped(picture.heading))</h2>
            <p>\(SVG.escaped(picture.caption))</p>
            <figure>\(picture.element ?? "")</figure></section>

            """
        }
        let missing = pictures.filter { $0.element == nil }.map { picture in
            "<li><b>\(SVG.escaped(picture.heading)):</b> \(SVG.escaped(picture.caption))</li>\n"
        }
        let gaps =
            missing.isEmpty ? "" : "<section><h2>Not drawn</h2><ul>\n\(missing.joined())</ul></section>\n"
        return """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <meta name="color-scheme" content="light dark"><title>EmoTunes: the catalogue</title>
            <style>
            \(ChartStyle.sheet)
            \(Self.pageStyle)
            </style></head><body>
            <h1>The catalogue</h1>
            <p>\(SVG.escaped(lead))</p>
            \(drawn.joined())\(gaps)<footer>EmoTunes, \(SVG.escaped(made)). Song moods are what the model makes of a \
            track's sound; they are likely, not certain.</footer>
            </body></html>

            """
    }

    private var lead: String {
        let tracks = ReportText.count(statistics.tracks, "track")
        guard statistics.tracks > 0 else { return "The catalogue is empty." }
        let sound = ReportText.count(statistics.tracksWithFeatures, "has", "have")
        return "\(tracks), of which \(sound) audio features."
    }

    private static let pageStyle = """
        body{font:15px/1.5 system-ui,-apple-system,"Segoe UI","DejaVu Sans",sans-serif;max-width:960px;
        margin:2em auto;padding:0 1em;color:#1d2129;background:#fff}
        h1{font-size:1.7em;margin:0}h2{font-size:1.15em;margin:2em 0 0}p{margin:.3em 0 .8em;color:#5b6370}
        figure{margin:0}ul{color:#5b6370;padding-left:1.2em}
        footer{margin:3em 0 1em;color:#5b6370;font-size:.85em}
        @media(prefers-color-scheme:dark){body{color:#e8eaed;background:#15181d}p,ul,footer{color:#a3abb6}}
        """
}

/// Numbers and names as the report writes them.
enum ReportText {
    static let moods = SongMood.allCases.map(\.rawValue)

    /// 1,234,567.
    static func number(_ value: Int) -> String {
        let digits = String(abs(value))
        var result = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { result += "," }
            result.append(digit)
        }
        return (value < 0 ? "-" : "") + result
    }

    /// "1 track", "2 tracks".
    static func count(_ value: Int, _ one: String, _ many: String? = nil) -> String {
        "\(number(value)) \(value == 1 ? one : many ?? one + "s")"
    }

    /// "12 %" with a no-break space; a share above 0 is never shown as 0.
    static func percent(_ part: Int, _ whole: Int) -> String {
        guard whole > 0 else { return "–" }
        let share = Double(part) / Double(whole) * 100
        if part > 0, share < 0.5 { return "under 1\u{A0}%" }
        return "\(Int(share.rounded()))\u{A0}%"
    }

    /// A correlation with two decimals.
    static func correlation(_ value: Double) -> String {
        let hundredths = Int((abs(value) * 100).rounded())
        let sign = value < 0 && hundredths > 0 ? "−" : ""
        return "\(sign)\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
    }
}

extension ReportPicture {
    /// Draws on a sheet of the page's width.
    init(
        _ name: String, heading: String, caption: String, height: Double, draw: (inout SVG) -> Void
    ) {
        var picture = SVG(width: 960, height: height)
        draw(&picture)
        self.init(
            name: name, heading: heading, caption: caption, element: picture.element(title: heading),
            file: picture.file(title: heading))
    }

    /// A chart without data.
    init(_ name: String, heading: String, missing: String) {
        self.init(name: name, heading: heading, caption: missing, element: nil, file: nil)
    }
}
