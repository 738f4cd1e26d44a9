import Songs
import TestSupport
import Testing

@testable import Curation

@Suite struct GroupSharesTests {
    /// The shares of two tastes after a list of twenty of the first one alone, and a group of each.
    private func filled(_ body: (GroupShares, _ full: Int, _ empty: Int) throws -> Void) throws {
        try withTemporaryFolder { folder in
            let tastes = try TwoTastes(in: folder)
            let profile = tastes.profile(try tastes.songs(.jazz, 25) + tastes.songs(.metal, 25))
            let empty = try #require(
                profile.groups.firstIndex { profile.items[$0.members[0]].track.genre == "metal" })
            let full = try #require(
                profile.groups.firstIndex { profile.items[$0.members[0]].track.genre == "jazz" })
            var shares = GroupShares(profile, count: 20)
            for _ in 0..<20 { shares.add(full) }
            try body(shares, full, empty)
        }
    }

    @Test func aGroupAboveItsShareCosts() throws {
        try filled { shares, full, empty in
            #expect(shares.excess(full, relevance: 1) > 0.1)
            #expect(shares.excess(empty, relevance: 1) == 0)
        }
    }

    @Test func strangersDoNotStandForAGroup() throws {
        try filled { shares, full, empty in
            #expect(shares.excess(empty, relevance: 0.2) == shares.excess(full, relevance: 1))
            #expect(shares.excess(empty, relevance: 0.45) < shares.excess(empty, relevance: 0.2))
            #expect(shares.excess(empty, relevance: 0.45) > 0)
            #expect(shares.excess(nil, relevance: 1) == 0)
        }
    }
}
