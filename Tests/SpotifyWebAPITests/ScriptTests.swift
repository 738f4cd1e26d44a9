import Foundation
import Songs
import Testing

@testable import SpotifyWebAPI

/// ICU and libunistring of the system, beside the copy of them that is in Foundation.
@Suite struct ScriptTests {
    private static let names = [
        "Чайковский", "Сплин и Ёлка", "Μάνος Χατζιδάκις", "宇多田ヒカル", "きゃりーぱみゅぱみゅ", "방탄소년단", "周杰倫 — 青花瓷",
        "ฟักทองอ่อน", "אריק איינשטיין", "أم كلثوم", "लता मंगेशकर", "ქართული", "Հայաստան", "Björk — Jóga", "Ｆｕｌｌ　Ｗｉｄｔｈ",
        "ﬁne №5 ½ ①", "plain", "e\u{301}a\u{30A}", "🎵 Ноты", "a\u{0}я",
    ]

    @Test(arguments: names) func latinLettersAreThoseThatFoundationHas(name: String) {
        let expected = name.applyingTransform(StringTransform("Any-Latin; Latin-ASCII"), reverse: false)
        #expect(Script.latin(name) == expected)
    }

    @Test(arguments: names) func plainFormsAreThoseThatFoundationHas(name: String) {
        #expect(name.plainForms == name.precomposedStringWithCompatibilityMapping)
    }

    @Test func anyLengthAndAnyBytesAreTaken() {
        #expect(Script.latin("") == "")
        let long = String(repeating: "щ漢", count: 20_000)
        let latin = Script.latin(long)
        #expect(latin.hasPrefix("s") && latin.utf8.allSatisfy { $0 < 0x80 } && latin.utf8.count > 60_000)
        #expect(Script.latin(String(decoding: [0xFF, 0xD0, 0x96, 0xED, 0xA0, 0x80], as: UTF8.self)).contains("Z"))
    }

    @Test func manyThreadsMayAskAtOnce() async {
        await withTaskGroup(of: String.self) { group in
            for _ in 0..<64 { group.addTask { Script.latin("Чайковский") } }
            for await latin in group { #expect(latin == "Cajkovskij") }
        }
    }
}
