import Emotions
import Foundation
import MPDClient
import Publishing
import StateStore
import TestSupport
import Testing

@testable import MPDSync

/// What is done with a real MPD of the test's own.
@Suite(
    .serialized, .ownThread, .takesLong,
    .enabled(if: PrivateMPD.isInstalled && TestMusic.isPossible, Comment(rawValue: PrivateMPD.whySkipped)))
struct PlayerTests {
    private let folder: TemporaryFolder
    private let music: TestMusic
    private let mpd: PrivateMPD

    init() throws {
        folder = try TemporaryFolder()
        music = try SharedMusic.read()
        mpd = try PrivateMPD(in: folder, music: music.folder)
    }

    private func settings(_ change: (inout MPDSyncSettings) -> Void = { _ in }) -> MPDSyncSettings {
        var settings = MPDSyncSettings(enabled: .on, addresses: [MPDAddress(host: mpd.socket)])
        change(&settings)
        return settings
    }

    private func paths(_ songs: ArraySlice<TestMusic.Song>) -> [String] { songs.map(\.path) }

    @Test func storedPlaylistIsWrittenAndNothingStarted() async throws {
        let fixture = try PlayerFixture(in: folder, settings(), files: music)
        try await fixture.publish(music.songs[0..<20])
        #expect(try mpd.stored("EmoTunes") == paths(music.songs[0..<20]))
        #expect(try mpd.queue() == [])
        #expect(mpd.status("state") == "stop")
        #expect(try await fixture.record()?.state == .published)
        #expect(await fixture.wait { $0.detail.contains("stored playlist “EmoTunes”") } != nil)
        await fixture.stop()
    }

    @Test func playStartsAndTheNextListWaitsForTheEndOfTheSong() async throws {
        let fixture = try PlayerFixture(in: folder, settings(), files: music)
        try await fixture.publish(music.songs[0..<20])
        _ = try await fixture.player.perform(.play)
        #expect(try mpd.queue() == paths(music.songs[0..<20]))
        #expect(mpd.status("state") == "play")
        let first = music.songs[0]
        #expect(await fixture.wait { $0.song == .init(title: first.title, artists: [first.artist]) } != nil)
        try mpd.mpc("next")
        try mpd.mpc("seek", "+00:00:20")
        let song = mpd.status("songid")
        try await fixture.publish(music.songs[20..<40], mood: .sad)
        #expect(mpd.status("songid") == song)
        #expect(mpd.status("state") == "play")
        #expect((mpd.status("elapsed").flatMap { Double($0) } ?? 0) >= 20)
        #expect(try mpd.queue() == [music.songs[1].path] + paths(music.songs[20..<40]))
        #expect(await fixture.wait { $0.isPlaying == true && $0.detail.hasPrefix("plays in MPD") } != nil)
        await fixture.stop()
    }

    @Test func listIsGoneOverToAtOnceWhereThatIsWanted() async throws {
        let fixture = try PlayerFixture(in: folder, settings { $0.follow = .now }, files: music)
        try await fixture.publish(music.songs[0..<20])
        _ = try await fixture.player.perform(.play)
        try await fixture.publish(music.songs[20..<40])
        #expect(try mpd.queue() == paths(music.songs[20..<40]))
        #expect(try mpd.current() == music.songs[20].path)
        // A song that we cut off was not skipped.
        #expect(try await fixture.store.feedback() == [])
        await fixture.stop()
    }

    @Test func anothersQueueIsLeftAloneUnlessItMayBeTaken() async throws {
        try mpd.mpc("add", music.songs[50].path)
        try mpd.mpc("add", music.songs[51].path)
        try mpd.mpc("play")
        let polite = try PlayerFixture(in: folder, settings(), files: music)
        try await polite.publish(music.songs[0..<20])
        #expect(try mpd.queue() == paths(music.songs[50..<52]))
        #expect(try mpd.stored("EmoTunes").count == 20)
        #expect(await polite.wait { $0.detail.contains("another's and is left alone") } != nil)
        await #expect(throws: PlaybackFailure.self) { try await polite.player.perform(.next) }
        await #expect(throws: PlaybackFailure.self) { try await polite.player.perform(.stop) }
        #expect(mpd.status("state") == "play")
        await polite.stop()
        let bold = try PlayerFixture(
            in: folder, settings { $0.takesOver = true }, files: music, store: polite.store)
        try await bold.publish(music.songs[20..<40])
        #expect(try mpd.queue() == [music.songs[50].path] + paths(music.songs[20..<40]))
        await bold.stop()
    }

    @Test func queueIsStillOursAfterARestartOfEither() async throws {
        let fixture = try PlayerFixture(in: folder, settings(), files: music)
        try await fixture.publish(music.songs[0..<20])
        _ = try await fixture.player.perform(.play)
        try mpd.mpc("pause")
        try mpd.killOnceKept()
        #expect(await fixture.wait { $0.state == .pending } != nil)
        await fixture.stop()
        try mpd.start()
        let again = try PlayerFixture(in: folder, settings(), files: music, store: fixture.store)
        #expect(await again.wait { $0.detail.hasPrefix("in MPD's queue, paused") } != nil)
        try await again.publish(music.songs[20..<40])
        #expect(try mpd.queue() == [music.songs[0].path] + paths(music.songs[20..<40]))
        await again.stop()
    }

    @Test func skipsTeachAndStopsDoNot() async throws {
        let fixture = try PlayerFixture(in: folder, settings(), files: music)
        try await fixture.publish(music.songs[0..<20], mood: .sad)
        _ = try await fixture.player.perform(.play)
        _ = try await fixture.player.perform(.next)
        #expect(try mpd.current() == music.songs[1].path)
        _ = try await fixture.player.perform(.stop)
        await fixture.player.settle()
        let heard = try await fixture.store.feedback()
        #expect(heard.map(\.title) == [music.songs[0].title])
        #expect(heard.first?.balance == -1)
        #expect(heard.first?.mood == .sad)
        await fixture.stop()
    }

    @Test func musicIsStartedWhereTheSettingsWantIt() async throws {
        let fixture = try PlayerFixture(in: folder, settings { $0.starts = true }, files: music)
        try await fixture.publish(music.songs[0..<20])
        #expect(mpd.status("state") == "play")
        #expect(try mpd.queue().count == 20)
        _ = try await fixture.player.perform(.stop)
        // Once: a person who has stopped it is not played to.
        try await fixture.publish(music.songs[20..<40])
        #expect(mpd.status("state") == "stop")
        await fixture.stop()
    }

    @Test func anotherListIsAskedForWhenTheLastSongBegins() async throws {
        let fixture = try PlayerFixture(in: folder, settings(), files: music)
        try await fixture.publish(music.songs[0..<20])
        _ = try await fixture.player.perform(.play)
        await fixture.player.settle()
        #expect(!fixture.told.contains(.listEnds))
        try mpd.mpc("play", "20")
        await fixture.player.settle()
        await fixture.player.settle()
        #expect(fixture.told.count { $0 == .listEnds } == 1)
        await fixture.stop()
    }

    @Test func songsAreFoundByTheirTagsAlone() async throws {
        let fixture = try PlayerFixture(in: folder, settings())
        try await fixture.publish(music.songs[15..<35])
        #expect(try mpd.stored("EmoTunes") == paths(music.songs[15..<35]))
        await fixture.stop()
    }

    @Test func filesOutsideTheMusicFolderAreNamedByTheirPath() async throws {
        let other = try TestMusic(20, in: folder.file("elsewhere"))
        let fixture = try PlayerFixture(in: folder, settings(), files: other)
        try await fixture.publish(other.songs)
        _ = try await fixture.player.perform(.play)
        #expect(try mpd.queue() == other.songs.map { "\(other.folder)/\($0.path)" })
        // And known for ours under that name.
        try await fixture.publish(music.songs[30..<50])
        #expect(try mpd.queue().count == 21)
        await fixture.stop()
    }

    @Test func overTheNetworkPathsBelowTheFolderAreTried() async throws {
        let port = 20000 + Int(getpid()) % 20000
        let distant = try TemporaryFolder()
        let server = try PrivateMPD(
            in: distant, music: music.folder, ["bind_to_address \"127.0.0.1\"", "port \"\(port)\""])
        let fixture = try PlayerFixture(
            in: folder, MPDSyncSettings(enabled: .on, addresses: [MPDAddress(host: "127.0.0.1", port: port)]),
            files: music)
        try await fixture.publish(music.songs[0..<20])
        #expect(try server.stored("EmoTunes") == paths(music.songs[0..<20]))
        await fixture.stop()
    }

    @Test func songsThatMPDLearnsOfLaterAreAdded() async throws {
        let music = try TestMusic(20, in: folder.file("music"))
        let distant = try TemporaryFolder()
        let mpd = try PrivateMPD(in: distant, music: music.folder)
        let fixture = try PlayerFixture(
            in: folder, MPDSyncSettings(enabled: .on, addresses: [MPDAddress(host: mpd.socket)]), files: music)
        let hidden = music.songs[0..<5].map { "\(music.folder)/\($0.path)" }
        let pulled = folder.file("pulled")
        try FileManager.default.createDirectory(atPath: pulled, withIntermediateDirectories: true)
        for (number, path) in hidden.enumerated() {
            try FileManager.default.moveItem(atPath: path, toPath: "\(pulled)/\(number)")
        }
        try mpd.mpc("update", "--wait")
        try await fixture.publish(music.songs[0..<20])
        _ = try await fixture.player.perform(.play)
        #expect(try mpd.queue() == music.songs[5..<20].map(\.path))
        #expect(await fixture.wait { $0.detail.contains("5 of its 20 songs are not in MPD's database") } != nil)
        for (number, path) in hidden.enumerated() {
            try FileManager.default.moveItem(atPath: "\(pulled)/\(number)", toPath: path)
        }
        try mpd.mpc("update", "--wait")
        #expect(await fixture.wait { !$0.detail.contains("not in MPD's database") } != nil)
        #expect(Set(try mpd.queue()) == Set(music.songs.map(\.path)))
        await fixture.stop()
    }
}
