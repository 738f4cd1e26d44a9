/// What a file's bytes tell of its encoding, gathered piece by piece. Text that is ASCII costs next to nothing.
package struct EncodingSurvey {
    /// Characters of two or more bytes as UTF-8 has them.
    package private(set) var characters = 0
    /// Bytes that no UTF-8 has in that place.
    package private(set) var strays = 0
    /// Runs of bytes that begin above 127, each with the letter of ASCII before it, and ended by a 0: what an encoding is
    /// told from.
    private var sample: [UInt8] = []
    private var isInRun = false
    private var previous: UInt8 = 0
    /// Bytes still missing of a character, and the least value that its next one may have.
    private var missing = 0
    private var least: UInt8 = 0x80
    private var most: UInt8 = 0xBF

    /// A language is clear long before that.
    private static let sampleLimit = 1 << 16

    package init() {}

    /// Looks at the next piece.
    package mutating func add(_ piece: [UInt8]) {
        piece.withUnsafeBytes { bytes in
            var position = 0
            while position < bytes.count {
                if missing == 0, !isInRun {
                    while position + 8 <= bytes.count,
                        bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
                    {
                        position += 8
                    }
                    if position > 0 { previous = bytes[position - 1] }
                    guard position < bytes.count else { return }
                }
                add(bytes[position])
                position += 1
            }
        }
    }

    private mutating func add(_ byte: UInt8) {
        keep(byte)
        previous = byte
        if missing > 0 {
            if byte >= least, byte <= most {
                missing -= 1
                (least, most) = (0x80, 0xBF)
                if missing == 0 { characters += 1 }
                return
            }
            missing = 0
            (least, most) = (0x80, 0xBF)
            strays += 1
        }
        switch byte {
        case 0..<0x80: break
        case 0xC2...0xDF: missing = 1
        case 0xE0: (missing, least) = (2, 0xA0)
        case 0xED: (missing, most) = (2, 0x9F)
        case 0xE1...0xEF: missing = 2
        case 0xF0: (missing, least) = (3, 0x90)
        case 0xF4: (missing, most) = (3, 0x8F)
        case 0xF1...0xF3: missing = 3
        default: strays += 1
        }
    }

    /// Keeps runs for the case that the text is no UTF-8. Second bytes of two-byte encodings are 64 or more.
    private mutating func keep(_ byte: UInt8) {
        if isInRun ? byte < 0x40 : byte < 0x80 {
            if isInRun, sample.count < Self.sampleLimit { sample.append(0) }
            isInRun = false
        } else if sample.count < Self.sampleLimit {
            if !isInRun, isLetter(previous) { sample.append(previous) }
            isInRun = true
            sample.append(byte)
        }
    }

    private func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 97 < 26 }

    /// The encoding, and another one that is nearly as likely and would read the text differently.
    ///
    /// A text with some bytes that are not UTF-8 is UTF-8 all the same, if it has more characters that are: such bytes
    /// are damage.
    package var encoding: (encoding: TextEncoding, alternative: TextEncoding?) {
        if strays == 0 || characters > strays { return (.utf8, nil) }
        let runs = sample.split(separator: 0)
        if let two = TwoByteText.encoding(of: runs) { return (two, nil) }
        return LetterFrequencies.encoding(of: runs)
    }
}
