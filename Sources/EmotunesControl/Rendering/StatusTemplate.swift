import ArgumentParser
import ControlProtocol

/// A line with names in braces, such as `{mood} {confidence}`, that are replaced by what the daemon says.
struct StatusTemplate {
    private enum Part {
        case text(String)
        case value(@Sendable (Status) -> String)
    }

    private let parts: [Part]

    /// The names, and what each stands for; empty where it is not known.
    private static let values: [(name: String, value: @Sendable (Status) -> String)] = [
        ("mood", { ($0.moodHold?.mood ?? $0.mood?.name).map(\.rawValue) ?? "" }),
        ("confidence", { $0.mood.map { percent($0.confidence) } ?? "" }),
        ("since", { ($0.moodHold?.since ?? $0.mood?.since)?.rfc3339 ?? "" }),
        ("held_until", { $0.moodHold?.until.rfc3339 ?? "" }),
        ("state", { $0.state.rawValue }),
        ("camera", { $0.camera.state.rawValue }),
        ("paused_until", { $0.pausedUntil?.rfc3339 ?? "" }),
        ("playlist", { $0.playlist.map { String($0.id) } ?? "" }),
        ("playlist_mood", { $0.playlist?.mood.rawValue ?? "" }),
        ("tracks", { $0.playlist.map { String($0.tracks) } ?? "" }),
        ("reason", { $0.playlist?.reason ?? "" }),
        ("spotify", { $0.spotify.state.rawValue }),
        ("version", { $0.version }),
    ]

    /// The names, for a person.
    static var names: String { values.map { "{\($0.name)}" }.joined(separator: ", ") }

    /// - Throws: `ValidationError` for a name that stands for nothing, or a brace that is not closed.
    init(parsing text: String) throws {
        var parts: [Part] = [], plain = "", rest = Substring(text)
        while let character = rest.popFirst() {
            let isDoubled = rest.first == character
            if (character == "{" || character == "}") && isDoubled {
                rest.removeFirst()
                plain.append(character)
            } else if character == "{" {
                guard let end = rest.firstIndex(of: "}") else {
                    throw ValidationError("‘\(text)’: a brace is not closed; a brace itself is written {{ or }}.")
                }
                let name = rest[..<end]
                rest = rest[rest.index(after: end)...]
                guard let value = Self.values.first(where: { $0.name == name })?.value else {
                    throw ValidationError("{\(name)} stands for nothing; there are \(Self.names).")
                }
                parts += [.text(plain), .value(value)]
                plain = ""
            } else if character == "}" {
                throw ValidationError("‘\(text)’: a brace is closed that was not opened; a brace itself is written }}.")
            } else {
                plain.append(character)
            }
        }
        self.parts = parts + [.text(plain)]
    }

    /// The line for a status.
    func line(_ status: Status) -> String {
        parts.map { part in
            switch part {
            case .text(let text): text
            case .value(let value): value(status)
            }
        }.joined()
    }
}
