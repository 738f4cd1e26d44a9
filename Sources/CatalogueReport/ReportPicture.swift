/// One picture of the report.
package struct ReportPicture: Sendable {
    /// Also the file's name, without its ending.
    package var name: String
    package var heading: String
    /// What to look for, in a sentence or two.
    package var caption: String
    /// Nil where the catalogue has nothing to draw; the caption then says what is missing.
    package var element: String?
    /// The same as a file of its own.
    package var file: String?
}
