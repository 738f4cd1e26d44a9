import ControlProtocol
import Emotions
import Foundation
import MPDSync
import Publishing
import SpotifySync
import StateStore
import Testing

@testable import EmotunesDaemon

@Suite struct StatusTranslationTests {
    private let now = Date(timeIntervalSince1970: 1_700_000_000)

    private func publishing(_ change: (inout PresentStatus) -> Void) -> [Publication] {
        var present = PresentStatus()
        present.playlist = PlaylistRecord(id: 2, at: now, mood: .happy, reason: "r", tracks: [])
        change(&present)
        return StatusTranslation(present: present, uptimeSeconds: 1).status.playlist?.publishing ?? []
    }

    private func record(of playlist: Int64) -> PublishingRecord {
        PublishingRecord(
            target: FileTarget.name, playlistID: playlist, state: .published, detail: "d", url: "u", at: now)
    }

    @Test func disabledTargetsAreOff() {
        #expect(publishing { _ in }.map(\.state) == [.off, .off, .off])
    }

    @Test func targetThatHasNotAnsweredYetIsPending() {
        #expect(publishing { $0.targets = [FileTarget.name] }.map(\.state) == [.off, .pending, .off])
    }

    @Test(arguments: [(Int64(1), ControlProtocol.PublishingState.pending), (2, .published)])
    func targetIsPublishedOnlyForThePlaylistThatIsShown(id: Int64, state: ControlProtocol.PublishingState) {
        let shown = publishing { $0.publishing[FileTarget.name] = record(of: id) }
        #expect(shown.first { $0.target == .file }?.state == state)
    }

    @Test(arguments: [
        (MPDReport.State.off, StoredPublishingState.published, ControlProtocol.PublishingState.off, "now"),
        (.pending, .published, .pending, "now"), (.failed, .published, .failed, "now"),
        (.connected, .published, .published, "now"), (.connected, .failed, .failed, "then"),
        (.connected, .pending, .pending, "then"),
    ])
    func whatMPDSaysNowGoesBeforeWhatWasNoted(
        report: MPDReport.State, noted: StoredPublishingState, state: ControlProtocol.PublishingState, detail: String
    ) {
        let shown = publishing {
            $0.mpd = MPDReport(state: report, detail: "now")
            $0.publishing[MPDTarget.name] = PublishingRecord(
                target: MPDTarget.name, playlistID: 2, state: noted, detail: "then", url: nil, at: now)
        }.first { $0.target == .mpd }
        #expect(shown?.state == state && shown?.detail == detail)
        let older = publishing {
            $0.mpd = MPDReport(state: .connected, detail: "now")
            $0.publishing[MPDTarget.name] = PublishingRecord(
                target: MPDTarget.name, playlistID: 1, state: .published, detail: "then", url: nil, at: now)
        }.first { $0.target == .mpd }
        #expect(older?.state == .pending)
    }

    @Test func everyWordIsTranslatedAndNoneTwice() {
        #expect(Set(Emotion.allCases.map { MoodName($0) }).count == Emotion.allCases.count)
        #expect(Emotion.allCases.map { Emotion(MoodName($0)) } == Emotion.allCases)
        #expect(Emotion(.unrecognised) == nil)
        #expect(Emotion.allCases.allSatisfy { MoodName($0).rawValue == $0.rawValue })
        #expect(Set(SpotifyReport.State.allCases.map { SpotifyState($0) }).count == SpotifyReport.State.allCases.count)
        #expect(PublishingTarget("file") == .file && PublishingTarget("spotify") == .spotify)
        #expect(PublishingTarget("unheard of") == nil)
        #expect(PublishingTarget("mpd") == .mpd)
    }

    @Test func hubTellsOfEveryChangeAndOfTheFirstAtOnce() async {
        let hub = StatusHub()
        var ticks = hub.changes().makeAsyncIterator()
        await ticks.next()
        hub.update { $0.trackCount = 7 }
        await ticks.next()
        #expect(hub.present.trackCount == 7)
    }
}
