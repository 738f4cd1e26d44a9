import FoundationEssentials

/// XSPF version 1, the XML playlist format most players read.
package enum XSPF {
    /// The whole file.
    package static func text(_ document: PlaylistDocument) -> String {
        var lines = [
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
            "<playlist version=\"1\" xmlns=\"http://xspf.org/ns/0/\">",
            "  " + element("title", document.title),
            "  " + element("creator", document.creator),
        ]
        if let note = document.note { lines.append("  " + element("annotation", note)) }
        lines.append("  " + element("date", document.date.formatted(.iso8601)))
        lines.append("  <trackList>")
        lines += document.entries.flatMap(track)
        lines += ["  </trackList>", "</playlist>", ""]
        return lines.joined(separator: "\n")
    }

    /// The elements in the order of the specification.
    private static func track(_ entry: PlaylistEntry) -> [String] {
        var lines = ["    <track>"]
        lines += entry.locations.map { "      " + element("location", $0) }
        if let title = entry.title { lines.append("      " + element("title", title)) }
        if !entry.artists.isEmpty {
            lines.append("      " + element("creator", entry.artists.joined(separator: ", ")))
        }
        if let info = entry.info { lines.append("      " + element("info", info)) }
        if let album = entry.album { lines.append("      " + element("album", album)) }
        if let duration = entry.durationMilliseconds, duration >= 0 {
            lines.append("      " + element("duration", String(duration)))
        }
        return lines + ["    </track>"]
    }

    private static func element(_ name: String, _ text: String) -> String {
        "<\(name)>\(escaped(text))</\(name)>"
    }

    private static func escaped(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result.append(contentsOf: "&amp;".unicodeScalars)
            case "<": result.append(contentsOf: "&lt;".unicodeScalars)
            // Only `]]>` must not stand in text, but escaping each one does no harm.
            case ">": result.append(contentsOf: "&gt;".unicodeScalars)
            // As a reference, because a parser turns a bare carriage return into a line feed.
            case "\r": result.append(contentsOf: "&#13;".unicodeScalars)
            case "\t", "\n", " "..."\u{D7FF}", "\u{E000}"..."\u{FFFD}", "\u{10000}"..."\u{10FFFF}":
                result.append(scalar)
            default:
                // XML 1.0 has no way to hold it, not even escaped.
                result.append("\u{FFFD}")
            }
        }
        return String(result)
    }
}
