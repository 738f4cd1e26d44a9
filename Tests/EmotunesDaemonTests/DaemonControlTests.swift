import ControlProtocol
import Emotions
import Foundation
import Logging
import SpotifySync
import StateStore
import SystemIntegration
import TestSupport
import Testing
import VideoCapture

@testable import EmotunesDaemon

@Suite struct DaemonControlTests {
    /// A control with everything behind it but a camera; a player plays `playing`.
    private func control(
        in folder: String, source: String = "v4l2:auto", playing: PlayingTrack? = nil
    ) async throws -> (DaemonControl, WatchControl, PipeFixture) {
        let fixture = try await PipeFixture(in: folder)
        let watch = try WatchControl(address: try SourceAddress(parsing: source), looksPerSecond: 0.2)
        return (control(fixture, watch, playing: playing), watch, fixture)
    }

    private func control(_ fixture: PipeFixture, _ watch: WatchControl, playing: PlayingTrack?) -> DaemonControl {
        let journal = Journal(Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let account = SpotifyAccount(
            store: fixture.store, candidates: fixture.catalogue, log: SpotifyJournal(journal: journal), send: { _ in })
        return DaemonControl(
            session: fixture.session, coordinator: fixture.coordinator, hub: fixture.status, watch: watch,
            store: fixture.store, account: account, resumed: {}, nowPlaying: { playing },
            configuration: { SettingsListing(settings: [], files: []) }, reloading: {})
    }

    @Test func aCalibrationThatCannotSeeSaysSoAtOnce() async throws {
        try await withTemporaryFolder { folder in
            let (control, watch, fixture) = try await control(in: folder)
            watch.setPaused(true)
            await #expect(
                throws: ControlFailure.failed(
                    "no face can be seen now: paused; the camera is closed", mend: "emotunesctl status")
            ) {
                _ = try await control.calibrate(seconds: 120)
            }
            watch.setPaused(false)
            await fixture.router.take(.camera(.missing, detail: "/dev/video0: no such camera"))
            await #expect(
                throws: ControlFailure.failed(
                    "no face can be seen now: /dev/video0: no such camera", mend: "emotunesctl status")
            ) {
                _ = try await control.calibrate(seconds: 120)
            }
            #expect(await !fixture.session.isCalibrating)
        }
    }

    @Test func aCalibrationLooksOftenEnoughHoweverSlowTheSettings() throws {
        let watch = try WatchControl(address: try SourceAddress(parsing: "v4l2:auto"), looksPerSecond: 0.2)
        #expect(watch.present.presentLooksPerSecond == 0.2)
        watch.setEveryLook(true)
        #expect(watch.present.presentLooksPerSecond == 3)
    }

    /// What a camera saw must not be mixed with what a recording shows, and a recording that has ended watches nothing.
    @Test(arguments: [
        ("v4l2:auto", "v4l2:auto", true), ("v4l2:auto", "v4l2:/dev/video2", true), ("demo:sad=4", "demo:sad=4", true),
        ("v4l2:auto", "demo:sad=4", false), ("demo:sad=4", "v4l2:auto", false), ("demo:sad=4", "demo:sad=5", false),
    ])
    func aReloadChangesCamerasOnly(from: String, to: String, isAllowed: Bool) throws {
        let (present, wanted) = (try SourceAddress(parsing: from), try SourceAddress(parsing: to))
        if isAllowed {
            try Daemon.requireSameKind(wanted, as: present)
        } else {
            #expect(throws: DaemonFailure.self) { try Daemon.requireSameKind(wanted, as: present) }
        }
    }

    /// The first pause's timer must not end the second pause.
    @Test func aNewPauseReplacesTheOldOne() async throws {
        try await withTemporaryFolder { folder in
            let (control, watch, _) = try await control(in: folder)
            try await control.pause(seconds: 600)
            #expect(await control.status().pausedUntil != nil)
            try await control.pause(seconds: nil)
            // As the first timer would, had it gone off too late to be cancelled.
            await control.endPause(1)
            #expect(watch.present.isPaused)
            #expect(await control.status().pausedUntil == nil)
            try await control.resume()
            #expect(!watch.present.isPaused)
            try await control.pause(seconds: 600)
            await control.endPause(3)
            #expect(watch.present.isPaused)
            await control.endPause(4)
            #expect(!watch.present.isPaused)
            #expect(await control.status().pausedUntil == nil)
        }
    }

    @Test func feedbackWithoutAURIMeansTheTrackThatPlays() async throws {
        try await withTemporaryFolder { folder in
            let (silent, _, fixture) = try await control(in: folder)
            _ = try await fixture.coordinator.regenerate(.happy)
            await #expect(throws: ControlFailure.nothingPlaying) { try await silent.feedback(uri: nil, verdict: .like) }
        }
        try await withTemporaryFolder { folder in
            let (first, _, fixture) = try await control(in: folder)
            _ = try await fixture.coordinator.regenerate(.happy)
            let track = try #require(try await first.playlist(id: nil).tracks.dropFirst(4).first)
            let playing = PlayingTrack(title: track.title?.uppercased(), artists: track.artists ?? [])
            let watch = try WatchControl(address: try SourceAddress(parsing: "v4l2:auto"), looksPerSecond: 2)
            for (now, isKnown) in [(playing, true), (PlayingTrack(title: "Not There", artists: ["Nobody"]), false)] {
                let control = control(fixture, watch, playing: now)
                if isKnown {
                    try await control.feedback(uri: nil, verdict: .like)
                } else {
                    await #expect(throws: ControlFailure.self) { try await control.feedback(uri: nil, verdict: .like) }
                }
            }
            #expect(try await fixture.store.feedback().map(\.title) == [track.title])
        }
    }
}
