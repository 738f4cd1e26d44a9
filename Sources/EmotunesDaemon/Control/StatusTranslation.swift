import ControlProtocol
import Emotions
import Foundation
import MoodTracking
import StateStore

/// Turns what the conductor knows into what the control interface says.
struct StatusTranslation {
    var state: ConductorState
    var engine: MoodEngine
    var spotify = SpotifyReport.off
    var publication: PublishingRecord?
    var source: String
    var uptimeSeconds: Double
    /// When a pause ends by itself.
    var pausedUntil: Date?
    /// Paused because somebody's call started the daemon.
    var wasCalled = false
    /// The daemon ran for the first time less than a day ago.
    var isFirstDay = false
    var process: ProcessStatus?

    var status: Status {
        Status(
            version: Release.version, state: daemonState, uptimeSeconds: uptimeSeconds,
            camera: CameraStatus(
                source: source, state: CameraState(rawValue: state.shownCamera.rawValue) ?? .failed,
                framesSeen: state.framesSeen, framesAnalysed: state.framesAnalysed, facesSeen: state.facesSeen,
                detail: state.shownDetail),
            emotion: window, mood: mood, playlist: playlist,
            spotify: SpotifyStatus(
                state: SpotifyState(rawValue: spotify.state.rawValue) ?? .off, detail: spotify.detail,
                notBefore: spotify.notBefore?.timestamp),
            catalogue: CatalogueStatus(tracks: state.trackCount), pausedUntil: pausedUntil?.timestamp, notices: notices,
            process: process)
    }

    private var notices: [String] {
        [
            state.trouble,
            wasCalled
                ? "started because somebody asked through the socket, so the camera stays closed until "
                    + "\"emotunesctl resume\"" : nil,
            isFirstDay
                ? "EmoTunes is new here: it looks through the camera unless it is paused. \(FirstStart.sentence)" : nil,
        ].compactMap(\.self)
    }

    private var daemonState: DaemonState {
        if state.trouble != nil { return .degraded }
        switch state.shownCamera {
        case .starting: return .starting
        case .streaming: return engine.isAway ? .idle : .watching
        case .paused: return .paused
        case .yielded, .released, .ended: return .idle
        case .busy, .missing, .denied, .failed: return .cameraUnavailable
        }
    }

    private var window: EmotionWindow? {
        guard let scores = engine.window.scores else { return nil }
        return EmotionWindow(
            scores: EmotionProbabilities(
                angry: scores[.angry], disgust: scores[.disgust], fear: scores[.fear], happy: scores[.happy],
                neutral: scores[.neutral], sad: scores[.sad], surprise: scores[.surprise]),
            dominant: scores.dominant.wireName, samples: engine.window.count)
    }

    private var mood: CurrentMood? {
        guard let mood = engine.mood else { return nil }
        return CurrentMood(
            name: mood.name.wireName, since: (state.moodSince ?? Date()).timestamp, confidence: engine.confidence,
            distance: engine.distance, threshold: engine.policy.threshold)
    }

    private var playlist: ControlProtocol.PlaylistSummary? {
        guard let playlist = state.playlist else { return nil }
        var publishing = [account(playlist)]
        if let file = state.publishing {
            let word = ControlProtocol.PublishingState(rawValue: file.state.rawValue) ?? .pending
            publishing.append(Publication(target: .file, state: word, detail: file.detail, url: file.url))
        } else {
            publishing.append(Publication(target: .file, state: .off, detail: "playlist.file is false", url: nil))
        }
        return ControlProtocol.PlaylistSummary(
            id: Int(playlist.id), mood: playlist.mood.wireName, generatedAt: playlist.at.timestamp,
            tracks: playlist.tracks.count, reason: playlist.reason, publishing: publishing)
    }
}

extension StatusTranslation {
    /// How far the account has come with the playlist.
    private func account(_ playlist: PlaylistRecord) -> Publication {
        guard spotify.state != .off, let publication, publication.playlistID == playlist.id else {
            return Publication(target: .spotify, state: .off, detail: spotify.detail, url: nil)
        }
        let word = ControlProtocol.PublishingState(rawValue: publication.state.rawValue) ?? .pending
        // A wish that nothing has become of yet is held up by whatever holds up the account.
        let detail = word == .pending && publication.detail.isEmpty ? spotify.detail : publication.detail
        return Publication(target: .spotify, state: word, detail: detail, url: publication.url)
    }
}

extension Emotion {
    var wireName: MoodName { MoodName(rawValue: rawValue) ?? .unrecognised }
}

extension Date {
    var timestamp: Timestamp { Timestamp(secondsSince1970: timeIntervalSince1970) }
}
