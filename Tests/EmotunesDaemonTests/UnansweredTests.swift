import ControlProtocol
import Emotions
import FaceAnalysis
import Foundation
import Media
import Platform
import Publishing
import SpotifySync
import StateStore
import Synchronization
import TestSupport
import Testing
import VideoCapture

@testable import EmotunesDaemon

@Suite struct UnansweredTests {
    /// Seconds that the test sets.
    private final class Clock: Sendable {
        private let seconds = Mutex(0.0)

        var now: Double {
            get { seconds.withLock { $0 } }
            set { seconds.withLock { $0 = newValue } }
        }
    }

    private static let peers = [
        Peer(.disk, "/home/a/state"), Peer(.folder, "/mnt/music"), Peer(.server, "api.spotify.com"),
        Peer(.bus, "the message bus (D-Bus)"), Peer(.pipe, "the camera"),
    ]

    @Test(arguments: peers) func peerIsNamedAfterTenSecondsAndOnce(peer: Peer) async throws {
        try await withTemporaryFolder { folder in
            let clock = Clock()
            let fixture = try await PipeFixture(in: folder, calls: OpenCalls(now: { clock.now }), isRunning: false)
            fixture.said.forget()
            fixture.status.update { $0.camera = .streaming }
            let call = fixture.router.calls.begin(peer)
            clock.now = 10
            fixture.router.nameUnanswered()
            #expect(StatusTranslation(present: fixture.status.present, uptimeSeconds: 1).status.state == .watching)
            clock.now = 11
            for _ in 0..<3 { fixture.router.nameUnanswered() }
            let status = StatusTranslation(present: fixture.status.present, uptimeSeconds: 1).status
            #expect(status.state == .degraded)
            #expect(status.notices?.first?.contains(peer.name) == true)
            #expect(fixture.status.present.line.contains(peer.name))
            #expect(fixture.said.lines == [Unanswered.sentence(peer)])
            fixture.router.calls.end(call)
            fixture.router.nameUnanswered()
            let after = StatusTranslation(present: fixture.status.present, uptimeSeconds: 1).status
            #expect(after.state == .watching && after.notices == [])
            #expect(fixture.said.lines == [Unanswered.sentence(peer), Unanswered.endSentence(peer)])
        }
    }

    @Test func oddityIsANoticeAndSaidOnceWhereItIsNews() async throws {
        try await withTemporaryFolder { folder in
            let fixture = try await PipeFixture(in: folder, isRunning: false)
            fixture.said.forget()
            let odd = SourceOddity("/dev/video0: its stamps are wrong", isNotable: true)
            await fixture.router.take(.oddity(odd, isNews: true))
            await fixture.router.take(.oddity(nil, isNews: false))
            #expect(fixture.status.present.oddity == nil)
            await fixture.router.take(.oddity(odd, isNews: false))
            let status = StatusTranslation(present: fixture.status.present, uptimeSeconds: 1).status
            #expect(status.notices == [odd.sentence])
            #expect(fixture.said.lines == ["camera: " + odd.sentence])
            await fixture.router.take(.oddity(SourceOddity("has no stamps", isNotable: false), isNews: true))
            #expect(fixture.status.present.oddity == nil)
            #expect(fixture.said.lines.count == 2)
        }
    }

    @Test func eventIsTakenInBeforeARecordingIsHeldBack() async throws {
        try await withTemporaryFolder { folder in
            let fixture = try await PipeFixture(in: folder, isRecording: true, isRunning: false)
            let isTakenIn = AsyncStream<Void>.makeStream()
            fixture.history.put(.thin(PipeFixture.date))
            let router = fixture.router
            let taking = Task {
                await router.take(.look(MediaTime(seconds: 1), .none(.noFace, nil), framesSeen: 1)) {
                    isTakenIn.continuation.yield()
                }
                isTakenIn.continuation.finish()
            }
            var events = isTakenIn.stream.makeAsyncIterator()
            #expect(await events.next() != nil)
            #expect(fixture.history.count == 1)
            fixture.history.finish()
            fixture.coordinator.finish()
            await fixture.recorder.run()
            await fixture.coordinator.run()
            await taking.value
            #expect(await events.next() == nil)
        }
    }

    @Test func accountThatShowsAnotherPlaylistIsPending() {
        var present = PresentStatus()
        present.playlist = PlaylistRecord(
            id: 2, at: PipeFixture.date, mood: .sad, reason: "r", tracks: [])
        present.spotify = SpotifyReport(state: .signedIn, detail: "")
        let shown = { (present: PresentStatus) in
            StatusTranslation(present: present, uptimeSeconds: 1).status.playlist?.publishing.map(\.state)
        }
        for name in [SpotifyTarget.name, FileTarget.name] {
            present.publishing[name] = PublishingRecord(
                target: name, playlistID: 1, state: .published, detail: "", url: nil, at: PipeFixture.date)
        }
        #expect(shown(present) == [.pending, .pending, .off])
        for name in [SpotifyTarget.name, FileTarget.name] { present.publishing[name]?.playlistID = 2 }
        #expect(shown(present) == [.published, .published, .off])
    }
}
