/// Tells the East Asian encodings, of one or two bytes a character, from those of one byte.
enum TwoByteText {
    private enum Part {
        /// A character that text of the encoding is full of, one that is possible, and none.
        case common, rare, none
    }

    /// The encoding in which nearly all runs are whole characters, most of them common; nil if there is none.
    static func encoding(of runs: [ArraySlice<UInt8>]) -> TextEncoding? {
        var best: (encoding: TextEncoding, common: Double)?
        for encoding in [TextEncoding.shiftJIS, .koreanEUC, .gbk, .big5] {
            var whole = 0, common = 0, characters = 0
            for run in runs {
                let count = count(run, encoding)
                if count.isWhole { whole += 1 }
                common += count.common
                characters += count.characters
            }
            // A name or two may be cut in an odd place.
            guard characters > 0, whole * 20 >= runs.count * 19 else { continue }
            let share = Double(common) / Double(characters)
            if share > 0.6, share > best?.common ?? 0 { best = (encoding, share) }
        }
        return best?.encoding
    }

    private static func count(
        _ run: ArraySlice<UInt8>, _ encoding: TextEncoding
    ) -> (characters: Int, common: Int, isWhole: Bool) {
        var characters = 0, common = 0
        var position = run.startIndex
        while position < run.endIndex {
            let first = run[position]
            if first < 0x80 {
                position += 1
                continue
            }
            if encoding == .shiftJIS, (0xA1...0xDF).contains(first) {
                // Half-width letters stand in a row, or are a Western text.
                characters += 1
                position += 1
                continue
            }
            guard position + 1 < run.endIndex else { return (characters + 1, common, false) }
            switch part(first, run[position + 1], encoding) {
            case .common: common += 1
            case .rare: break
            case .none: return (characters + 1, common, false)
            }
            characters += 1
            position += 2
        }
        return (characters, common, true)
    }

    private static func part(_ first: UInt8, _ second: UInt8, _ encoding: TextEncoding) -> Part {
        switch encoding {
        case .shiftJIS:
            guard (0x81...0x9F).contains(first) || (0xE0...0xFC).contains(first),
                (0x40...0x7E).contains(second) || (0x80...0xFC).contains(second)
            else { return .none }
            // Kana, the usual signs and the characters taught at school.
            return (0x81...0x83).contains(first) || (0x88...0x97).contains(first) ? .common : .rare
        case .koreanEUC:
            guard (0x81...0xFE).contains(first), second >= 0x41, second < 0xFF else { return .none }
            return (0xB0...0xC8).contains(first) && second >= 0xA1 ? .common : .rare
        case .gbk:
            guard (0x81...0xFE).contains(first), second >= 0x40, second < 0xFF, second != 0x7F else { return .none }
            // The first level of GB 2312; Korean syllables lie in its lower half.
            return (0xB0...0xD7).contains(first) && second >= 0xA1 ? .common : .rare
        case .big5:
            guard (0xA1...0xF9).contains(first), (0x40...0x7E).contains(second) || (0xA1...0xFE).contains(second)
            else { return .none }
            return (0xA4...0xC6).contains(first) ? .common : .rare
        default: return .none
        }
    }
}
