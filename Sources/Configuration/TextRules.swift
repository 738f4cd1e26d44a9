/// Validation of text settings. Each function returns the text to store, or nil if it is not allowed.
enum TextRules {
    /// Checks the scheme of a source; the rest is checked when the source is opened.
    static func sourceURI(_ text: String) -> String? {
        let schemes = ["v4l2:", "pipewire:", "video:", "images:", "demo:"]
        guard let scheme = schemes.first(where: text.hasPrefix), text.utf8.count <= 4096 else { return nil }
        // `pipewire:` alone means the camera that the session prefers.
        let isWhole = text.utf8.count > scheme.utf8.count || scheme == "pipewire:"
        return isWhole && isOneLine(text) ? text : nil
    }

    static func identifier(_ text: String) -> String? {
        let allowed = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        return allowed && text.utf8.count <= 128 ? text : nil
    }

    static func playlistName(_ text: String) -> String? {
        let visible = text.contains { !$0.isWhitespace }
        return visible && text.count <= 100 && isOneLine(text) ? text : nil
    }

    static func playlistDescription(_ text: String) -> String? {
        text.count <= 300 && isOneLine(text) ? text : nil
    }

    static func folder(_ text: String) -> String? {
        let shaped = text.isEmpty || text.hasPrefix("/") || text.hasPrefix("~/")
        return shaped && text.utf8.count <= 4096 && isOneLine(text) ? text : nil
    }

    /// A host's name, or an address with or without brackets; MPD's way of naming an abstract socket, `@name`, too.
    static func host(_ text: String) -> String? {
        let isClean = text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "/") }
        guard isClean, text.utf8.count <= 255 else { return nil }
        guard text.hasPrefix("["), text.hasSuffix("]") else { return text }
        return String(text.dropFirst().dropLast())
    }

    /// What MPD takes for a password: its protocol ends a line at a break.
    static func password(_ text: String) -> String? {
        text.utf8.count <= 256 && isOneLine(text) && !text.contains(" ") ? text : nil
    }

    /// Requires https, except for the local host, because tokens are sent there. A slash at the end is removed.
    static func webAddress(_ text: String) -> String? {
        guard let mark = text.firstRange(of: "://"), text.utf8.count <= 1024 else { return nil }
        let scheme = text[..<mark.lowerBound].lowercased()
        let rest = text[mark.upperBound...]
        let authority = rest.prefix { $0 != "/" }
        guard let host = host(of: authority), scheme == "https" || (scheme == "http" && isThisMachine(host)),
            rest.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), !rest.contains(where: "?#\\\"<>^`{|}".contains)
        else { return nil }
        return text.hasSuffix("/") ? String(text.dropLast()) : text
    }

    /// The host of `host[:port]`, lowercased; nil if that is not what it is (a user name before `@`, say).
    private static func host(of authority: Substring) -> String? {
        var host = authority
        if let colon = authority.lastIndex(of: ":"), authority.last != "]" {
            let port = authority[authority.index(after: colon)...]
            guard port.allSatisfy(\.isASCII), let number = UInt16(port), number > 0, port.first != "+" else {
                return nil
            }
            host = authority[..<colon]
        }
        if host.hasPrefix("["), host.hasSuffix("]") {
            let inner = host.dropFirst().dropLast()
            return inner.contains(":") && inner.allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." }
                ? host.lowercased() : nil
        }
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        let named = labels.allSatisfy { label in
            !label.isEmpty && label.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
        }
        return named ? host.lowercased() : nil
    }

    private static func isThisMachine(_ host: String) -> Bool {
        if host == "localhost" || host == "[::1]" { return true }
        let numbers = host.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        return numbers.count == 4 && numbers.allSatisfy { $0 != nil } && numbers[0] == 127
    }

    /// A name, or a part of one, that a program may have on a bus.
    static func isProgramName(_ text: String) -> Bool {
        let isClean = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                true
            default: false
            }
        }
        return isClean && (1...64).contains(text.utf8.count)
    }

    /// Nothing, or a program, absolute or by its name alone, with arguments.
    static func isCommand(_ words: [String]) -> Bool {
        guard let program = words.first else { return true }
        let isPlace = program.hasPrefix("/") || program.hasPrefix("~/") || !program.contains("/")
        return isPlace && !program.isEmpty && words.allSatisfy { $0.utf8.count <= 4096 && isOneLine($0) }
    }

    private static func isOneLine(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    }
}
