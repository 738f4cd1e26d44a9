/// Playlists that programs write: M3U and XSPF. Nothing is opened that they name.
enum PlaylistText {
    /// `#EXTINF:215,Artist - Title` before each file; where there is none, the file's own name.
    static func readM3U(_ bytes: [UInt8], into collector: inout TasteFile.Collector) {
        var told: String?
        for line in bytes.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
            // An old M3U is in the code page of its machine; what is no UTF-8 is Latin text then.
            var text =
                String(validating: line, as: UTF8.self) ?? String(String.UnicodeScalarView(line.map { .init($0) }))
            if text.unicodeScalars.first == "\u{FEFF}" { text.unicodeScalars.removeFirst() }
            if text.hasPrefix("#EXTINF:") {
                told = text.firstIndex(of: ",").map { String(text[text.index(after: $0)...]) }
                continue
            }
            if text.hasPrefix("#") { continue }
            let name = told ?? fileName(text)
            told = nil
            let (artist, title) = parted(name)
            collector.add(artist: artist, title: title)
        }
    }

    /// The last part of a path, without ending and track number.
    private static func fileName(_ path: String) -> String {
        let name = path.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? path
        var stem = name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
        let digits = stem.prefix(while: \.isNumber)
        if !digits.isEmpty, digits.count <= 3 {
            let rest = stem.dropFirst(digits.count).drop { " .-_".contains($0) }
            if rest.contains(" - ") { stem = String(rest) }
        }
        return stem
    }

    /// "Artist - Title"
    private static func parted(_ text: String) -> (artist: String?, title: String?) {
        for dash in [" - ", " – ", " — "] {
            guard let place = firstRange(of: dash, in: text) else { continue }
            return (String(text[..<place.lowerBound]), String(text[place.upperBound...]))
        }
        return (nil, text)
    }

    private static func firstRange(of part: String, in text: String) -> Range<String.Index>? {
        var start = text.startIndex
        while start < text.endIndex {
            if text[start...].hasPrefix(part) { return start..<text.index(start, offsetBy: part.count) }
            start = text.index(after: start)
        }
        return nil
    }

    /// `<track><title>…</title><creator>…</creator></track>`; all else is passed over.
    static func readXSPF(_ bytes: [UInt8], into collector: inout TasteFile.Collector) {
        var (title, artist): (String?, String?) = (nil, nil)
        var place = bytes.startIndex
        var isInTrack = false
        var text: [UInt8] = []
        while place < bytes.endIndex {
            guard bytes[place] == UInt8(ascii: "<") else {
                text.append(bytes[place])
                place += 1
                continue
            }
            if let end = end(of: "<!--", "-->", in: bytes, at: place) {
                place = end
                continue
            }
            if let end = end(of: "<![CDATA[", "]]>", in: bytes, at: place) {
                text += bytes[(place + 9)..<max(place + 9, end - 3)]
                place = end
                continue
            }
            guard let close = bytes[place...].firstIndex(of: UInt8(ascii: ">")) else { break }
            let name = String(decoding: bytes[(place + 1)..<close].prefix { $0 > 0x20 }, as: UTF8.self)
            place = close + 1
            switch name {
            case "track": (isInTrack, title, artist) = (true, nil, nil)
            case "/track":
                collector.add(artist: artist, title: title)
                isInTrack = false
            case "/title" where isInTrack: title = decoded(text)
            case "/creator" where isInTrack: artist = decoded(text)
            default: break
            }
            text.removeAll(keepingCapacity: true)
        }
    }

    /// Behind the end of what begins at a place like that; nil where something else does.
    private static func end(of start: String, _ end: String, in bytes: [UInt8], at place: Int) -> Int? {
        guard bytes[place...].starts(with: start.utf8) else { return nil }
        let end = Array(end.utf8)
        var place = place + start.utf8.count
        while place + end.count <= bytes.count {
            if bytes[place...].starts(with: end) { return place + end.count }
            place += 1
        }
        return bytes.count
    }

    private static let entities: [Substring: String] = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'",
    ]

    private static func decoded(_ bytes: [UInt8]) -> String {
        let parts = String(decoding: bytes, as: UTF8.self).split(separator: "&", omittingEmptySubsequences: false)
        var text = String(parts.first ?? "")
        for part in parts.dropFirst() {
            guard let end = part.firstIndex(of: ";"), let character = character(part[..<end]) else {
                text += "&" + part
                continue
            }
            text += character + part[part.index(after: end)...]
        }
        return text
    }

    private static func character(_ name: Substring) -> String? {
        if let known = entities[name] { return known }
        guard name.first == "#" else { return nil }
        let digits = name.dropFirst()
        let number = digits.first == "x" ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        return number.flatMap(Unicode.Scalar.init).map { String(Character($0)) }
    }
}
