import BusTestSupport
import Emotions
import Foundation
import MessageBus
import Publishing
import Songs
import StateStore
import Synchronization
import TestSupport
import Testing

@testable import PlayerSync

/// The talk with players on a bus of their own; the player is dbusmock's.
@Suite(.serialized, .ownThread, .enabled(if: DBusMock.isUsable, Comment(rawValue: DBusMock.whySkipped)))
struct PlayersTalkTests {
    private static let name = "org.mpris.MediaPlayer2.mpv", path = PlayerName.path
    private static let interface = PlayerName.interface

    private final class Log: PlayersLog {
        private let lines = Mutex<[String]>([])
        func note(_ text: String) {}
        func trouble(_ text: String) { lines.withLock { $0.append(text) } }
        var troubles: [String] { lines.withLock { $0 } }
    }

    /// Every song lies in a file that is called as its title; how often it was asked for them is counted.
    private final class Files: SongFiles {
        private let state = Mutex((asked: 0, generation: 0))
        var asked: Int { state.withLock { $0.asked } }
        var generation: Int { state.withLock { $0.generation } }
        func ask() { state.withLock { $0.asked += 1 } }
        func change() { state.withLock { $0.generation += 1 } }

        func files(of identities: [TrackIdentity]) async -> [SongFile?] {
            let generation = generation
            return identities.map { identity in
                identity.nameKey.map {
                    SongFile(path: "/\(generation)/\($0)", folder: "/\(generation)", title: nil, artists: [])
                }
            }
        }
    }

    private struct Desk {
        let folder: TemporaryFolder
        let daemon: BusDaemon
        let player: DBusMock
        let bus: Bus
        let store: StateStore
        let log = Log()
        let files = Files()
        let talk: PlayersTalk

        init() throws {
            folder = try TemporaryFolder()
            daemon = try BusDaemon()
            player = try DBusMock(on: daemon, name: name, path: path, [name, path, interface])
            bus = try Bus.at(daemon.address)
            store = try StateStore(openingIn: folder.path, now: Date())
            let files = files
            talk = PlayersTalk(
                BusPlayers.Dependencies(
                    store: store,
                    files: {
                        files.ask()
                        return files
                    }, folder: folder.path, log: log, send: { _ in }))
            player.change("AddProperty", "ssv", interface, "PlaybackStatus", "s", "Playing")
            player.change("AddProperty", "ssv", interface, "Metadata", "a{sv}", "0")
        }

        /// Records a list of songs with these keys.
        func record(_ keys: String...) async throws {
            let tracks = keys.map { key in
                RecordedTrack(
                    trackID: nil, identity: TrackIdentity(spotifyID: nil, nameKey: key), title: key, artists: ["x"],
                    album: nil, uri: nil, url: nil, songMood: .calm, score: 1, why: "")
            }
            _ = try await store.record(
                NewPlaylist(at: Date(), mood: .happy, reason: "r", tracks: tracks), wishes: [PlayersTarget.name])
            talk.take([.wake])
        }

        func play(_ key: String, status: String = "Playing") {
            player.change(
                "UpdateProperties", "sa{sv}", interface, "2", "PlaybackStatus", "s", status, "Metadata", "a{sv}", "1",
                "xesam:url", "s", "file:///0/\(key)")
            // dbusmock fails to tell of a dictionary that has changed.
            player.emit(
                "org.freedesktop.DBus.Properties", "PropertiesChanged", "sa{sv}as", "3", "s", interface, "a{sv}", "0",
                "as", "0")
        }

        /// Hears what the bus brought, and does what there is to do.
        func pass() async throws {
            try bus.process()
            await talk.work(on: bus, trouble: nil)
        }

        /// Passes until it is so; false where it does not come.
        func pass(until isReached: () throws -> Bool) async throws -> Bool {
            let end = ContinuousClock.now + .seconds(30)
            while try !isReached() {
                guard ContinuousClock.now < end else { return false }
                try await pass()
                usleep(20_000)
            }
            return true
        }

        var course: PlayerCourse? { PlayerName(name).flatMap { talk.players[$0]?.course } }

        func stop() {
            player.stop()
            daemon.stop()
        }
    }

    @Test func playerThatRefusesIsToldOnceATurnAndHoldsUpNothing() async throws {
        let desk = try Desk()
        defer { desk.stop() }
        let (interface, name) = (Self.interface, Self.name)
        desk.player.change(
            "AddMethod", "sssss", interface, "OpenUri", "s", "",
            "raise dbus.exceptions.DBusException('no such list', name='org.emotunes.Refused')")
        desk.talk.take([.settings(PlayerSettings(names: ["mpv"]))])
        try await desk.record("a", "b", "c")
        desk.play("a")
        try desk.talk.begin(on: desk.bus)
        try await desk.pass()
        #expect(desk.course?.place?.position == 0)
        try await desk.record("x", "y")
        try await desk.pass()
        desk.play("b")
        #expect(try await desk.pass { desk.player.calls("OpenUri").count == 1 })
        // More signals are no reason to tell it again.
        for _ in 0..<3 {
            desk.play("b")
            try await desk.pass()
        }
        #expect(desk.player.calls("OpenUri").count == 1)
        #expect(desk.log.troubles.count == 1 && desk.log.troubles[0].contains("did not take"), "\(desk.log.troubles)")
        // What comes after it is done all the same.
        let record = try await desk.store.publishing().first { $0.target == PlayersTarget.name }
        #expect(record?.playlistID == 2 && record?.detail.contains("when the song that is on has ended") == true)
        desk.play("c")
        #expect(try await desk.pass { desk.player.calls("OpenUri").count == 2 })
        #expect(desk.log.troubles.count == 1, "\(desk.log.troubles) of \(name)")
    }

    @Test func signalsOfOthersCostNothing() async throws {
        let desk = try Desk()
        defer { desk.stop() }
        desk.talk.take([.settings(PlayerSettings(names: ["vlc"]))])
        try await desk.record("a", "b")
        try desk.talk.begin(on: desk.bus)
        try await desk.pass()
        let asked = desk.files.asked
        #expect(asked > 0)
        desk.play("a")
        for _ in 0..<5 { try await desk.pass() }
        #expect(desk.files.asked == asked)
        desk.talk.take([.wake])
        try await desk.pass()
        #expect(desk.files.asked > asked)
    }

    @Test func listIsWrittenAnewWhereItsFilesHaveMoved() async throws {
        let desk = try Desk()
        defer { desk.stop() }
        try await desk.record("a", "b")
        #expect(try await desk.talk.writeList())
        #expect(try String(contentsOfFile: desk.talk.listPath, encoding: .utf8).contains("file:///0/a"))
        desk.files.change()
        #expect(try await desk.talk.writeList())
        #expect(try String(contentsOfFile: desk.talk.listPath, encoding: .utf8).contains("file:///1/a"))
    }

    @Test func filmThatIsOnIsNotReplaced() async throws {
        let desk = try Desk()
        defer { desk.stop() }
        desk.player.change("AddMethod", "sssss", Self.interface, "OpenUri", "s", "", "")
        desk.player.change("AddMethod", "sssss", Self.interface, "Play", "", "", "")
        desk.talk.take([.settings(PlayerSettings(names: ["mpv"]))])
        try await desk.record("a", "b")
        desk.play("film.mkv")
        try desk.talk.begin(on: desk.bus)
        try await desk.pass()
        guard case .failure(let failure) = try await desk.talk.carryOut(.play, on: desk.bus) else {
            Issue.record("the film was replaced")
            return
        }
        #expect("\(failure)".contains("plays something else"))
        #expect(desk.player.calls("OpenUri").isEmpty)
        // Paused, it may be.
        desk.play("film.mkv", status: "Paused")
        #expect(try await desk.pass { desk.course?.isPlaying == false })
        guard case .success = try await desk.talk.carryOut(.play, on: desk.bus) else {
            Issue.record("a player that plays nothing was not used")
            return
        }
        #expect(desk.player.calls("OpenUri").count == 1)
    }
}
