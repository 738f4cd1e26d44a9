import Songs

/// Yes and no, as tables write them.
enum TruthWord {
    /// Whether the cell says that a song is explicit; nil where it does not say, or not in a word that is known.
    static func isExplicit(_ cell: UnsafeRawBufferPointer) -> Bool? {
        // What nearly all tables have, without making text of it.
        switch cell.count {
        case 1 where cell[0] == UInt8(ascii: "0"): return false
        case 1 where cell[0] == UInt8(ascii: "1"): return true
        case 4 where cell.elementsEqual("True".utf8) || cell.elementsEqual("true".utf8): return true
        case 5 where cell.elementsEqual("False".utf8) || cell.elementsEqual("false".utf8): return false
        default: break
        }
        guard cell.count <= 64 else { return nil }
        let word = NameKey.fold(String(decoding: cell, as: UTF8.self))
        return isTrue.contains(word) ? true : isFalse.contains(word) ? false : nil
    }

    private static func folded(_ words: String) -> Set<String> {
        Set(words.split(separator: "|").map { NameKey.fold(String($0)) })
    }

    private static let isTrue = folded(
        """
        true|t|yes|y|1|1.0|1.00|e|x|explicit|explicit lyrics|explicit content|parental advisory|pa|on|🅴|✓|✔|4|\
        wahr|ja|j|explizit|anstößig|vrai|oui|explicite|verdadero|cierto|sí|si|s|explícito|explícita|vero|esplicito|\
        esplicita|verdadeiro|sim|waar|expliciet|sant|sann|doğru|evet|açık|はい|真|是|참|예|да|истина|prawda|tak|αληθής|\
        αληθες|ναι|صحيح|نعم|صريح|igaz|igen|pravda|ano|da|sand|tosi|kyllä|adevărat|露骨な表現|明示的な内容|acik icerik
        """)

    private static let isFalse = folded(
        """
        false|f|no|n|0|0.0|0.00|clean|cleaned|not explicit|notexplicit|non explicit|inoffensive|off|2|radio edit|edited|\
        falsch|nein|nicht explizit|faux|non|non explicite|falso|no explícito|non esplicito|não|nao|onwaar|nee|falskt|\
        usann|falsk|nej|nei|yanlış|hayır|いいえ|偽|否|거짓|아니요|нет|ложь|fałsz|nie|ψευδής|ψευδες|όχι|خطأ|خاطئ|لا|hamis|nem|\
        nepravda|ne|epätosi|ei|fals|nu
        """)
}
