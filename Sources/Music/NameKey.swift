import Foundation

/// Names reduced to what people mean by them, so that "Beyoncé" and "BEYONCE", "Don't" and "Dont" are the same.
package enum NameKey {
    /// Lower case, no accents, no punctuation, words separated by one space, `&` as "and". Names made of signs only
    /// keep their signs.
    package static func fold(_ name: String) -> String {
        let ascii = name.utf8.allSatisfy { $0 < 0x80 }
        let text = ascii ? name : name.lowercased().decomposedStringWithCanonicalMapping
        var key = String.UnicodeScalarView()
        var gap = false
        for scalar in text.unicodeScalars {
            switch scalar {
            case "A"..."Z":
                append([Unicode.Scalar(UInt8(scalar.value) | 0x20)])
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

    /// Letters that people write without, but Unicode does not take apart.
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
