import Foundation
import Tables
import Testing

/// Encodings are told from bytes.
@Suite struct EncodingTests {
    private func survey(_ bytes: [UInt8], chunk: Int = 1 << 16) -> EncodingSurvey {
        var survey = EncodingSurvey()
        for start in stride(from: 0, to: bytes.count, by: chunk) {
            survey.add(Array(bytes[start..<min(start + chunk, bytes.count)]))
        }
        return survey
    }

    static let texts: [(encoding: TextEncoding, page: String.Encoding, text: String)] = [
        (
            .windows1252, .windowsCP1252,
            "Künstler;Titel\nHerbert Grönemeyer;Männer\nDie Ärzte;Schrei nach Liebe für Überraschung"
        ),
        (.windows1252, .windowsCP1252, "Beyoncé,Déjà vu\nÉdith Piaf,Ne me quitte pas – où êtes-vous “maître”"),
        (.windows1252, .windowsCP1252, "artist,title\nSigur Rós,Sæglópur\nA,¿Qué será? mañana señor"),
        (
            .windows1250, .windowsCP1250,
            "Wykonawca;Tytuł\nŁąki Łan;Śmiech żółwia, źdźbło\nMyslovitz;Długość dźwięku samotności"
        ),
        (
            .windows1250, .windowsCP1250,
            "Interpret;Název\nKarel Gott;Včelka Mája říká příště žluťoučký kůň\nLucie;Šrouby do hlavy"
        ),
        (.windows1251, .windowsCP1251, "Исполнитель;Название\nКино;Группа крови\nАлла Пугачёва;Миллион алых роз"),
        (.windows1253, .windowsCP1253, "Καλλιτέχνης;Τίτλος\nΧάρις Αλεξίου;Όλα σε θυμίζουν και τα τραγούδια"),
        (.windows1254, .windowsCP1254, "Sanatçı;Şarkı\nBarış Manço;Dağlar dağlar, gülpembe\nSezen Aksu;Değer mi, ışık"),
    ]

    @Test(arguments: texts)
    func codePagesAreToldByTheirLetters(encoding: TextEncoding, page: String.Encoding, text: String) throws {
        let bytes = Array(try #require(text.data(using: page)))
        for chunk in [1, 7, 1 << 16] {
            let survey = survey(bytes, chunk: chunk)
            #expect(survey.encoding.encoding == encoding)
            let transcoder = Transcoder(from: survey.encoding.encoding)
            var read: [UInt8] = []
            for start in stride(from: 0, to: bytes.count, by: chunk) {
                read += transcoder.utf8(Array(bytes[start..<min(start + chunk, bytes.count)]))
            }
            read += transcoder.utf8([])
            #expect(String(decoding: read, as: UTF8.self) == text)
        }
    }

    /// Bytes written out, because Foundation does not know these encodings on every system.
    @Test(arguments: [
        // 中島みゆき, 地上の星; 宇多田ヒカル
        (
            TextEncoding.shiftJIS,
            [
                0x92, 0x86, 0x93, 0x87, 0x82, 0xDD, 0x82, 0xE4, 0x82, 0xAB, 0x2C, 0x92, 0x6E, 0x8F, 0xE3, 0x82, 0xCC,
                0x90,
                0xAF, 0x0A, 0x89, 0x46, 0x91, 0xBD, 0x93, 0x63, 0x83, 0x71, 0x83, 0x4A, 0x83, 0x8B,
            ] as [UInt8], "中島みゆき,地上の星\n宇多田ヒカル"
        ),
        // 邓丽君, 月亮代表我的心
        (
            .gbk,
            [
                0xB5, 0xCB, 0xC0, 0xF6, 0xBE, 0xFD, 0x2C, 0xD4, 0xC2, 0xC1, 0xC1, 0xB4, 0xFA, 0xB1, 0xED, 0xCE, 0xD2,
                0xB5,
                0xC4, 0xD0, 0xC4,
            ], "邓丽君,月亮代表我的心"
        ),
        (
            .windows1255,
            [
                0xE0, 0xEE, 0xEF, 0x3B, 0xF9, 0xE9, 0xF8, 0x0A, 0xF2, 0xF4, 0xF8, 0xE4, 0x20, 0xE7, 0xE6, 0xE4, 0x3B,
                0xE9, 0xF8, 0xE5, 0xF9, 0xEC, 0xE9, 0xED, 0x20, 0xF9, 0xEC, 0x20, 0xE6, 0xE4, 0xE1, 0x20, 0xE5, 0xE0,
                0xF0, 0xE9, 0x20, 0xF9, 0xF8, 0x20, 0xEC, 0xEA, 0x20, 0xF9, 0xE9, 0xF8,
            ], "אמן;שיר\nעפרה חזה;ירושלים של זהב ואני שר לך שיר"
        ),
        (
            .windows1256,
            [
                0xC7, 0xE1, 0xDD, 0xE4, 0xC7, 0xE4, 0x3B, 0xC7, 0xE1, 0xC3, 0xDB, 0xE4, 0xED, 0xC9, 0x0A, 0xC3, 0xE3,
                0x20, 0xDF, 0xE1, 0xCB, 0xE6, 0xE3, 0x3B, 0xC3, 0xE4, 0xCA, 0x20, 0xDA, 0xE3, 0xD1, 0xED, 0x20, 0xED,
                0xC7, 0x20, 0xCD, 0xC8, 0xED, 0xC8, 0xED, 0x20, 0xDD, 0xED, 0x20, 0xC7, 0xE1, 0xE1, 0xED, 0xE1,
            ], "الفنان;الأغنية\nأم كلثوم;أنت عمري يا حبيبي في الليل"
        ),
        // 조용필, 사랑
        (.koreanEUC, [0xC1, 0xB6, 0xBF, 0xEB, 0xC7, 0xCA, 0x2C, 0xBB, 0xE7, 0xB6, 0xFB], "조용필,사랑"),
    ])
    func furtherEncodingsAreTold(encoding: TextEncoding, bytes: [UInt8], text: String) {
        #expect(survey(bytes).encoding.encoding == encoding)
        for chunk in [1, 3, 100] {
            let transcoder = Transcoder(from: encoding)
            guard transcoder.isUsable else { return }
            var read: [UInt8] = []
            for start in stride(from: 0, to: bytes.count, by: chunk) {
                read += transcoder.utf8(Array(bytes[start..<min(start + chunk, bytes.count)]))
            }
            read += transcoder.utf8([])
            #expect(String(decoding: read, as: UTF8.self) == text)
        }
    }

    @Test func validUTF8IsUTF8InWhateverPieces() {
        for text in ["plain", "Björk Ōno 椎名 🎵", "é", ""] {
            for chunk in [1, 2, 3, 64] {
                let survey = survey(Array(text.utf8), chunk: chunk)
                #expect(survey.encoding.encoding == .utf8)
                #expect(survey.strays == 0)
            }
        }
        // Overlong forms, surrogates and what is beyond Unicode are not.
        for bytes in [[0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82, 0x41]] as [[UInt8]] {
            #expect(survey(bytes).strays > 0)
        }
    }

    @Test func someDamagedBytesDoNotMakeACodePage() {
        let bytes = Array("Björk,Jóga\nSigur Rós,Sæglópur\n".utf8) + [0x41, 0xE9, 0x0A]
        #expect(survey(bytes).encoding.encoding == .utf8)
    }

    @Test func whatIsUncertainIsSaid() {
        // One letter that is þ in Iceland and ş in Turkey.
        let told = survey([0x41, 0xFE, 0x42]).encoding
        #expect(told.alternative != nil && told.alternative != told.encoding)
        // é is é on every Western page.
        #expect(survey([0x41, 0xE9, 0x42]).encoding == (.windows1252, nil))
    }

    @Test(
        arguments: [
            ([0xFF, 0xFE, 0x61, 0x00], TextEncoding.utf16LittleEndian), ([0xFE, 0xFF, 0x00, 0x61], .utf16BigEndian),
            ([0x61, 0, 0x72, 0, 0x74, 0, 0x2C, 0], .utf16LittleEndian),
            ([0, 0x61, 0, 0x72, 0, 0x74, 0, 0x2C], .utf16BigEndian),
            ([0xEF, 0xBB, 0xBF, 0x61], .utf8), ([0x61, 0x62, 0x63], nil), ([0, 0, 0, 0, 0, 0, 0, 0], nil), ([], nil),
        ] as [([UInt8], TextEncoding?)])
    func theBeginningTellsUTF16(bytes: [UInt8], expected: TextEncoding?) {
        #expect(TextEncoding(beginning: bytes) == expected)
    }

    @Test func utf16IsReadInWhateverPieces() {
        let text = "Björk,椎名 🎵\n"
        let units = Array(text.utf16)
        var little: [UInt8] = [0xFF, 0xFE], big: [UInt8] = [0xFE, 0xFF]
        for unit in units {
            little += [UInt8(unit & 0xFF), UInt8(unit >> 8)]
            big += [UInt8(unit >> 8), UInt8(unit & 0xFF)]
        }
        for (encoding, bytes) in [(TextEncoding.utf16LittleEndian, little), (.utf16BigEndian, big)] {
            for chunk in [1, 2, 3, 100] {
                let transcoder = Transcoder(from: encoding)
                var read: [UInt8] = []
                for start in stride(from: 0, to: bytes.count, by: chunk) {
                    read += transcoder.utf8(Array(bytes[start..<min(start + chunk, bytes.count)]))
                }
                read += transcoder.utf8([])
                #expect(String(decoding: read, as: UTF8.self) == text)
            }
        }
        // Half a pair and half a unit are no characters.
        let cut = Transcoder(from: .utf16LittleEndian)
        #expect(cut.utf8([0x3C, 0xD8, 0x61]) + cut.utf8([]) == [0xEF, 0xBF, 0xBD])
    }
}
