import Foundation
import Testing

@testable import Songs

/// Names were folded with Foundation's decomposition before, and a catalogue keeps their hashes.
@Suite struct DecompositionTests {
    @Test func everyLetterIsTakenApartAsFoundationDoes() {
        for value in UInt32(0)...0x2FFFF {
            // Later ones may be in the one's tables and not yet in the other's.
            guard let scalar = Unicode.Scalar(value), let age = scalar.properties.age, age.major <= 14 else { continue }
            let text = String(scalar)
            let parts = text.decomposed
            guard
                parts != text || !parts.unicodeScalars.elementsEqual(text.unicodeScalars)
                    || !text.decomposedStringWithCanonicalMapping.unicodeScalars.elementsEqual(text.unicodeScalars)
            else { continue }
            #expect(
                parts.unicodeScalars.elementsEqual(text.decomposedStringWithCanonicalMapping.unicodeScalars),
                "U+\(String(value, radix: 16))")
        }
    }

    @Test(arguments: ["", "plain", "Beyoncé", "e\u{301}\u{323}", "한국어", "Ǻ", "\u{0}a\u{300}", "ﬁ"])
    func textIsTakenApartAsFoundationDoes(text: String) {
        #expect(
            text.decomposed.unicodeScalars.elementsEqual(text.decomposedStringWithCanonicalMapping.unicodeScalars))
    }
}
