import Catalogue
import CatalogueImport
import Songs
import TestSupport
import Testing

@Suite struct StarterCatalogueTests {
    private static let header = "artist,title,year,genre,language,mood\n"

    private func shipped() throws -> [StarterCatalogue.Entry] {
        try StarterCatalogue(csv: FileBytes.all(of: Repository.path("config/starter-catalogue.csv"))).entries
    }

    @Test func holdsEnoughOfEachMood() throws {
        let entries = try shipped()
        #expect(entries.count >= 320)
        for mood in SongMood.allCases {
            #expect(entries.count { $0.mood == mood } >= 80, "\(mood)")
        }
    }

    @Test func coversLanguagesAndDecades() throws {
        let entries = try shipped()
        #expect(Set(entries.map { $0.year / 10 }) == Set(192...202))
        #expect(Set(entries.map(\.language)).count >= 12)
        #expect(entries.contains { $0.language == "instrumental" })
        let genres = Set(entries.map(\.genre))
        #expect(genres.count >= 30)
        let expected: Set = [
            "pop", "rock", "soul", "jazz", "classical", "electronic", "hip hop", "metal", "reggae", "folk", "country",
            "latin pop", "bossa nova", "afrobeat", "fado", "chanson", "k-pop", "j-pop", "bollywood", "ambient", "blues",
            "disco", "funk", "punk", "film score",
        ]
        #expect(genres.isSuperset(of: expected))
        // Each mood has many genres and decades.
        for mood in SongMood.allCases {
            let ofMood = entries.filter { $0.mood == mood }
            #expect(Set(ofMood.map(\.genre)).count >= 15)
            #expect(Set(ofMood.map { $0.year / 10 }).count >= 9)
        }
    }

    @Test func hasAtMostThreeTracksOfAnArtist() throws {
        var counts: [String: Int] = [:]
        for entry in try shipped() {
            for artist in entry.artists { counts[NameKey.fold(artist), default: 0] += 1 }
        }
        #expect(counts.filter { $0.value > 3 }.isEmpty)
    }

    @Test func fieldsAreTrimmedAndInRange() throws {
        for entry in try shipped() {
            for text in entry.artists + [entry.title, entry.genre, entry.language] {
                #expect(!text.isEmpty && text.first != " " && text.last != " " && !text.contains("\n"))
            }
            #expect(entry.genre == entry.genre.lowercased() && entry.language == entry.language.lowercased())
            #expect((1920...2026).contains(entry.year))
        }
    }

    @Test(
        arguments: [
            ("", "line 1: it holds no track"),
            (header, "line 1: it holds no track"),
            ("artist,title\nA,B\n", "line 1: the header is not artist,title,year,genre,language,mood"),
            (header + "A,B,1999,pop,english\n", "line 2: 5 fields instead of 6"),
            (header + "A,B,99,pop,english,happy\n", "line 2: year 99 is not between 1860 and 2100"),
            (header + "A,B,1999,pop,english,glad\n", "line 2: mood glad is none of happy, sad, energetic, calm"),
            (header + "A,,1999,pop,english,happy\n", "line 2: title is empty or not UTF-8"),
            (header + ";,B,1999,pop,english,happy\n", "line 2: artist is empty"),
            (header + "A,B,1999,pop,english,happy\na,b!,2000,pop,english,sad\n", "line 3: the same track as line 2"),
            (header + "\"A,B,1999,pop,english,happy\n", "line 2: a quote is opened and never closed"),
        ] as [(String, String)])
    func saysWhichLineIsWrong(text: String, message: String) {
        let error = #expect(throws: StarterError.self) { try StarterCatalogue(csv: Array(text.utf8)) }
        #expect(error?.description == "starter catalogue, " + message)
    }

    @Test func readsSeveralArtists() throws {
        let text = Self.header + "\"A, B & C;D\",T,1999,pop,english,calm\n"
        let starter = try StarterCatalogue(csv: Array(text.utf8))
        #expect(starter.entries.first?.artists == ["A, B & C", "D"])
    }
}
