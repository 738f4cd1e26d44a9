/// How a file's bytes stand for characters.
package enum TextEncoding: Hashable, Sendable, CaseIterable {
    case utf8, utf16LittleEndian, utf16BigEndian
    case windows1250, windows1251, windows1252, windows1253, windows1254, windows1255, windows1256, windows1257
    case shiftJIS, gbk, koreanEUC, big5

    /// The name, for people.
    package var name: String {
        switch self {
        case .utf8: "UTF-8"
        case .utf16LittleEndian, .utf16BigEndian: "UTF-16"
        case .windows1250: "Windows-1250 (Central European)"
        case .windows1251: "Windows-1251 (Cyrillic)"
        case .windows1252: "Windows-1252 (Western European)"
        case .windows1253: "Windows-1253 (Greek)"
        case .windows1254: "Windows-1254 (Turkish)"
        case .windows1255: "Windows-1255 (Hebrew)"
        case .windows1256: "Windows-1256 (Arabic)"
        case .windows1257: "Windows-1257 (Baltic)"
        case .shiftJIS: "Windows-932 (Japanese)"
        case .gbk: "Windows-936 (Chinese, simplified)"
        case .koreanEUC: "Windows-949 (Korean)"
        case .big5: "Windows-950 (Chinese, traditional)"
        }
    }

    /// The characters of the bytes 128 to 255 where each is one; nil for other encodings.
    var upperHalf: [UInt16]? {
        switch self {
        case .windows1250: CodePages.windows1250
        case .windows1251: CodePages.windows1251
        case .windows1252: CodePages.windows1252
        case .windows1253: CodePages.windows1253
        case .windows1254: CodePages.windows1254
        case .windows1255: CodePages.windows1255
        case .windows1256: CodePages.windows1256
        case .windows1257: CodePages.windows1257
        case .utf8, .utf16LittleEndian, .utf16BigEndian, .shiftJIS, .gbk, .koreanEUC, .big5: nil
        }
    }

    /// The name by which iconv knows an encoding of one or two bytes a character.
    var iconvName: String? {
        switch self {
        case .shiftJIS: "CP932"
        case .gbk: "GBK"
        case .koreanEUC: "CP949"
        case .big5: "CP950"
        default: nil
        }
    }

    /// The encoding that a text's first bytes give away: a byte order mark, or the zeros of UTF-16. Nil where they do
    /// not, as for UTF-8 without a mark and all others.
    package init?(beginning bytes: some Collection<UInt8>) {
        let head = Array(bytes.prefix(256))
        if head.starts(with: [0xEF, 0xBB, 0xBF]) {
            self = .utf8
        } else if head.starts(with: [0xFF, 0xFE]) {
            self = .utf16LittleEndian
        } else if head.starts(with: [0xFE, 0xFF]) {
            self = .utf16BigEndian
        } else {
            // Of a header in Latin letters every other byte is zero, and none of the others.
            let pairs = head.count / 2
            let first = (0..<pairs).count { head[2 * $0] == 0 }, second = (0..<pairs).count { head[2 * $0 + 1] == 0 }
            guard pairs >= 4 else { return nil }
            if second * 10 >= pairs * 9, first == 0 {
                self = .utf16LittleEndian
            } else if first * 10 >= pairs * 9, second == 0 {
                self = .utf16BigEndian
            } else {
                return nil
            }
        }
    }
}
