import ControlProtocol
import ControlSocket
import Emotions
import EmotunesControl
import FaceAnalysis
import Foundation
import Media
import MoodTracking
import Publishing
import SQLiteStorage
import SpotifySync
import Storage
import VideoCapture

@testable import EmotunesDaemon
@testable import StateStore

/// A day of one person before the camera, lived through in seconds: everything behind the camera is the daemon's own, the
/// clocks are the script's. Times are of the clock, in UTC.
struct ScriptedDay {
    let pipe: PipeFixture
    let clock: SetClock
    /// 3 March 2026.
    static let midnight = Date(timeIntervalSince1970: 1_772_496_000)

    init(in folder: String) async throws {
        clock = SetClock(Self.midnight + 9 * 3600)
        pipe = try await PipeFixture(
            in: folder, at: clock.now, policy: MoodPolicy(dwellSeconds: 60, cooldownSeconds: 60), clock: clock)
    }

    /// Seconds since midnight of `9:30`.
    private static func seconds(_ time: String) -> Double {
        let parts = time.split(separator: ":").compactMap { Double($0) }
        return parts[0] * 3600 + parts[1] * 60 + (parts.count > 2 ? parts[2] : 0)
    }

    private func set(_ time: String) { clock.set(Self.midnight + Self.seconds(time)) }

    /// The face shows `emotion` from one time to another, a look every ten seconds.
    private func show(_ emotion: Emotion, from begin: String, to end: String, every step: Double = 10) async {
        let scores = EmotionScores { $0 == emotion ? 0.95 : 0.05 / 6 }
        for second in stride(from: Self.seconds(begin), to: Self.seconds(end), by: step) {
            clock.set(Self.midnight + second)
            await pipe.look(
                .face(Rectangle(x: 0, y: 0, width: 90, height: 90), scores, pose: Int(second / 5)), at: second)
        }
    }

    private func nobody(from begin: String, to end: String) async {
        for second in stride(from: Self.seconds(begin), to: Self.seconds(end), by: 10) {
            clock.set(Self.midnight + second)
            await pipe.look(.none(.noFace, nil), at: second)
        }
    }

    private func camera(_ state: WatchedCamera, _ detail: String, at time: String) async {
        set(time)
        await pipe.router.take(.camera(state, detail: detail))
        await pipe.router.settled()
    }

    private func opened(at time: String) async {
        await camera(.streaming, "watching HD Pro Webcam C920 (/dev/video0, 640×480 YUYV)", at: time)
    }

    private func spotify(_ event: SpotifyEvent, at time: String) async {
        set(time)
        pipe.status.take(event, pipe.requests, pipe.journal)
        await pipe.router.settled()
    }

    private func published(_ state: StoredPublishingState, _ detail: String) async throws -> SpotifyEvent {
        let id = try await pipe.store.latestPlaylist()?.id ?? 0
        return .publishing(
            .progress(
                PublishingRecord(
                    target: "spotify", playlistID: id, state: state, detail: detail, url: nil, at: clock.now)))
    }

    /// As a disk without a free block answers, and as one that has some again.
    private func setDiskFull(_ isFull: Bool) async throws {
        try await pipe.store.file.read { database in
            let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
            try database.execute(sql: "PRAGMA max_page_count = \(isFull ? pages : 1 << 30)")
        }
    }

    /// From nine to half past five.
    func live() async throws {
        pipe.journal.events.note(.program, "started", "emotunesd 0.3.0 started, to watch v4l2:/dev/video0")
        await opened(at: "9:00")
        await spotify(.standing(SpotifyReport(state: .signedIn, detail: "")), at: "9:00")
        await show(.neutral, from: "9:01", to: "9:03")
        try await spotify(published(.published, ""), at: "9:03")
        await show(.neutral, from: "9:03", to: "10:15")
        await show(.happy, from: "10:15", to: "10:19")
        try await spotify(published(.published, ""), at: "10:19")
        await show(.happy, from: "10:19", to: "10:40")
        await camera(
            .missing, "/dev/video0: the camera was disconnected; waiting for it to come back", at: "10:40")
        await opened(at: "10:52")
        await show(.happy, from: "10:52", to: "11:00")
        await camera(
            .yielded,
            "another program opened /dev/video0; the camera is left to it and taken back afterwards", at: "11:00")
        await opened(at: "11:35")
        await show(.happy, from: "11:35", to: "12:05")
        await nobody(from: "12:05", to: "12:50")
        await show(.happy, from: "12:50", to: "13:10")
        await camera(.released, CameraHold.locked.sentence, at: "13:10")
        await opened(at: "13:25")
        await show(.happy, from: "13:25", to: "14:00")
        // A moment of bad news: clear, and too short.
        await show(.sad, from: "14:00", to: "14:00:25", every: 0.5)
        await show(.happy, from: "14:00:25", to: "14:02", every: 0.5)
        await show(.happy, from: "14:02", to: "15:05")
        try await setDiskFull(true)
        await show(.sad, from: "15:05", to: "15:30")
        try await setDiskFull(false)
        set("15:30")
        await pipe.retry()
        try await spotify(published(.published, ""), at: "15:30")
        await show(.sad, from: "15:30", to: "16:00")
        await spotify(
            .standing(SpotifyReport(state: .offline, detail: "Spotify cannot be reached; trying again by itself")),
            at: "16:00")
        await show(.sad, from: "16:00", to: "16:20")
        _ = try await pipe.coordinator.regenerate(nil)
        try await spotify(published(.pending, "Spotify cannot be reached; trying again by itself"), at: "16:20")
        await show(.sad, from: "16:20", to: "17:30")
        set("17:30")
        pipe.journal.events.note(.program, "ended", "emotunesd ended, as it was asked to")
        await pipe.router.settled()
        await pipe.recorder.writeRest()
        set("18:30")
    }

    /// What `emotunesctl history --at` says of a moment, asked in the evening over the daemon's own socket.
    func told(_ moment: String, at socket: String) -> String {
        var output = ""
        let now = Timestamp(secondsSince1970: clock.now.timeIntervalSince1970)
        let context = ControlContext(
            environment: [:], uid: getuid(), folderOwner: { _ in nil }, write: { output += $0 },
            printError: { output += $0 + "\n" }, outputDescriptor: nil, isTerminal: false, terminalSize: { nil },
            now: { now }, calendar: .utc)
        _ = ControlCommandLine.run(["history", "--at", moment, "--socket", socket], in: context)
        return output
    }
}
