import CICU
import Foundation
import Songs
import Testing

@testable import SpotifyWebAPI

/// The system's ICU and libunistring beside Foundation's ICU.
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
    }

    /// The ligature of a whole formula of praise becomes eighteen letters and more: the room for the answer has to grow.
    @Test func answerMuchLongerThanTheTextIsWhole() {
        let latin = Script.latin(String(repeating: "\u{FDFA}", count: 2_000))
        let one = Script.latin("\u{FDFA}")
        #expect(one.utf8.count > 12 && latin.utf8.count >= 2_000 * (one.utf8.count - 1))
    }

    @Test func bytesThatAreNoTextAreTaken() throws {
        let bytes: [UInt8] = [0xFF, 0xD0, 0x96, 0xED, 0xA0, 0x80, 0xD0]
        var length = 0
        let answer = try #require(emotunes_latin(bytes, bytes.count, &length))
        defer { free(answer) }
        let latin = String(decoding: UnsafeBufferPointer(start: answer, count: length), as: UTF8.self)
        #expect(latin.contains("Z") && latin.contains("\u{FFFD}"))
    }

    @Test func manyThreadsMayAskAtOnce() async {
        await withTaskGroup(of: String.self) { group in
            for _ in 0..<64 { group.addTask { Script.latin("Чайковский") } }
            for await latin in group { #expect(latin == "Cajkovskij") }
        }
    }
}
