import ControlProtocol
import ControlSocket

/// The content of the live view and the escape sequences that draw it.
struct LiveScreen {
    /// Switches to the alternate screen, hides the cursor and turns line wrapping off.
    static let enter = "\u{1B}[?1049h\u{1B}[?25l\u{1B}[?7l"
    static let leave = "\u{1B}[?7h\u{1B}[?25h\u{1B}[?1049l"

    private static let home = "\u{1B}[H"
    private static let clearLine = "\u{1B}[K"
    private static let clearBelow = "\u{1B}[J"
    private static let shiftsShown = 5

    var history: History?
    private(set) var status: Status?

    init(history: History?) {
        self.history = history
    }

    /// Takes a reply of `Monitor`.
    mutating func take(_ reply: VarlinkReply) throws(ControlClientError) {
        guard reply.continues else { throw .disconnected }
        guard let object = reply.parameters["status"] else { throw .malformedReply("no status in it") }
        do {
            status = try object.withoutControlCharacters.decoded(as: Status.self)
        } catch {
            throw .malformedReply("a status of another version")
        }
    }

    /// Overwrites the screen in place, cut to the size it has now.
    func drawing(in context: ControlContext) -> String {
        let size = context.terminalSize() ?? (80, 24)
        let lines = lines(in: context).prefix(max(1, size.rows)).map { Columns.cut($0, size.columns) + Self.clearLine }
        return Self.home + lines.joined(separator: "\r\n") + Self.clearBelow
    }

    private func lines(in context: ControlContext) -> [String] {
        guard let status else { return [context.style.dim("Waiting for emotunesd …")] }
        let now = context.now()
        let text = StatusText(status: status, now: now, calendar: context.calendar, style: context.style)
        return text.lines + shifts(now, context) + ["", context.style.dim("Ctrl-C ends this view, not emotunesd.")]
    }

    private func shifts(_ now: Timestamp, _ context: ControlContext) -> [String] {
        guard let history, !history.shifts.isEmpty else { return [] }
        let text = HistoryText(history: history, now: now, calendar: context.calendar, style: context.style)
        let newestFirst = history.shifts.suffix(Self.shiftsShown).reversed()
        return ["", context.style.dim("Last shifts")] + newestFirst.map { "  " + text.line($0) }
    }
}
