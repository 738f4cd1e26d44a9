/// Extended M3U in UTF-8: only what can be played, and a comment for the rest. Files stand in it by their plain absolute
/// paths, which every player reads; some take a URI for the name of a file.
package enum M3U8 {
    /// The whole file.
    package static func text(_ document: PlaylistDocument) -> String {
        var lines = ["#EXTM3U", "#PLAYLIST:" + oneLine(document.title)]
        for entry in document.entries {
            let label = oneLine(entry.label)
            if let location = entry.path.flatMap(plain) ?? entry.locations.first {
                let seconds = entry.durationMilliseconds.map { max(0, $0 + 500) / 1000 } ?? -1
                lines += ["#EXTINF:\(seconds),\(label)", oneLine(location)]
            } else {
                lines.append("# nothing playable known: \(label)")
            }
        }
        return (lines + [""]).joined(separator: "\n")
    }

    /// The path, unless it holds what cannot stand in a line: its URI does then.
    private static func plain(_ path: String) -> String? {
        path.hasPrefix("/") && oneLine(path).unicodeScalars.elementsEqual(path.unicodeScalars) ? path : nil
    }

    /// A line break in a name must not become a line of its own, which a player would take for a file.
    private static func oneLine(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { scalar in
                    switch scalar.properties.generalCategory {
                    case .control, .lineSeparator, .paragraphSeparator: " "
                    default: scalar
                    }
                }))
    }
}
