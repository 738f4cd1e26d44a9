/// Where the value of a setting comes from.
package enum SettingOrigin: Sendable, Equatable, CustomStringConvertible {
    /// No layer has the key.
    case standard
    /// The line, counted from 1, of a configuration file or of one of its drop-ins.
    case file(String, line: Int)
    /// A command-line option, `--set`.
    case option(String)

    package var description: String {
        switch self {
        case .standard: "default"
        case .file(let path, let line): "\(path):\(line)"
        case .option(let name): name
        }
    }
}
