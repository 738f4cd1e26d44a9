/// Something that cannot be guessed: 256 bits of the kernel's randomness.
package struct Secret: Sendable {
    /// 64 hexadecimal digits.
    package let text: String

    /// - Parameter generator: the system's, which the kernel feeds, unless a test says otherwise.
    package init(using generator: inout some RandomNumberGenerator) {
        text = (0..<4).map { _ in
            let digits = String(UInt64.random(in: .min ... .max, using: &generator), radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }

    package init() {
        var generator = SystemRandomNumberGenerator()
        self.init(using: &generator)
    }

    /// Whether this is the secret. It takes as long for a nearly right guess as for a wrong one.
    package func matches(_ guess: some StringProtocol) -> Bool {
        let mine = Array(text.utf8), other = Array(guess.utf8)
        guard mine.count == other.count else { return false }
        return zip(mine, other).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
