import Foundation
import Songs
import TestSupport
import Testing

@Suite struct GenreFamilyTests {
    @Test(arguments: [
        ("jazz", GenreFamily.jazz), ("Bossa Nova", .jazz), ("K-Pop", .eastAsian), ("R&B", .soul),
        ("contemporary r&b", .soul),
        ("Hip-Hop/Rap", .hipHop), ("indie folk", .folk), ("folk rock", .rock), ("latin pop", .latin),
        ("Rock'n'Roll", .rock),
        ("deep house", .electronic), ("melodic death metal", .metal), ("Nueva canción", .latin),
        ("drum & bass", .electronic),
        ("film score", .classical), ("post-rock", .ambient), ("post-punk", .rock), ("desert blues", .african),
        ("delta blues", .blues), ("chanson française", .chanson), ("dub", .reggae), ("japanese city pop", .eastAsian),
    ])
    func genresBelongToAFamily(genre: String, family: GenreFamily) {
        #expect(GenreFamily(genre: genre) == family)
    }

    @Test(arguments: ["", "  ", "xyz", "rocket", "17", "folklorico2"])
    func whatHasNoKnownWordBelongsToNone(genre: String) {
        #expect(GenreFamily(genre: genre) == nil)
    }

    @Test func neighboursAreMutual() {
        for family in GenreFamily.allCases {
            #expect(!family.neighbours.contains(family) && !family.neighbours.isEmpty)
            for other in family.neighbours { #expect(other.neighbours.contains(family)) }
        }
    }

    @Test func everyGenreOfTheStarterListHasAFamily() throws {
        let text = try String(contentsOfFile: Repository.path("config/starter-catalogue.csv"), encoding: .utf8)
        // The fourth column; titles with a comma stand in quotation marks and their rows are left out.
        let rows = text.split(separator: "\n").dropFirst().filter { !$0.contains("\"") }
        let genres = Set(
            rows.compactMap { row in
                let fields = row.split(separator: ",", omittingEmptySubsequences: false)
                return fields.count == 6 ? String(fields[3]) : nil
            })
        #expect(genres.count > 50)
        #expect(genres.filter { GenreFamily(genre: $0) == nil }.sorted() == ["balkan brass"])
    }
}
