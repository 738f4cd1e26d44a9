/// Why a file cannot be imported. The catalogue is unchanged.
package struct ImportError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of error. An open set: later versions may add kinds.
    package struct Code: Hashable, Sendable {
        let name: String

        /// A folder or a device.
        package static let notAFile = Code(name: "not_a_file")
        /// Without even a header.
        package static let empty = Code(name: "empty")
        /// Not text in UTF-8.
        package static let binary = Code(name: "binary")
        /// A table whose columns match no known format.
        package static let unknownColumns = Code(name: "unknown_columns")
        /// More files or tracks than the catalogue can hold.
        package static let tooMany = Code(name: "too_many")
    }

    /// The kind of error.
    package let code: Code
    /// The file it is about.
    package let path: String
    /// One line: what happened, to what, and what to do.
    package let description: String

    init(_ code: Code, _ path: String, _ problem: String) {
        self.code = code
        self.path = path
        description = "\(path) \(problem)"
    }
}
