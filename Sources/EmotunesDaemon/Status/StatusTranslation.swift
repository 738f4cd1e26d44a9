import ControlProtocol
import Emotions
import FoundationEssentials
import MPDSync
import MusicLibrary
import Publishing
import SpotifySync
import StateStore

/// Turns what is known of the daemon into what the control interface says.
struct StatusTranslation {
    var present: PresentStatus
    var uptimeSeconds: Double
    /// Wall time, and the same moment on the clock that pauses end by.
    var now = Date()
    var instant = ContinuousClock.now
    var process: ProcessStatus?
    var library = LibraryState()

    var status: Status {
        Status(
            version: Release.version, state: daemonState, uptimeSeconds: uptimeSeconds,
            camera: CameraStatus(
                source: present.source, state: CameraState(present.shownCamera), framesSeen: present.framesSeen,
                framesAnalysed: present.framesAnalysed, facesSeen: present.facesSeen, detail: present.shownDetail),
            emotion: window, mood: mood, playlist: playlist,
            spotify: SpotifyStatus(
                state: SpotifyState(present.spotify.state), detail: present.spotify.detail,
                notBefore: present.spotify.notBefore?.timestamp),
            catalogue: CatalogueStatus(tracks: present.trackCount), pausedUntil: pausedUntil?.timestamp,
            notices: notices, process: process, library: LibraryStatus(library), moodHold: hold)
    }

    private var hold: MoodHold? {
        guard let held = present.held, held.until > now else { return nil }
        return MoodHold(
            mood: MoodName(held.mood), by: held.by, since: held.since.timestamp, until: held.until.timestamp)
    }

    /// By the wall's clock as it stands now, to the second.
    private var pausedUntil: Date? {
        present.pauseEnds.map { end in
            Date(timeIntervalSince1970: (now.timeIntervalSince1970 + instant.duration(to: end) / .seconds(1)).rounded())
        }
    }

    private var isFirstDay: Bool {
        present.firstStart.map { now.timeIntervalSince($0) < FirstStart.noticeSeconds } ?? false
    }

    private var notices: [String] {
        var notices = [present.trouble]
        notices += present.unanswered.map { Unanswered.sentence($0) }
        notices += Protection.allCases.map { present.failing[$0] } + [present.oddity]
        if present.wasStartedByCall {
            notices.append(
                "started because somebody asked through the socket, so the camera stays closed until "
                    + "\"emotunesctl resume\"")
        }
        if isFirstDay {
            notices.append(
                "EmoTunes is new here: it looks through the camera unless it is paused. \(FirstStart.sentence)")
        }
        return notices.compactMap(\.self)
    }

    private var daemonState: DaemonState {
        if present.trouble != nil || !present.unanswered.isEmpty { return .degraded }
        switch present.shownCamera {
        case .starting: return .starting
        case .streaming: return present.isAway ? .idle : .watching
        case .paused: return .paused
        case .yielded, .released, .ended: return .idle
        case .busy, .missing, .denied, .failed: return .cameraUnavailable
        }
    }

    private var window: EmotionWindow? {
        guard let window = present.window else { return nil }
        let scores = window.scores
        return EmotionWindow(
            scores: EmotionProbabilities(
                angry: scores[.angry], disgust: scores[.disgust], fear: scores[.fear], happy: scores[.happy],
                neutral: scores[.neutral], sad: scores[.sad], surprise: scores[.surprise]),
            dominant: MoodName(scores.dominant), samples: window.samples)
    }

    private var mood: CurrentMood? {
        guard let mood = present.mood else { return nil }
        return CurrentMood(
            name: MoodName(mood.name), since: (mood.since ?? now).timestamp, confidence: mood.confidence,
            distance: mood.distance, threshold: mood.threshold)
    }

    private var playlist: ControlProtocol.PlaylistSummary? {
        guard let playlist = present.playlist else { return nil }
        var publishing = [account(playlist)]
        if let file = present.publishing[FileTarget.name] {
            publishing.append(publication(.file, file, of: playlist))
        } else if present.targets.contains(FileTarget.name) {
            publishing.append(Publication(target: .file, state: .pending, detail: "", url: nil))
        } else {
            publishing.append(Publication(target: .file, state: .off, detail: "playlist.file is false", url: nil))
        }
        publishing.append(player(playlist))
        // Others are shown once they have a record.
        for (name, record) in present.publishing.sorted(by: { $0.key < $1.key }) {
            guard let target = PublishingTarget(name), ![.spotify, .file, .mpd].contains(target) else {
                continue
            }
            // Most people never open a list of ours in such a player.
            if target == .players, record.playlistID != playlist.id || record.state == .off { continue }
            publishing.append(publication(target, record, of: playlist))
        }
        return ControlProtocol.PlaylistSummary(
            id: Int(playlist.id), mood: MoodName(playlist.mood), generatedAt: playlist.at.timestamp,
            tracks: playlist.tracks.count, reason: playlist.reason, publishing: publishing)
    }
}

extension StatusTranslation {
    /// A record of another playlist means that this one has not been tried yet.
    private func publication(
        _ target: PublishingTarget, _ record: PublishingRecord, of playlist: PlaylistRecord
    ) -> Publication {
        guard record.playlistID == playlist.id else {
            return Publication(target: target, state: .pending, detail: "", url: nil)
        }
        return Publication(
            target: target, state: ControlProtocol.PublishingState(record.state), detail: record.detail, url: record.url
        )
    }

    /// How far MPD has come with the playlist. What MPD says now goes before what was noted when it was published.
    private func player(_ playlist: PlaylistRecord) -> Publication {
        let mpd = present.mpd
        let record = present.publishing[MPDTarget.name].flatMap { $0.playlistID == playlist.id ? $0 : nil }
        let state: ControlProtocol.PublishingState
        var detail = mpd.detail
        switch mpd.state {
        case .off: state = .off
        case .pending: state = .pending
        case .failed: state = .failed
        case .connected:
            state = record.map { ControlProtocol.PublishingState($0.state) } ?? .pending
            if state != .published { detail = record?.detail ?? "" }
        }
        return Publication(target: .mpd, state: state, detail: detail, url: nil)
    }

    /// How far the account has come with the playlist.
    private func account(_ playlist: PlaylistRecord) -> Publication {
        let spotify = present.spotify
        guard spotify.state != .off, let publication = present.publishing[SpotifyTarget.name] else {
            return Publication(target: .spotify, state: .off, detail: spotify.detail, url: nil)
        }
        // It shows another playlist, and has not heard of this one yet.
        guard publication.playlistID == playlist.id else {
            return Publication(target: .spotify, state: .pending, detail: spotify.detail, url: nil)
        }
        let word = ControlProtocol.PublishingState(publication.state)
        // A playlist that was not tried yet waits for what the account waits for.
        let detail = word == .pending && publication.detail.isEmpty ? spotify.detail : publication.detail
        return Publication(target: .spotify, state: word, detail: detail, url: publication.url)
    }
}

extension Date {
    var timestamp: Timestamp { Timestamp(secondsSince1970: timeIntervalSince1970) }
}
