import CatalogueTestSupport
import Emotions
import Foundation
import SpotifyTestSupport
import StateStore
import TestSupport
import Testing

@testable import SpotifySync

/// A table of 5,000 songs, as people import it, of which Spotify does not know 3 % any more: imported, chosen from and
/// published by the product's own code, with the tests' Spotify at the end.
@Suite(.serialized, .ownThread, .takesLong) struct ImportedCatalogueTests {
    private static let count = 5000
    private static let genres = ["pop", "rock", "jazz", "classical", "techno", "folk", "soul", "metal"]

    /// Energy and valence are spread evenly, independently of each other and of who is dead.
    private static let table =
        [Header.genres]
        + (0..<count).map { number in
            genreRow(
                number, title: "Song \(number)", artists: "Artist \(number % 700)",
                genre: genres[number % genres.count],
                energy: "\(Double(number * 37 % 101) / 101)", valence: "\(Double(number * 61 % 97) / 97)")
        }
    private static let dead = Set((0..<count).filter { $0 % 33 == 7 }.map(spotifyID))

    /// What a shift cost.
    private struct Cost {
        /// For the list: without what is asked of the listener now and then, and searches ahead of need.
        var requests: Int
        /// By the account's own clock, until the list was full.
        var seconds: Double
        /// What choosing and publishing took besides.
        var work: Duration
        /// Ids that were found not to exist.
        var dead: Int
    }

    private func shift(_ here: AccountFixture, to mood: Emotion) async throws -> Cost {
        let found = { try await here.store.unknownIDs(of: "listener42", now: here.now).count }
        here.fake.forgetRequests()
        let (before, start, begun) = (try await found(), here.now, ContinuousClock.now)
        try await here.shift(to: mood)
        try await here.publish()
        let (seconds, work) = (here.now.timeIntervalSince(start), ContinuousClock.now - begun)
        let faults = try await here.faults()
        #expect(faults == [])
        // The names of its songs are asked for behind it.
        while try await here.step() == 0 {}
        let requests = here.fake.requests.filter { !$0.contains("/me/player") && !$0.contains("search") }
        return Cost(requests: requests.count, seconds: seconds, work: work, dead: try await found() - before)
    }

    /// - Parameter isNamed: whether Spotify's refusal names the id; else it is looked for by halves.
    @Test(arguments: [true, false]) func fiftyShiftsBringFiftyFullLists(_ isNamed: Bool) async throws {
        let here = try await AccountFixture(table: Self.table)
        here.fake.kill(tracks: Self.dead, isNamed: isNamed)
        try await here.signIn()
        while try await here.step() == 0 {}
        var costs: [Cost] = []
        for number in 0..<50 {
            let cost = try await shift(here, to: Emotion.allCases[number % Emotion.allCases.count])
            #expect(cost.requests <= 6 + cost.dead * (isNamed ? 1 : 7), "shift \(number): \(here.fake.requests)")
            #expect(cost.seconds < 10, "shift \(number)")
            costs.append(cost)
            here.advance(600)
        }
        // Songs of the table were chosen, dead ones among them.
        let dead = costs.map(\.dead).reduce(0, +)
        #expect(dead > 15)
        print(
            "50 shifts of 5,000 imported songs, 3 % dead, named \(isNamed): \(costs.map(\.requests).reduce(0, +)) "
                + "requests, \(costs.map(\.requests).max() ?? 0) at most, "
                + "\(costs.filter { $0.dead == 0 }.map(\.requests).max() ?? 0) where none was dead; \(dead) dead ids; "
                + "\(costs.map(\.seconds).max() ?? 0) s of waiting and \(costs.map(\.work).max() ?? .zero) of work at most"
        )
    }
}
