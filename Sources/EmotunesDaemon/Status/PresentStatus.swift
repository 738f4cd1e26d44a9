import Emotions
import FoundationEssentials
import MPDSync
import Platform
import SpotifySync
import StateStore

/// Everything that is known of the daemon at this moment and that `status` shows.
struct PresentStatus: Sendable {
    /// What the sliding window holds.
    struct Window: Sendable, Equatable {
        var scores: EmotionScores
        /// How many looks it holds.
        var samples: Int
    }

    /// The named mood.
    struct Mood: Sendable, Equatable {
        var name: Emotion
        /// By wall time; nil where that is not known.
        var since: Date?
        /// The probability of the name, 0 to 1.
        var confidence: Double
        /// How far it is from the mood the playlist was made for, on the scale of `threshold`.
        var distance: Double
        var threshold: Double
    }

    /// The source's address.
    var source = ""
    var camera = WatchedCamera.starting
    var cameraDetail = "not opened yet"
    /// The watching thread is in a call that does not return, so what it said last no longer holds.
    var isHanging = false
    var framesSeen = 0
    var framesAnalysed = 0
    var facesSeen = 0
    /// nil while it is empty.
    var window: Window?
    /// nil until the first has been called.
    var mood: Mood?
    /// The mood that the person has named; nil while the looks decide.
    var held: HeldMood?
    /// Whether no face has been seen for a while.
    var isAway = false
    var playlist: PlaylistRecord?
    /// The names of the targets that playlists go to.
    var targets: Set<String> = []
    /// How far each target has come, by its name; none for one that has no wish or is disabled.
    var publishing: [String: PublishingRecord] = [:]
    var spotify = SpotifyReport.off
    var mpd = MPDReport.off
    /// What keeps the daemon from doing all of its work, in a sentence; nil when nothing does.
    var trouble: String?
    /// The protections that fail, with the reason and the remedy.
    var failing: [Protection: String] = [:]
    /// What has had no answer for a while, the longest silent first.
    var unanswered: [Peer] = []
    /// What is odd about the camera, though it works, in a sentence; nil where nothing is.
    var oddity: String?
    /// How many tracks the catalogue holds.
    var trackCount = 0
    /// When a pause ends by itself.
    var pauseEnds: ContinuousClock.Instant?
    /// Paused because a call through the socket started the daemon, and by nothing else.
    var wasStartedByCall = false
    /// When the daemon ran for the first time, where a camera was its source.
    var firstStart: Date?

    /// Whether an account is signed in that can play what the person's own folders do not hold. One that cannot be reached
    /// for the moment is signed in all the same.
    var hasAccount: Bool {
        switch spotify.state {
        case .signedIn, .rateLimited, .offline: true
        case .signedOut, .expired, .off: false
        }
    }

    /// What is known of the camera now.
    var shownCamera: WatchedCamera { isHanging ? .failed : camera }
    var shownDetail: String { isHanging ? CaptureWatchdog.hangingSentence : cameraDetail }

    /// The mood and the camera in one line, for the service manager.
    var line: String {
        if let trouble { return trouble }
        if let peer = unanswered.first { return Unanswered.sentence(peer) }
        guard let mood else { return shownDetail }
        let percent = held == nil ? "\(Int((mood.confidence * 100).rounded())) %" : "held"
        return "Mood: \(mood.name) (\(percent))" + (isAway ? ", nobody there" : "") + "; \(shownDetail)"
    }
}
