import ControlProtocol
import ControlSocket
import Foundation
import Logging
import SpotifySync
import TestSupport
import Testing
import VideoCapture

@testable import EmotunesDaemon

/// "Why did it (not) change at 15:42?", asked for twelve moments of a day with a lost camera, a call, lunch, a lock, two
/// shifts and one that was nearly made, a full disk and Spotify offline. docs/history.md shows the answers.
@Suite(.ownThread) struct ScriptedDayTests {
    /// The moments, and what each answer must hold: a person who reads it should know why.
    static let moments: [(String, [String])] = [
        ("8:30", ["Nothing is kept of that time"]),
        ("9:40", ["Nothing called for a change: you looked neutral from 09:", "playlist 1 was for that mood"]),
        ("10:17", ["Your mood shifted from neutral to happy at 10:1", "Playlist 2 was made for it."]),
        ("10:45", ["the camera was not watching from 10:40 to 10:52", "the camera was disconnected"]),
        ("11:20", ["the camera was not watching from 11:00 to 11:35", "another program opened /dev/video0"]),
        ("12:30", ["you could not be seen from 12:05 to 12:50", "nobody at the desk"]),
        ("13:15", ["the camera was not watching from 13:10 to 13:25", "the screen is locked"]),
        (
            "14:00",
            [
                "at 14:00 it was close", "Nearly a shift from happy to sad: the face came",
                "84 % are asked for (mood.threshold)",
            ]
        ),
        (
            "15:10",
            [
                "Your mood had shifted from happy to sad at 15:0", "playlist 3 for it could only be made at 15:30",
                "Nothing could be written from 15:0", "no space left on the device", "2, for happy, since 10:1",
            ]
        ),
        ("15:30", ["Playlist 3, for sad, was made at 15:30: mood shifted from happy to sad"]),
        (
            "16:30",
            [
                "Nothing called for a change: you looked sad", "playlist 4 was for that mood",
                "Spotify did not show the newest playlist at that moment",
                "cannot be reached",
            ]
        ),
        ("18:00", ["EmoTunes was not running: it ended at 17:30"]),
    ]

    @Test(.takesLong) func twelveMomentsAreToldTruly() async throws {
        try await withTemporaryFolder { folder in
            let day = try await ScriptedDay(in: folder + "/state")
            try await day.live()
            let server = try serve(day, at: folder + "/control")
            defer { server.stop() }
            for (moment, parts) in Self.moments {
                let answer = day.told(moment, at: folder + "/control")
                print("$ emotunesctl history --at \(moment)\n\(answer)")
                for part in parts { #expect(answer.contains(part), "\(moment): \(part)") }
            }
        }
    }

    private func serve(_ day: ScriptedDay, at path: String) throws -> ControlServer {
        let pipe = day.pipe
        let account = SpotifyAccount(
            store: pipe.store, candidates: pipe.catalogue, log: SpotifyJournal(journal: pipe.journal), send: { _ in })
        let control = DaemonControl(
            session: pipe.session, coordinator: pipe.coordinator, hub: pipe.status,
            watch: try WatchControl(address: try SourceAddress(parsing: "v4l2:auto"), looksPerSecond: 2),
            store: pipe.store, account: account, resumed: {},
            configuration: { SettingsListing(settings: [], files: []) }, reloading: {})
        return try ControlServer.start(
            on: ListeningSocket.bind(SocketLocation(path: path, ownsFolder: false)), service: control,
            identity: ServiceIdentity(version: "0"))
    }
}
