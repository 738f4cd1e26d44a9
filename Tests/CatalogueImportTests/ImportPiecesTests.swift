import Catalogue
import CatalogueTestSupport
import Foundation
import SQLiteStorage
import Songs
import Storage
import Tables
import TestSupport
import Testing

/// The small parts an import is made of.
@Suite struct ImportPiecesTests {
    /// The reference implementation's answers.
    @Test(
        arguments: [
            ("", 0, 0xEF46_DB37_51D8_E999), ("a", 0, 0xD24E_C4F1_A98C_6E5B), ("abc", 0, 0x44BC_2CF5_AD77_0999),
            ("xxhash", 20_141_025, 0xB559_B98D_844E_0635),
            ("Nobody inspects the spammish repetition", 0, 0xFBCE_A83C_8A37_8BF1),
        ] as [(String, UInt64, UInt64)])
    func hashesAsTheSpecificationSays(text: String, seed: UInt64, expected: UInt64) {
        #expect(XXHash64.hash(Array(text.utf8), seed: seed) == expected)
    }

    @Test(arguments: [
        "0", "1", "-7.5", "+2", "0.13699999999999998", "4.09e-07", "1E3", " 12 ", "\t0.5", "123456789012345678901234",
        ".5",
        "5.", "1e-400", "0.0000000000000000000000001", "179769313486231570000000000000000000000",
    ])
    func readsNumbers(text: String) throws {
        let value = try #require(Array(text.utf8).withUnsafeBytes { NumberText.double($0) })
        let expected = try #require(Double(text.trimmingCharacters(in: .whitespaces)) ?? Double(text + "0"))
        #expect(abs(value - expected) <= expected.ulp, "\(value) for \(text)")
    }

    @Test(arguments: ["", " ", "-", ".", "e5", "1e", "nan", "inf", "0x10", "1.2.3", "1 2", "1,5", "--1"])
    func refusesInvalidNumbers(text: String) {
        #expect(Array(text.utf8).withUnsafeBytes { NumberText.double($0) } == nil)
    }

    @Test(arguments: [("1921", 1921), (" -3", -3), ("", nil), ("1.5", nil), ("x", nil), ("1234567890123456789", nil)])
    func readsWholeNumbers(text: String, expected: Int?) {
        #expect(Array(text.utf8).withUnsafeBytes { NumberText.integer($0) } == expected)
    }

    @Test func keyTableFindsEveryKey() {
        var table = KeyTable()
        for number in 0..<5000 { table[UInt64(number) &* 1024] = UInt32(number) }
        table[1024] = 77
        #expect(table[0] == 0)
        #expect(table[1024] == 77)
        #expect((2..<5000).allSatisfy { table[UInt64($0) &* 1024] == UInt32($0) })
        #expect(table[7] == nil)
    }

    @Test(arguments: [
        ("Don't Stop", "Fleetwood Mac"), ("Jóga", "Björk"), ("A&B & C", "x-y  z"), ("!!!", "???"), ("", "A"),
        ("Ōno 椎名", "İstanbul"), ("ÆØÅ", "Straße"), ("(What's) Up?", "4 Non Blondes"),
    ])
    func hashesNamesAsTheirKeys(title: String, artist: String) {
        var scratch: [UInt8] = []
        let hash = NameKey.hash(title: Array(title.utf8), artists: Array("\(artist)\u{1F}Guest".utf8), &scratch)
        #expect(hash == NameKey.hash(NameKey.track(title: title, artist: artist)))
    }

    @Test func catalogueOfTheFirstVersionIsMigrated() async throws {
        try await withTemporaryFolder { folder in
            let connection = try DatabaseConnection(path: "\(folder)/catalogue.sqlite")
            try CatalogueSchema.migrator.migrate(connection, upTo: "1")
            try connection.writeBlocking { database in
                try database.execute(
                    sql: """
                        INSERT INTO source VALUES (1, 'starter', 'old', 0);
                        INSERT INTO track (id, name_key, title, artists, song_mood, p_happy, p_sad, p_energetic, p_calm)
                        VALUES (5, 'a|one', 'One', 'A', 'happy', 0.85, 0.05, 0.05, 0.05);
                        INSERT INTO track_source VALUES (5, 1);
                        """)
            }
            connection.close()
            let starter = try StarterCatalogue(
                csv: Array("artist,title,year,genre,language,mood\nA,One,1999,pop,english,sad\n".utf8))
            let opening = try Catalogue.open(in: folder, starter: starter, now: importTime)
            #expect(opening.starter == StarterChange(added: 0, kept: 1, removed: 0))
            let track = try #require(try await opening.catalogue.track(id: 5))
            #expect(track.title == "One")
            #expect(track.songMood == .sad)
        }
    }
}
