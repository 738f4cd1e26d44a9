/// Text on its way into a page.
enum HTMLText {
    /// Nothing in it is markup any more, in an element or in a quoted attribute.
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

    /// An address that may be followed: nothing but https ever is.
    static func address(_ url: String?) -> String? {
        guard let url, url.hasPrefix("https://"), url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
        return escaped(url)
    }
}
