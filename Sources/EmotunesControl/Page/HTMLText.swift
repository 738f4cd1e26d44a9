/// Escapes text for HTML, and for Pango's markup, which has the same signs.
enum HTMLText {
    /// The text escaped for an element or a quoted attribute.
    static func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.append(character)
            }
        }
        return result
    }

    /// The address, escaped, if it is https; nil otherwise, so that no script address becomes a link.
    static func address(_ url: String?) -> String? {
        guard let url, url.hasPrefix("https://"), url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
        return escaped(url)
    }
}
