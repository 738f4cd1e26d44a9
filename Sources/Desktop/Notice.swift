/// What a notification tells a person.
package struct Notice: Sendable, Hashable {
    /// One line.
    package var title: String
    /// The lines below it, as they are: a server that takes markup is sent them escaped.
    package var lines: [String]
    /// The buttons, in order.
    package var actions: [Action]
    /// When it was made, by the boot clock: an old one is not shown any more.
    package var madeAt: Double

    /// What a person may do about it.
    package enum Action: String, Sendable, Hashable, CaseIterable {
        /// Like the song that plays.
        case like
        /// Have another list made.
        case another
        /// Close the camera for an hour.
        case pause

        /// What stands on the button.
        package var label: String {
            switch self {
            case .like: "Like"
            case .another: "Another"
            case .pause: "Pause an hour"
            }
        }
    }

    package init(title: String, lines: [String] = [], actions: [Action] = [], madeAt: Double) {
        self.title = title
        self.lines = lines
        self.actions = actions
        self.madeAt = madeAt
    }

    /// The text below the title: titles of songs come from files that strangers wrote, so what steers is taken out, long
    /// lines are cut, and what would be markup is escaped where the server reads markup.
    func body(markup: Bool) -> String {
        lines.map { line in
            let plain = Self.cut(line)
            guard markup else { return plain }
            return plain.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
        }.joined(separator: "\n")
    }

    private static let longest = 120

    private static func cut(_ line: String) -> String {
        let steering: [Unicode.GeneralCategory] = [.control, .format, .lineSeparator, .paragraphSeparator, .surrogate]
        let visible = String(
            String.UnicodeScalarView(
                line.unicodeScalars.map { steering.contains($0.properties.generalCategory) ? " " : $0 }))
        return visible.count > longest ? visible.prefix(longest - 1) + "…" : visible
    }
}

/// How a module of the desktop's part says what a person may want to read in the journal.
package protocol DesktopLog: Sendable {
    func note(_ text: String)
    func trouble(_ text: String)
    /// What helps to find a mistake.
    func detail(_ text: String)
}
