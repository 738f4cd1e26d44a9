import ControlProtocol
import ControlSocket

/// How a bar wants its lines.
enum BarFormat: String, CaseIterable {
    /// A JSON object a line, as waybar's custom modules read it.
    case waybar
    /// A JSON object a line, as i3blocks reads it with `format=json`.
    case i3blocks
    /// The text alone.
    case plain
}

/// What a bar shows of EmoTunes: one line, and more where the pointer rests on it.
struct BarLine: Equatable {
    /// A word or two.
    var text: String
    /// By which a bar picks an icon: the mood, or what stands in its place.
    var alternative: String
    /// More, line by line.
    var tooltip: [String]
    /// By which a bar picks colours: `alternative` and what else holds.
    var classes: [String]
    /// How sure the mood is, in steps of five, so that a bar is not drawn anew at every look; nil where there is none.
    var percentage: Int?

    /// No daemon answers.
    static let off = BarLine(
        text: "off", alternative: "off", tooltip: ["EmoTunes is not running", "systemctl --user start emotunesd"],
        classes: ["off"], percentage: nil)

    /// The same, with the reason where it is another.
    static func off(_ error: ControlClientError) -> BarLine {
        var line = off
        switch error {
        // One that has hung up is gone; whether it is is seen at the next call.
        case .noDaemon, .disconnected: break
        default: line.tooltip = [error.advice]
        }
        return line
    }

    func line(_ format: BarFormat) -> String {
        switch format {
        case .plain: text
        case .waybar: waybar.compactText
        case .i3blocks: (["full_text": .string(text), "short_text": .string(text)] as JSONValue).compactText
        }
    }

    private var waybar: JSONValue {
        // What waybar is given it takes for Pango's markup.
        let members: [JSONObject.Member] = [
            .init("text", .string(HTMLText.escaped(text))), .init("alt", .string(alternative)),
            .init("tooltip", .string(HTMLText.escaped(tooltip.joined(separator: "\n")))),
            .init("class", .array(classes.map { .string($0) })),
        ]
        let sure = percentage.map { [JSONObject.Member("percentage", .integer(Int64($0)))] } ?? []
        return .object(JSONObject(members + sure))
    }
}

extension BarLine {
    init(_ status: Status, now: Timestamp, calendar: LocalCalendar) {
        let time = { (moment: Timestamp) in calendar.text(moment, now: now) }
        let (text, word) = Self.name(status)
        (self.text, alternative) = (text, word)
        classes = [word]
        tooltip = []
        percentage = nil
        if let hold = status.moodHold {
            classes.append("held")
            percentage = 100
            tooltip.append("\(hold.mood.rawValue) until \(time(hold.until)), as \(hold.by) said")
        } else if let mood = status.mood {
            let sure = Int((min(max(mood.confidence, 0), 1) * 20).rounded()) * 5
            percentage = sure
            tooltip.append("\(mood.name.rawValue) since \(time(mood.since)), about \(sure) % sure")
        }
        if status.state == .degraded || status.state == .cameraUnavailable { classes.append("trouble") }
        if status.state == .idle { classes.append("away") }
        if let end = status.pausedUntil { tooltip.append("paused until \(time(end))") }
        tooltip.append(
            status.playlist.map { "playlist \($0.id) for \($0.mood.rawValue), \($0.tracks) songs" } ?? "no playlist yet"
        )
        if status.state == .degraded, let notice = status.notices?.first { tooltip.append(notice) }
        if status.camera.state != .streaming, let detail = status.camera.detail { tooltip.append(detail) }
    }

    /// What stands in the bar, and its word.
    private static func name(_ status: Status) -> (text: String, word: String) {
        switch status.camera.state {
        case .paused where status.moodHold == nil: return ("paused", "paused")
        case .denied, .missing, .failed:
            return status.moodHold.map { ($0.mood.rawValue, $0.mood.rawValue) } ?? ("no camera", "no-camera")
        default:
            guard let mood = status.moodHold?.mood ?? status.mood?.name, mood != .unrecognised else {
                return ("…", "unknown")
            }
            return (mood.rawValue, mood.rawValue)
        }
    }
}
