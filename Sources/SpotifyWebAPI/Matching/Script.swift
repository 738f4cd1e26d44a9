import CICU
import Songs

/// Names in other scripts than the Latin one.
enum Script {
    /// Whether the text has letters that are not Latin.
    static func isForeign(_ text: some StringProtocol) -> Bool {
        text.unicodeScalars.contains { $0.properties.isAlphabetic && !isLatin($0) }
    }

    private static func isLatin(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0...0x24F, 0x250...0x2AF, 0x1E00...0x1EFF, 0x300...0x36F, 0xFF21...0xFF5A, 0x2C60...0x2C7F: true
        default: false
        }
    }

    /// Whether the script leaves vowels out (Hebrew, Arabic) or is written in Latin letters in many ways (Hangul, Thai,
    /// those of India).
    static func isLoose(_ text: String) -> Bool {
        text.unicodeScalars.contains { scalar in
            switch scalar.value {
            case 0x590...0x7FF, 0xAC00...0xD7AF, 0x1100...0x11FF, 0xE00...0xE7F, 0x900...0xDFF: true
            default: false
            }
        }
    }

    /// In Latin letters, as Unicode's tables have it.
    static func latin(_ text: String) -> String { text.converted(by: emotunes_latin) }

    /// In Latin letters, as people write it.
    static func phonetic(_ text: String) -> String {
        var spelt = ""
        for scalar in text.lowercased().unicodeScalars {
            if let letters = customary[scalar] { spelt += letters } else { spelt.unicodeScalars.append(scalar) }
        }
        let latin = isForeign(spelt) ? latin(spelt) : spelt
        guard isAbjad(text) else { return latin }
        // Letters that stand for vowels there, or are not written elsewhere.
        return latin.filter { !"wyh'`".contains($0) }
    }

    private static func isAbjad(_ text: String) -> Bool {
        text.unicodeScalars.contains { (0x590...0x7FF).contains($0.value) }
    }

    /// Cyrillic and Greek letters that people write otherwise than the tables do.
    private static let customary: [Unicode.Scalar: String] = [
        "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ь": "", "ы": "y", "э": "e",
        "ю": "yu", "я": "ya", "ё": "yo", "й": "y", "є": "ye", "ї": "yi", "і": "i", "ґ": "g", "ў": "u", "ђ": "dj",
        "ј": "j", "љ": "lj", "њ": "nj", "ћ": "c", "џ": "dz", "χ": "ch", "ξ": "x", "ψ": "ps", "η": "i", "ή": "i",
        "υ": "y", "ύ": "y", "ω": "o", "ώ": "o", "θ": "th", "φ": "f",
    ]
}
