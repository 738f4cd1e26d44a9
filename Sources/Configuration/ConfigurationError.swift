/// Why the daemon's settings cannot be used: one line for each thing that is wrong.
package struct ConfigurationError: Error, Equatable, CustomStringConvertible {
    /// One thing that is wrong.
    package struct Problem: Sendable, Equatable, CustomStringConvertible {
        /// A file's path, or `--set` and what followed it.
        package var origin: String
        /// Counted from 1; nil if it is about no single line.
        package var line: Int?
        /// What is wrong, and what is allowed.
        package var message: String

        package var description: String {
            line.map { "\(origin):\($0): \(message)" } ?? "\(origin): \(message)"
        }
    }

    /// The exit status of a program that cannot use its configuration: `EX_CONFIG`, which the units do not restart.
    package static let exitStatus: Int32 = 78

    /// The most problems that are shown.
    private static let maximumShown = 10

    /// At least one, in the order in which they stand in the file.
    package var problems: [Problem]

    init(_ problems: [Problem]) {
        self.problems = problems
    }

    init(origin: String, line: Int? = nil, _ message: String) {
        problems = [Problem(origin: origin, line: line, message: message)]
    }

    package var description: String {
        var lines = problems.prefix(Self.maximumShown).map(\.description)
        if problems.count > Self.maximumShown {
            lines.append("\(problems.count - Self.maximumShown) more like these")
        }
        return lines.joined(separator: "\n")
    }
}
