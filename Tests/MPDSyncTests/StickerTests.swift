import Foundation
import MPDClient
import StateStore
import TestSupport
import Testing

@testable import MPDSync

@Suite struct StickerTasteTests {
    private func pairs(_ stickers: [(String, String)]) -> [MPDPair] {
        stickers.flatMap { [MPDPair("file", $0.0), MPDPair("sticker", $0.1)] }
    }

    @Test func ratingsLikesAndPlaysAreWeighed() {
        var taste = StickerTaste()
        taste.add(
            "rating",
            pairs([("a", "rating=10"), ("b", "rating=1"), ("c", "rating=5"), ("d", "rating=x"), ("e", "rating=0")]))
        taste.add("like", pairs([("f", "like=2"), ("a", "like=0"), ("g", "like=1")]))
        taste.add(
            "playcount", pairs([("h", "playcount=40"), ("i", "playcount=1"), ("a", "playcount=40"), ("j", "other=7")]))
        #expect(
            taste.weighed == [
                .init(uri: "a", weight: 1, isRated: true), .init(uri: "f", weight: 1, isRated: true),
                .init(uri: "b", weight: -0.8, isRated: true), .init(uri: "h", weight: 0.8, isRated: false),
            ])
    }
}

/// With Debian's mpd.
@Suite(
    .serialized, .ownThread,
    .enabled(if: PrivateMPD.isInstalled && TestMusic.isPossible, Comment(rawValue: PrivateMPD.whySkipped)))
struct StickerTests {
    @Test func whatClientsNotedIsKeptAsTaste() async throws {
        let folder = try TemporaryFolder()
        let music = try TestMusic(4, in: folder.file("music"), seconds: 1)
        let mpd = try PrivateMPD(
            in: folder, music: music.folder, ["sticker_file \"\(folder.file("mpd.stickers"))\""])
        try mpd.mpc("sticker", music.songs[0].path, "set", "rating", "10")
        try mpd.mpc("sticker", music.songs[1].path, "set", "rating", "1")
        try mpd.mpc("sticker", music.songs[2].path, "set", "playcount", "12")
        let fixture = try PlayerFixture(in: folder, settings(mpd), files: music)
        await fixture.player.settle()
        let songs = try await fixture.store.playerTaste().songs
        #expect(songs.map(\.title) == [0, 1, 2].map { music.songs[$0].title })
        #expect(songs.map(\.weight) == [1, -0.8, 0.8] && songs.map(\.isRated) == [true, true, false])
        await fixture.stop()
    }

    @Test func withoutStickersNothingIsKept() async throws {
        let folder = try TemporaryFolder()
        let music = try TestMusic(2, in: folder.file("music"), seconds: 1)
        let mpd = try PrivateMPD(in: folder, music: music.folder)
        let fixture = try PlayerFixture(in: folder, settings(mpd), files: music)
        await fixture.player.settle()
        #expect(try await fixture.store.playerTaste().songs.isEmpty)
        #expect(fixture.report?.state == .connected)
        await fixture.stop()
    }

    private func settings(_ mpd: PrivateMPD) -> MPDSyncSettings {
        MPDSyncSettings(enabled: .on, addresses: [MPDAddress(host: mpd.socket)])
    }
}

/// With an MPD that is played.
@Suite(.serialized, .ownThread) struct StickerFaultTests {
    private func settings(_ server: ScriptedServer) -> MPDSyncSettings {
        MPDSyncSettings(enabled: .on, addresses: [MPDAddress(host: server.path)])
    }

    @Test func searchThatIsNotAnsweredIsNotBegunAgainAtOnce() async throws {
        let folder = try TemporaryFolder()
        let server = try ScriptedServer(in: folder) { $0.hasPrefix("sticker") ? nil : ScriptedServer.plain($0) }
        defer { server.stop() }
        let fixture = try PlayerFixture(in: folder, settings(server), patience: 3)
        // Each has it connect if it is not.
        for _ in 0..<4 { await fixture.player.settle() }
        #expect(server.count("sticker") == 1)
        #expect(server.count("") == 2)
        #expect(fixture.report?.state == .connected)
        await fixture.stop()
    }

    @Test func songThatIsRefusedCostsNoOther() async throws {
        let folder = try TemporaryFolder()
        let server = try ScriptedServer(in: folder) { command in
            switch command {
            case _ where command.hasPrefix("sticker") && command.contains("rating"):
                "file: good\nsticker: rating=10\nfile: odd\nsticker: rating=10\nOK\n"
            case "command_list_end", "find \"file\" \"odd\"": "ACK [2@0] {find} no such thing\n"
            case _ where command.hasPrefix("find"): "file: good\nTitle: Song\nArtist: One\nOK\n"
            default: ScriptedServer.plain(command)
            }
        }
        defer { server.stop() }
        let fixture = try PlayerFixture(in: folder, settings(server))
        await fixture.player.settle()
        #expect(try await fixture.store.playerTaste().songs.map(\.title) == ["Song"])
        #expect(fixture.report?.state == .connected)
        await fixture.stop()
    }
}
