/// The style sheet of all charts, for light and dark ground.
///
/// A series is a class `s0` … `s3`: orange, blue, vermilion and green of Okabe and Ito's palette, which colour-blind
/// readers can distinguish; lighter on dark ground.
package enum ChartStyle {
    /// CSS for a page that holds pictures, or for a picture alone.
    package static let sheet = """
        .chart{font:12px system-ui,-apple-system,"Segoe UI","DejaVu Sans",sans-serif;max-width:100%;height:auto}
        .chart rect{shape-rendering:crispEdges}
        .ink{fill:#1d2129}.soft{fill:#5b6370}.strong{fill:#1d2129;font-weight:600}.small{font-size:10.5px}
        .heading{fill:#1d2129;font-size:14px;font-weight:600}
        .paper{fill:#fff}.grid{stroke:#e3e6ea;fill:none}.axis{stroke:#9aa2ad;fill:none}.empty{fill:#eef0f3}
        .heat{fill:#3a5a8c}.trend{stroke:#b3261e;stroke-width:2;fill:none}.on-dark{fill:#fff}.on-light{fill:#1d2129}
        .s0{fill:#e69f00}.s1{fill:#0072b2}.s2{fill:#d55e00}.s3{fill:#009e73}
        .l0,.l1,.l2,.l3{fill:none;stroke-width:1.8;stroke-linejoin:round}
        .l0{stroke:#e69f00}.l1{stroke:#0072b2}.l2{stroke:#d55e00}.l3{stroke:#009e73}
        .a0,.a1,.a2,.a3{fill-opacity:.13}.a0{fill:#e69f00}.a1{fill:#0072b2}.a2{fill:#d55e00}.a3{fill:#009e73}
        @media(prefers-color-scheme:dark){
        .ink,.strong,.heading{fill:#e8eaed}.soft{fill:#a3abb6}
        .paper{fill:#15181d}.grid{stroke:#2a2f37}.axis{stroke:#69717d}.empty{fill:#22262d}
        .heat{fill:#8fb4ec}.trend{stroke:#ff8a80}.on-dark{fill:#0e1116}.on-light{fill:#e8eaed}
        .s0{fill:#f2b93b}.s1{fill:#58a9e0}.s2{fill:#ef8450}.s3{fill:#3fc79a}
        .l0{stroke:#f2b93b}.l1{stroke:#58a9e0}.l2{stroke:#ef8450}.l3{stroke:#3fc79a}
        .a0{fill:#f2b93b}.a1{fill:#58a9e0}.a2{fill:#ef8450}.a3{fill:#3fc79a}}
        """

    /// The class that fills with a series' colour.
    package static func fill(_ series: Int) -> String { "s\(series & 3)" }
    /// The class that draws a line in a series' colour.
    package static func line(_ series: Int) -> String { "l\(series & 3)" }
    /// The class that fills the area under such a line.
    package static func area(_ series: Int) -> String { "a\(series & 3)" }
}
