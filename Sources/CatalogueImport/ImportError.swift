/// Why a file cannot be imported at all. The catalogue is then as it was.
package struct ImportError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of trouble. Open: more may come.
    package struct Code: Hashable, Sendable {
        let name: String

        /// A folder or a device.
        package static let notAFile = Code(name: "not_a_file")
        package static let empty = Code(name: "empty")
        /// Not text in UTF-8.
        package static let binary = Code(name: "binary")
        /// A table, but none that we know.
        package static let unknownColumns = Code(name: "unknown_columns")
        /// The catalogue cannot take more.
        package static let tooMany = Code(name: "too_many")
    }

    package let code: Code
    package let path: String
    /// One line: what happened, to what, and what to do.
    package let description: String

    init(_ code: Code, _ path: String, _ problem: String) {
        self.code = code
        self.path = path
        description = "\(path) \(problem)"
    }
}
