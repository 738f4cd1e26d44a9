import Emotions
import Foundation
import MPDClient
import Publishing
import StateStore
import TestSupport
import Testing

@testable import MPDSync

/// What is wrong with an MPD is said in words, each in its own.
@Suite(
    .serialized, .ownThread, .takesLong,
    .enabled(if: PrivateMPD.isInstalled && TestMusic.isPossible, Comment(rawValue: PrivateMPD.whySkipped)))
struct FaultTests {
    private let folder: TemporaryFolder
    private let music: TestMusic
    private let songs: ArraySlice<TestMusic.Song>

    init() throws {
        folder = try TemporaryFolder()
        music = try SharedMusic.read()
        songs = music.songs.prefix(20)
    }

    private func fixture(
        _ address: MPDAddress, _ enabled: MPDSyncSettings.Enabled = .on, patience: Double = 5
    ) throws -> PlayerFixture {
        try PlayerFixture(
            in: folder, MPDSyncSettings(enabled: enabled, addresses: [address]), files: music, patience: patience)
    }

    /// Publishes to what is there, and gives the words for the trouble: of the report, else of the record.
    private func words(_ fixture: PlayerFixture) async throws -> (state: MPDReport.State?, text: String) {
        try await fixture.publish(songs)
        let report = fixture.report
        let record = try await fixture.record()
        await fixture.stop()
        let isRefused = report?.state == .connected && record?.state == .failed
        return (isRefused ? .failed : report?.state, isRefused ? record?.detail ?? "" : report?.detail ?? "")
    }

    @Test func noneFoundIsOff() async throws {
        let found = try await words(fixture(MPDAddress(host: folder.file("none")), .auto))
        #expect(found.state == .off)
        #expect(found.text.hasPrefix("no MPD was found ("))
    }

    @Test func oneThatIsExpectedAndNotThereIsWaitedFor() async throws {
        let found = try await words(fixture(MPDAddress(host: folder.file("none"))))
        #expect(found.state == .pending)
        #expect(found.text.contains("cannot be reached"))
    }

    @Test func silenceIsWaitedForAndHoldsNothingUp() async throws {
        let server = try ScriptedServer(in: folder, welcome: "") { _ in nil }
        let found = try await words(fixture(MPDAddress(host: server.path), patience: 0.3))
        #expect(found.state == .pending)
        #expect(found.text.contains("does not answer"))
    }

    @Test func silenceAfterTheWelcomeIsToo() async throws {
        let server = try ScriptedServer(in: folder) { _ in nil }
        let found = try await words(fixture(MPDAddress(host: server.path), patience: 0.3))
        #expect(found.state == .pending)
        #expect(found.text.contains("does not answer"))
    }

    @Test func whatIsNoMPDIsNamed() async throws {
        let server = try ScriptedServer(in: folder, welcome: "HTTP/1.1 400 Bad Request\r\n\r\n") { _ in nil }
        let found = try await words(fixture(MPDAddress(host: server.path)))
        #expect(found.state == .failed)
        #expect(found.text.contains("is no MPD"))
    }

    @Test func wrongPasswordIsNamedAndNotShown() async throws {
        let mpd = try PrivateMPD(
            in: folder, music: music.folder,
            ["password \"secret@read,add,control\"", "default_permissions \"\"", "local_permissions \"\""])
        let wrong = try await words(fixture(MPDAddress(host: mpd.socket, password: "guessed")))
        #expect(wrong.state == .failed)
        #expect(wrong.text.contains("does not take the password"))
        #expect(!wrong.text.contains("guessed"))
        let right = try await words(fixture(MPDAddress(host: mpd.socket, password: "secret")))
        #expect(right.state == .connected, "\(right.text)")
    }

    @Test func missingPermissionIsNamed() async throws {
        let mpd = try PrivateMPD(
            in: folder, music: music.folder, ["default_permissions \"read\"", "local_permissions \"read\""])
        let found = try await words(fixture(MPDAddress(host: mpd.socket)))
        #expect(found.state == .failed)
        #expect(found.text.contains("permissions read, add and control"))
    }

    @Test func missingStoredPlaylistsAreNamed() async throws {
        let mpd = try PrivateMPD(in: folder, music: music.folder, keepsPlaylists: false)
        let found = try await words(fixture(MPDAddress(host: mpd.socket)))
        #expect(found.state == .failed)
        #expect(found.text.contains("playlist_directory"))
    }

    @Test func playingNeedsNoStoredPlaylists() async throws {
        let mpd = try PrivateMPD(in: folder, music: music.folder, keepsPlaylists: false)
        let fixture = try fixture(MPDAddress(host: mpd.socket))
        try await fixture.publish(songs)
        _ = try await fixture.player.perform(.play)
        #expect(try mpd.queue().count == 20)
        await fixture.stop()
    }

    @Test func missingSongsAreNamed() async throws {
        try FileManager.default.createDirectory(atPath: folder.file("empty"), withIntermediateDirectories: true)
        let mpd = try PrivateMPD(in: folder, music: folder.file("empty"))
        // Over a local socket it would take the files all the same.
        let fixture = try PlayerFixture(
            in: folder, MPDSyncSettings(enabled: .on, addresses: [MPDAddress(host: mpd.socket)]))
        let found = try await words(fixture)
        #expect(found.state == .failed)
        #expect(found.text.contains("none of the songs"))
    }

    @Test(arguments: [("random", "random mode"), ("single", "single mode"), ("consume", "consume mode")])
    func modesAreNamed(mode: String, named: String) async throws {
        let mpd = try PrivateMPD(in: folder, music: music.folder)
        let fixture = try fixture(MPDAddress(host: mpd.socket))
        try await fixture.publish(songs)
        _ = try await fixture.player.perform(.play)
        try mpd.mpc(mode, "on")
        #expect(await fixture.wait { $0.detail.contains(named) } != nil)
        #expect(mpd.status(mode) == "1")
        await fixture.stop()
    }

    @Test func oneThatIsKilledAndComesBackIsTakenUpAgain() async throws {
        let mpd = try PrivateMPD(in: folder, music: music.folder)
        let fixture = try fixture(MPDAddress(host: mpd.socket))
        try await fixture.publish(songs)
        mpd.kill()
        #expect(await fixture.wait { $0.state == .pending && $0.isPlaying == nil } != nil)
        await #expect(throws: PlaybackFailure.self) { try await fixture.player.perform(.play) }
        try mpd.start()
        #expect(await fixture.wait { $0.state == .connected } != nil)
        _ = try await fixture.player.perform(.play)
        #expect(mpd.status("state") == "play")
        await fixture.stop()
    }

    @Test func ordersWithoutAPlaylistSayThatThereIsNone() async throws {
        let mpd = try PrivateMPD(in: folder, music: music.folder)
        let fixture = try fixture(MPDAddress(host: mpd.socket))
        await fixture.player.settle()
        await #expect(throws: PlaybackFailure.noPlaylistYet) { try await fixture.player.perform(.play) }
        await fixture.stop()
        await #expect(throws: PlaybackFailure.self) { try await fixture.player.perform(.play) }
    }
}
