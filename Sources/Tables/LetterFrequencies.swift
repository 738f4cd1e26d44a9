import Glibc

/// Tells Windows' code pages apart by the letters that each language writes beyond ASCII.
enum LetterFrequencies {
    private struct Language {
        var encoding: TextEncoding
        /// Letters with how often they come among its letters beyond ASCII, as a rough number.
        var letters: String
    }

    /// Rough frequencies of running text: enough to tell languages apart. Latin alphabets have their letters beyond
    /// ASCII only.
    private static let languages: [Language] = [
        Language(encoding: .windows1252, letters: "é60 è12 à14 ê7 ç4 ô3 û2 î2 ù1 â2 ï1 ë1 œ1 ü1 ö1"),
        Language(encoding: .windows1252, letters: "ü35 ä30 ö20 ß15 é2"),
        Language(encoding: .windows1252, letters: "ó30 á20 é15 í25 ñ12 ú7 ü1 ¿3 ¡3"),
        Language(encoding: .windows1252, letters: "ã25 ç20 é18 á15 í10 ó8 ê8 õ6 ú5 â4 à3 ô2"),
        Language(encoding: .windows1252, letters: "à25 è35 é10 ò15 ù12 ì10"),
        Language(encoding: .windows1252, letters: "ä30 å25 ö25 ø15 æ10 é3 ü1"),
        Language(encoding: .windows1252, letters: "ð25 á18 í16 þ10 æ9 ö8 ó9 é6 ú6 ý3"),
        Language(encoding: .windows1250, letters: "ł20 ą12 ę13 ó10 ż10 ś8 ć5 ń3 ź1 é1"),
        Language(encoding: .windows1250, letters: "í20 á18 é12 ě13 š8 č9 ř10 ž9 ý8 ů5 ú1 ť1 ď1 ň1"),
        Language(encoding: .windows1250, letters: "á20 í10 é9 č10 š9 ž10 ý10 ú9 ľ4 ť5 ô2 ň2 ä1 ď2"),
        Language(encoding: .windows1250, letters: "á35 é35 ö11 ó11 ő8 ü6 í7 ú3 ű2"),
        Language(encoding: .windows1250, letters: "č12 š12 ž7 ć7 đ3"),
        Language(encoding: .windows1250, letters: "ă40 ş12 ţ13 î14 â8"),
        Language(encoding: .windows1254, letters: "ı30 ş12 ğ8 ü13 ç8 ö6 İ2 â1"),
        Language(encoding: .windows1257, letters: "ė18 š13 ų15 ž9 č5 ū5 į7 ą3 ę3"),
        Language(encoding: .windows1257, letters: "ā30 ī15 ē15 š5 ņ3 ļ3 ķ2 ū5 ž2 č1 ģ1"),
        Language(
            encoding: .windows1251,
            letters: "о110 е85 а80 и74 н67 т63 с55 р47 в45 л44 к35 м32 д30 п28 у26 я20 ы19 ь17 г17 з16 б16 ч14 й12 х10"
                + " ж9 ш7 ю6 ц5 щ4 э3 ф3 ъ1 ё2 і10 ї4 є3 ў1"),
        Language(
            encoding: .windows1253,
            letters: "α110 ο97 ι94 ε86 τ80 σ49 ν79 η57 υ45 ρ41 π39 κ38 μ33 λ30 ω19 ς40 δ17 γ17 χ12 θ13 φ8 β7 ξ4 ζ4 ψ2"
                + " ά20 έ19 ή15 ί24 ό17 ύ11 ώ8"),
        Language(
            encoding: .windows1255,
            letters: "י110 ו100 ה90 ל75 א63 ר56 ת51 ב47 ש45 מ46 נ28 ד27 ע26 ח25 ק20 פ18 ם25 כ20 ט10 ן10 צ10 ג12 ס12"
                + " ז9 ך6 ף3 ץ2"),
        Language(
            encoding: .windows1256,
            letters: "ا125 ل115 ي67 م65 ن60 و60 ر40 ت40 ب35 ة30 ع30 د25 س22 ف22 ه25 ك20 ق20 أ25 ح18 ج12 ش10 ص10 ط8"
                + " خ8 إ8 ى8 ض6 ذ6 ث5 ز6 غ4 ء4 ئ3 ظ2 آ2 ؤ1"),
    ]

    private static let scripts: Set<TextEncoding> = [.windows1251, .windows1253, .windows1255, .windows1256]

    /// Signs that stand in the same place on nearly every page, such as quotes and dashes: they tell nothing.
    private static let signs: Set<UInt8> = [
        0x80, 0x82, 0x84, 0x85, 0x86, 0x87, 0x89, 0x8B, 0x91, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0x99, 0x9B, 0xA0,
        0xA7, 0xA9, 0xAB, 0xAE, 0xB0, 0xB1, 0xB7, 0xBB,
    ]

    /// The page whose language the runs look most like, and another one that is nearly as likely and reads them
    /// differently.
    static func encoding(of runs: [ArraySlice<UInt8>]) -> (encoding: TextEncoding, alternative: TextEncoding?) {
        var counts = [Int](repeating: 0, count: 256)
        for run in runs {
            for byte in run where byte >= 0x80 && !signs.contains(byte) { counts[Int(byte)] += 1 }
        }
        // Greek, Cyrillic, Hebrew and Arabic words have no ASCII in them; Western ones mostly have.
        let mixed = runs.count { $0.contains { ($0 | 0x20) &- 97 < 26 } }
        let isLatin = mixed * 2 > runs.count
        var scores: [(encoding: TextEncoding, score: Double)] = []
        for model in models where !isLatin || !scripts.contains(model.encoding) {
            let score = (0x80..<0x100).reduce(0) { $0 + Double(counts[$1]) * model.chances[$1 - 0x80] }
            scores.append((model.encoding, score))
        }
        let best = scores.reduce((TextEncoding.windows1252, -Double.infinity)) { $1.score > $0.1 ? $1 : $0 }
        let others = scores.filter { $0.encoding != best.0 && differ($0.encoding, best.0, counts) }
        let second = others.reduce((TextEncoding.windows1252, -Double.infinity)) { $1.score > $0.1 ? $1 : $0 }
        // Twenty times as likely is called certain.
        return (best.0, best.1 - second.1 < 3 ? second.0 : nil)
    }

    private static let models = languages.map { (encoding: $0.encoding, chances: chances($0)) }

    /// The logarithm of each upper byte's chance in the language.
    private static func chances(_ language: Language) -> [Double] {
        let page = language.encoding.upperHalf ?? []
        var weights: [Character: Double] = [:]
        for entry in language.letters.split(separator: " ") {
            guard let letter = entry.first, let weight = Double(entry.dropFirst()) else { continue }
            weights[letter, default: 0] += weight
            // Capitals are an eighth of their small letters.
            if let capital = letter.uppercased().first, letter.uppercased().count == 1, capital != letter {
                weights[capital, default: 0] += weight / 8
            }
        }
        let sum = weights.values.reduce(0, +)
        return page.map { unit in
            guard unit != 0, let scalar = Unicode.Scalar(unit) else { return log(0.000_000_1) }
            return log(max(weights[Character(scalar)].map { $0 / sum } ?? 0, 0.000_5))
        }
    }

    /// Whether two pages read the counted bytes as different characters.
    private static func differ(_ one: TextEncoding, _ other: TextEncoding, _ counts: [Int]) -> Bool {
        guard let first = one.upperHalf, let second = other.upperHalf else { return true }
        return (0..<128).contains { counts[$0 + 0x80] > 0 && first[$0] != second[$0] }
    }
}
