/// One chart of the report.
package struct ReportPicture: Sendable {
    /// Also the file's name, without its ending.
    package var name: String
    /// The heading above it.
    package var heading: String
    /// What the chart shows, in a sentence or two.
    package var caption: String
    /// The SVG element; nil without data, when the caption says what is missing.
    package var element: String?
    /// The same as an SVG file.
    package var file: String?
}
