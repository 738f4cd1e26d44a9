import ControlProtocol
import Emotions
import MPDSync
import PlayerSync
import Publishing
import Songs
import SpotifySync
import StateStore
import Storage

// The daemon's own values in the words of the control interface. Each translation names every case, so that a new one
// does not compile before it has a word.

extension ControlFailure {
    /// Something of the daemon failed; the command that mends it is the file's, where it was about one.
    static func because(_ error: any Error) -> ControlFailure {
        if let failure = error as? ControlFailure { return failure }
        let mend = (error as? StorageError)?.mend ?? (error as? UnreadableTaste)?.mend
        return .failed("\(error)", mend: mend ?? "emotunesctl doctor")
    }
}

extension MoodName {
    init(_ emotion: Emotion) {
        switch emotion {
        case .angry: self = .angry
        case .disgust: self = .disgust
        case .fear: self = .fear
        case .happy: self = .happy
        case .neutral: self = .neutral
        case .sad: self = .sad
        case .surprise: self = .surprise
        }
    }
}

extension Emotion {
    /// nil for a word this version does not know.
    init?(_ name: MoodName) {
        guard let emotion = Self.allCases.first(where: { MoodName($0) == name }) else { return nil }
        self = emotion
    }
}

extension SongMoodName {
    init(_ mood: SongMood) {
        switch mood {
        case .happy: self = .happy
        case .sad: self = .sad
        case .energetic: self = .energetic
        case .calm: self = .calm
        }
    }
}

extension CameraState {
    init(_ camera: WatchedCamera) {
        switch camera {
        case .starting: self = .starting
        case .streaming: self = .streaming
        case .busy: self = .busy
        case .yielded: self = .yielded
        case .released: self = .released
        case .missing: self = .missing
        case .denied: self = .denied
        case .failed: self = .failed
        case .ended: self = .ended
        case .paused: self = .paused
        }
    }
}

extension ControlProtocol.PublishingState {
    init(_ state: StoredPublishingState) {
        switch state {
        case .published: self = .published
        case .pending: self = .pending
        case .failed: self = .failed
        case .off: self = .off
        }
    }
}

extension PublishingTarget {
    /// The word for a target by the name its wish is kept under; nil for one that has none, which `status` leaves out.
    init?(_ name: String) {
        switch name {
        case SpotifyTarget.name: self = .spotify
        case FileTarget.name: self = .file
        case MPDTarget.name: self = .mpd
        case PlayersTarget.name: self = .players
        default: return nil
        }
    }
}

extension SpotifyState {
    init(_ state: SpotifyReport.State) {
        switch state {
        case .signedIn: self = .signedIn
        case .signedOut: self = .signedOut
        case .expired: self = .expired
        case .rateLimited: self = .rateLimited
        case .offline: self = .offline
        case .off: self = .off
        }
    }
}

extension HistoryEventKind {
    init(_ kind: EventRecord.Kind) {
        switch kind {
        case .program: self = .program
        case .camera: self = .camera
        case .presence: self = .presence
        case .mood: self = .mood
        case .publishing: self = .publishing
        case .spotify: self = .spotify
        case .storage: self = .storage
        case .settings: self = .settings
        }
    }
}

extension OpinionKind {
    init(_ verdict: StoredVerdict) {
        switch verdict {
        case .like: self = .like
        case .dislike: self = .dislike
        case .heard: self = .heard
        }
    }
}

extension StoredVerdict {
    /// What is to be kept of a verdict; nil for one that takes another back.
    init?(_ verdict: ControlProtocol.Verdict) {
        switch verdict {
        case .like: self = .like
        case .dislike: self = .dislike
        case .clear, .unrecognised: return nil
        }
    }
}
