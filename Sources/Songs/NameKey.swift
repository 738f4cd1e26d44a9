/// Normalised names for comparison: "Beyoncé" and "BEYONCE", "Don't" and "Dont" are the same.
package enum NameKey {
    /// Lower case, no accents, no punctuation, words separated by one space, `&` as "and". Names made of signs only
    /// keep their signs.
    package static func fold(_ name: String) -> String {
        var plain: [UInt8] = []
        if appendPlain(name.utf8, to: &plain), !plain.isEmpty { return String(decoding: plain, as: UTF8.self) }
        let text = name.lowercased().decomposed
        var key = String.UnicodeScalarView()
        var gap = false
        for scalar in text.unicodeScalars {
            switch scalar {
            case "a"..."z", "0"..."9":
                append([scalar])
            case "&":
                gap = true
                append("and".unicodeScalars)
                gap = true
            case "'", "\u{2019}", "\u{300}"..."\u{36F}":
                continue
            default:
                if let plain = plainLetters[scalar] {
                    append(plain.unicodeScalars)
                } else if scalar.value >= 0x80, isWordPart(scalar) {
                    append([scalar])
                } else {
                    gap = true
                }
            }
        }
        return key.isEmpty ? name.lowercased() : String(key)

        func append(_ scalars: some Sequence<Unicode.Scalar>) {
            if gap, !key.isEmpty { key.append(" ") }
            gap = false
            key.append(contentsOf: scalars)
        }
    }

    /// The key of one recording: first artist and title. Nil while either is unknown.
    package static func track(title: String?, artists: [String]) -> String? {
        guard let title, let artist = artists.first else { return nil }
        return track(title: title, artist: artist)
    }

    /// The key of one recording by artist and title.
    package static func track(title: String, artist: String) -> String {
        // `|` never survives folding, so the two parts cannot run into each other.
        fold(artist) + "|" + fold(title)
    }

    /// The hash of a name key, as the catalogue stores it.
    package static func hash(_ key: String) -> UInt64 {
        var key = key
        return key.withUTF8 { XXHash64.hash(UnsafeRawBufferPointer($0)) }
    }

    /// The hash of the key of title and first artist, given in UTF-8; `artists` as a catalogue's row has them.
    /// - Parameter scratch: a buffer that is reused between calls.
    package static func hash(title: [UInt8], artists: [UInt8], _ scratch: inout [UInt8]) -> UInt64 {
        scratch.removeAll(keepingCapacity: true)
        let first = artists.firstIndex(of: NameList.separatorByte) ?? artists.endIndex
        append(folding: artists[..<first], to: &scratch)
        scratch.append(UInt8(ascii: "|"))
        append(folding: title[...], to: &scratch)
        return XXHash64.hash(scratch)
    }

    /// As `fold`, on UTF-8.
    package static func append(folding name: ArraySlice<UInt8>, to key: inout [UInt8]) {
        let start = key.count
        if appendPlain(name, to: &key), key.count > start { return }
        // Accents and other scripts need Unicode's tables.
        key.removeSubrange(start...)
        key.append(contentsOf: fold(String(decoding: name, as: UTF8.self)).utf8)
    }

    /// As `fold` for ASCII, but nothing of a name made of signs only; false, and any part of the name, for other text.
    private static func appendPlain(_ name: some Sequence<UInt8>, to key: inout [UInt8]) -> Bool {
        let start = key.count
        var gap = false
        for byte in name {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                if gap, key.count > start { key.append(0x20) }
                gap = false
                key.append(byte >= UInt8(ascii: "A") ? byte | 0x20 : byte)
            case UInt8(ascii: "&"):
                if key.count > start { key.append(0x20) }
                key.append(contentsOf: "and".utf8)
                gap = true
            case UInt8(ascii: "'"):
                continue
            case 0x80...:
                return false
            default:
                gap = true
            }
        }
        return true
    }

    /// Letters that Unicode does not decompose into a base letter and a mark.
    private static let plainLetters: [Unicode.Scalar: String] = [
        "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h",
    ]

    private static func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
            .spacingMark, .decimalNumber, .letterNumber, .otherNumber:
            true
        default:
            false
        }
    }
}
