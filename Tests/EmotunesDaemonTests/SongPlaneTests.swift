import Catalogue
import CatalogueTestSupport
import ControlProtocol
import Emotions
import Foundation
import Songs
import StateStore
import TestSupport
import Testing

@testable import EmotunesDaemon

/// Where the songs are on the plane of valence and energy.
@Suite struct SongPlaneTests {
    private static let rows = [
        "0.9,2000,0.1,['A'],0.5,200000,0.8,0,1111111111111111111111,0,1,0.1,-8,1,High,50,2000-01-01,0.05,120",
        "0.1,2000,0.1,['B'],0.5,200000,0.2,0,2222222222222222222222,0,1,0.1,-8,1,Low,50,2000-01-01,0.05,120",
    ]

    private func list(_ tracks: [RecordedTrack]) -> PlaylistRecord {
        PlaylistRecord(id: 1, at: Date(timeIntervalSince1970: 0), mood: .happy, reason: "", tracks: tracks)
    }

    @Test func catalogueAndPlaylistAreOnThePlane() throws {
        try withTemporaryFolder { folder in
            let bench = try ImportBench(folder)
            try bench.read(bench.file("a.csv", Header.tracks, Self.rows[0], Self.rows[1]))
            let memory = CatalogueMemory()
            memory.index = try bench.catalogue.openIndex()
            let low = try #require(try bench.tracks().first { $0.title == "Low" })
            let unknown = RecordedTrack(
                trackID: 999, identity: low.identity, title: nil, artists: [], album: nil, uri: nil, url: nil,
                songMood: .sad, score: 0, why: "")
            let plane = SongPlaneReader(memory: memory).plane(
                list([unknown, RecordedTrack(low, uri: nil, url: nil, score: 0, why: "")]))
            #expect(plane.counts.count == plane.side * plane.side)
            #expect(plane.counts.reduce(0, +) == 2)
            // The first of them is the calm and negative one.
            let filled = plane.counts.indices.filter { plane.counts[$0] > 0 }
            #expect(filled.map { Double($0 % plane.side) / Double(plane.side) < 0.5 } == [true, false])
            #expect(plane.songs.map(\.position) == [2])
            let song = try #require(plane.songs.first)
            #expect(abs(song.valence - 0.1) < 0.03)
            #expect(abs(song.energy - 0.2) < 0.03)
        }
    }

    @Test func songsWithoutSoundAreNotOnThePlane() throws {
        try withTemporaryFolder { folder in
            let bench = try ImportBench(folder)
            try bench.read(bench.file("a.csv", "artist,title,mood", "A,B,happy"))
            let memory = CatalogueMemory()
            let reader = SongPlaneReader(memory: memory)
            #expect(reader.plane(nil).counts.allSatisfy { $0 == 0 })
            memory.index = try bench.catalogue.openIndex()
            let track = RecordedTrack(try #require(bench.tracks().first), uri: nil, url: nil, score: 0, why: "")
            let plane = reader.plane(list([track]))
            #expect(plane.counts.allSatisfy { $0 == 0 })
            #expect(plane.songs.isEmpty)
        }
    }
}
