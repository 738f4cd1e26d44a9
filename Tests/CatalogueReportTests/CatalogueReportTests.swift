import Charts
import Songs
import Testing

@testable import CatalogueReport

@Suite struct CatalogueReportTests {
    private struct Rows: CatalogueReportSource {
        var rows: [CatalogueReportRow]

        func forEachRow(_ body: (CatalogueReportRow) -> Void) { rows.forEach(body) }
    }

    private func row(
        _ mood: SongMood, title: String? = nil, artist: String? = nil, year: Int? = nil, popularity: Int? = nil,
        energy: Double? = nil, label: SongMood? = nil
    ) -> CatalogueReportRow {
        let features = energy.map {
            AudioFeatures(
                length: 200_000, danceability: 0.5, acousticness: 0.2, energy: $0, instrumentalness: 0, liveness: 0.1,
                valence: 0.4, loudness: -8, speechiness: 0.05, tempo: 120)
        }
        return CatalogueReportRow(
            title: title, artist: artist, year: year, popularity: popularity, features: features,
            scores: SongMoodScores(mood, certainty: 0.9), label: label)
    }

    private func statistics(_ rows: [CatalogueReportRow]) throws -> CatalogueStatistics {
        try CatalogueStatistics(of: Rows(rows: rows))
    }

    @Test func countsMoodsDecadesAndAgreement() throws {
        let statistics = try statistics([
            row(.happy, year: 1969, energy: 0.8, label: .happy), row(.sad, year: 1970, energy: 0.1, label: .calm),
            row(.sad, year: 1979, label: .sad), row(.calm, year: 3000, energy: .nan),
        ])
        #expect(statistics.tracks == 4)
        #expect(statistics.tracksByMood == [1, 2, 0, 1])
        #expect(statistics.decades == [196: [1, 0, 0, 0], 197: [0, 2, 0, 0]])
        #expect(statistics.agreement[0] == [1, 0, 0, 0])
        #expect(statistics.agreement[3] == [0, 1, 0, 0])
        // A label without features is not counted as agreement.
        #expect(statistics.agreement[1] == [0, 0, 0, 0])
        #expect(statistics.tracksWithFeatures == 3)
        #expect(statistics.distributions[3][0].total == 1)
    }

    @Test func yearsHaveTheirOwnColumns() throws {
        let years = Array(1860...2100)
        let grid = try statistics(years.map { row(.sad, year: $0, popularity: 50) }).popularityByYear
        #expect((0..<grid.columns).allSatisfy { grid.columnTotal($0) == 1 })
    }

    @Test func keepsTheTenMostPopularOfAYear() throws {
        let rows = (0..<30).map { row(.energetic, title: "t\($0)", year: 2001, popularity: $0 * 7 % 30) }
        let hits = try #require(try statistics(rows).hits.byYear[2001])
        #expect(hits.map(\.popularity) == Array((20..<30).reversed()))
        #expect(try statistics(rows + [row(.sad, year: 2002, popularity: 1)]).hits.byMood == [0, 1, 10, 0])
    }

    @Test func firstOfEqualHitsWins() throws {
        let rows = (0..<12).map { row(.happy, title: "t\($0)", year: 1999, popularity: 50) }
        let hits = try #require(try statistics(rows).hits.byYear[1999])
        #expect(hits.map(\.name) == (0..<10).map { "t\($0)" })
    }

    @Test func artistsAreSortedByTracks() throws {
        var rows = (0..<5).map { _ in row(.sad, artist: "Blue", popularity: 10) }
        rows += (0..<3).map { row($0 == 0 ? .happy : .calm, artist: "Mixed", popularity: 30 - $0) }
        rows += [row(.happy, artist: "Once")]
        let artists = try statistics(rows).artists
        #expect(artists.largest(2).map(\.name) == ["Blue", "Mixed"])
        #expect(artists.largest(2)[1].bestMood == 0)
        #expect(artists.single(least: 3).map { $0.map(\.name) } == [[], ["Blue"], [], []])
        #expect(artists.count(least: 3) == 2)
    }

    @Test func tallyDropsSmallestArtistsBeyondItsCapacity() {
        var tally = ArtistTally(capacity: 10)
        for _ in 0..<3 { tally.add("large", mood: 1, popularity: nil) }
        #expect(tally.isExact)
        for index in 0..<100 { tally.add("a\(index)", mood: 0, popularity: nil) }
        #expect(!tally.isExact)
        #expect(tally.count <= 10)
        #expect(tally.largest(1)[0].name == "large")
        #expect(tally.largest(1)[0].tracks == 3)
    }

    @Test func completeCatalogueHasEveryPicture() throws {
        let rows = (0..<400).map { i in
            let mood = SongMood.allCases[i % 4]
            return row(
                mood, title: "song <\(i)>", artist: "artist & \(i % 40)", year: 1950 + i % 70, popularity: i % 100,
                energy: Double(i % 11) / 10, label: i % 3 == 0 ? .calm : mood)
        }
        let report = CatalogueReport(try statistics(rows), made: "today")
        #expect(report.pictures.allSatisfy { $0.element != nil && $0.file != nil })
        #expect(report.files.count == report.pictures.count + 1)
        #expect(Set(report.files.map(\.name)).count == report.files.count)
        let page = report.page
        #expect(page.contains("400 tracks, of which 400 have audio features."))
        #expect(page.contains("artist &amp; ") && !page.contains("artist & "))
        #expect(!page.contains("Not drawn"))
        #expect(page.contains("prefers-color-scheme:dark"))
    }

    @Test func picturesWithoutDataSayWhatIsMissing() throws {
        let empty = CatalogueReport(CatalogueStatistics(), made: "today")
        #expect(empty.pictures.allSatisfy { $0.element == nil && !$0.caption.isEmpty })
        #expect(empty.page.contains("The catalogue is empty.") && empty.page.contains("Not drawn"))
        #expect(empty.files.map(\.name) == ["index.html"])
        let bare = CatalogueReport(try statistics([row(.sad, energy: 0.3)]), made: "today")
        let missing = bare.pictures.filter { $0.element == nil }.map(\.name)
        #expect(missing == ["popularity", "decades", "hits", "artists", "single-mood", "agreement"])
    }

    @Test func numbersAreFormatted() {
        #expect(ReportText.number(1_234_567) == "1,234,567")
        #expect(ReportText.count(1, "track") == "1 track")
        #expect(ReportText.percent(1, 1000) == "under 1\u{A0}%")
        #expect(ReportText.percent(0, 10) == "0\u{A0}%")
        #expect(ReportText.correlation(-0.054) == "−0.05")
        #expect(ReportText.correlation(-0.001) == "0.00")
    }
}
