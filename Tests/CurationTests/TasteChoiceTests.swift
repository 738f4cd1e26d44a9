import Catalogue
import CatalogueSearch
import Emotions
import FoundationEssentials
import Songs
import TestSupport
import Testing

@testable import Curation

@Suite struct TasteChoiceTests {
    private func withTastes(_ body: (TwoTastes) throws -> Void) throws {
        try withTemporaryFolder { try body(try TwoTastes(in: $0)) }
    }

    private func genres(_ selection: Curation.Selection) -> [String: Int] {
        selection.tracks.reduce(into: [:]) { $0[$1.track.genre ?? "", default: 0] += 1 }
    }

    @Test func twoTastesAreNotOne() throws {
        try withTastes { tastes in
            let liked = try tastes.songs(.jazz, 25) + tastes.songs(.metal, 25)
            let profile = tastes.profile(liked)
            #expect((2...6).contains(profile.groups.count))
            #expect(abs(profile.groups.reduce(0) { $0 + $1.share } - 1) < 1e-6)
            for group in profile.groups {
                #expect(Set(group.members.map { profile.items[$0].track.genre }).count == 1)
            }
        }
    }

    @Test(.takesLong, arguments: Emotion.allCases)
    func aListIsOfTheTasteOfTheMoodAndOfManyArtists(mood: Emotion) throws {
        try withTastes { tastes in
            let liked = try tastes.songs(.jazz, 50)
            let selection = try tastes.select(mood, tastes.profile(liked))
            #expect(selection.tracks.count == 20)
            #expect(selection.relaxed.isEmpty)
            #expect(selection.mostByOneArtist <= 2)
            #expect(Set(selection.moods.keys).isSubset(of: SongTable.standard[mood]))
            // Two of twenty are something new; a third at most is known.
            #expect(genres(selection)["jazz", default: 0] >= 16)
            let known = Set(liked.map(\.id))
            #expect(selection.ids.count(where: known.contains) <= 6)
            #expect(selection.tracks.contains { $0.why.contains("you listen to jazz ") })
            #expect(selection.tracks.count { $0.why.contains("something new to you") } == 2)
            #expect(selection.tracks.count { $0.track.title?.hasSuffix("Remix") == true } <= 2)
        }
    }

    @Test func nearSongsOfAnotherWantedMoodComeBeforeStrangers() throws {
        try withTastes { tastes in
            let jazz = try tastes.songs(.jazz, 500)
            let energetic = Set(
                jazz.filter { $0.songMood == .energetic }.compactMap { tastes.index.row(trackID: $0.id) })
            let profile = tastes.profile(Array(jazz.prefix(50)))
            let selection = try tastes.select(.happy, profile) { $0.isExcluded = energetic.contains }
            #expect(selection.tracks.count == 20)
            #expect(selection.relaxed.isEmpty)
            // Seven places are for energetic songs, of which three have to be; two of twenty are new.
            #expect((3...5).contains(selection.moods[.energetic, default: 0]))
            #expect(genres(selection)["jazz", default: 0] >= 15)
        }
    }

    @Test func eachTasteGetsItsShare() throws {
        try withTastes { tastes in
            let liked = try tastes.songs(.jazz, 25) + tastes.songs(.metal, 25)
            let genres = genres(try tastes.select(.neutral, tastes.profile(liked)))
            #expect(genres["jazz", default: 0] >= 6)
            #expect(genres["metal", default: 0] >= 6)
        }
    }

    @Test func theSameStateGivesTheSameList() throws {
        try withTastes { tastes in
            let liked = try tastes.songs(.metal, 50)
            let one = try tastes.select(.angry, tastes.profile(liked))
            #expect(try tastes.select(.angry, tastes.profile(liked)) == one)
        }
    }

    @Test func whatIsExcludedNeverComesAndWhatIsStaleOnlyInNeed() throws {
        try withTastes { tastes in
            let profile = tastes.profile(try tastes.songs(.jazz, 50))
            let first = Set(try tastes.select(.sad, profile).ids)
            let rows = Set(first.compactMap { tastes.index.row(trackID: $0) })
            #expect(Set(try tastes.select(.sad, profile) { $0.isExcluded = rows.contains }.ids).isDisjoint(with: first))
            #expect(Set(try tastes.select(.sad, profile) { $0.isStale = rows.contains }.ids).isDisjoint(with: first))
            #expect(try tastes.select(.sad, profile) { $0.isStale = { _ in true } }.tracks.count == 20)
            #expect(try tastes.select(.sad, profile) { $0.isExcluded = { _ in true } }.tracks.isEmpty)
        }
    }

    @Test func explicitSongsAreNotEvenLookedAt() throws {
        try withTastes { tastes in
            var wanted = ShortlistRequest(mood: .sad, profile: tastes.profile(try tastes.songs(.metal, 50)), seed: 1)
            wanted.allowsExplicit = false
            var maker = ShortlistMaker(tastes.index)
            let tracks = try tastes.catalogue.tracksBlocking(ids: maker.shortlist(wanted).trackIDs)
            #expect(tracks.count > 40)
            #expect(tracks.allSatisfy { $0.isExplicit != true })
        }
    }

    @Test func withoutATasteTheListIsStillOne() throws {
        try withTastes { tastes in
            let selection = try tastes.select(.happy, TasteProfile())
            #expect(selection.tracks.count == 20)
            #expect(selection.relaxed.isEmpty)
            #expect(Set(selection.tracks.map(\.track.genre)).count >= 8)
            #expect(!selection.tracks.contains { $0.why.contains("new to you") })
        }
    }

    @Test func aTrackTheCatalogueLacksStillTellsATaste() throws {
        try withTastes { tastes in
            let unknown = Track(
                id: 0, title: "jazzword1 jazzword2", artists: ["jazz 3"],
                moodScores: SongMoodScores(.calm, certainty: 0.5))
            let selection = try tastes.select(.neutral, tastes.profile([unknown]))
            #expect(selection.tracks.contains { $0.track.artists == ["jazz 3"] })
        }
    }

    @Test func twiceAsFastIsTheSameBeat() {
        #expect(Sequencer.tempoLeap(80, 160) < 1e-9)
        #expect(abs(Sequencer.tempoLeap(100, 141.42) - 1) < 0.01)
        #expect(Sequencer.tempoLeap(0, 100) == 0)
    }
}
