import Configuration
import SystemIntegration

/// Why the camera is to be closed though nothing is wrong with it.
enum CameraHold: Sendable, Equatable {
    /// The person asked for it.
    case paused
    case sleeping
    case locked
    /// `camera.when` is `playing`, and nothing plays.
    case silent
    /// `camera.when` is `playing`, and the players have not been asked yet.
    case asking
    /// `camera.when` is `playing`, and there is no bus to ask.
    case unknownPlayback

    /// The reason that counts; nil if the camera may be open. A recorded or drawn source films no person: only a pause
    /// stops it.
    ///
    /// - Parameter hints: what the desktop says; nil before it has said anything.
    init?(isPaused: Bool, isCamera: Bool, when: CameraSettings.When, hints: PresenceHints?) {
        if isPaused {
            self = .paused
        } else if !isCamera {
            return nil
        } else if hints?.aboutToSleep == true {
            self = .sleeping
        } else if hints?.screenLocked == true {
            self = .locked
        } else if when == .playing, hints?.mediaPlaying != true {
            self = hints == nil ? .asking : hints?.mediaPlaying == nil ? .unknownPlayback : .silent
        } else {
            return nil
        }
    }

    /// How `status` calls it.
    var state: WatchedCamera {
        switch self {
        case .paused: .paused
        case .asking: .starting
        case .sleeping, .locked, .silent, .unknownPlayback: .released
        }
    }

    /// The sentence for people.
    var sentence: String {
        switch self {
        case .paused: "paused; the camera is closed"
        case .sleeping: "the machine goes to sleep; the camera is closed"
        case .locked: "the screen is locked; the camera is closed until it is unlocked"
        case .silent: "nothing plays; the camera is closed until a media player plays"
        case .asking: "asking whether a media player plays"
        case .unknownPlayback:
            "camera.when is \"playing\", but there is no session bus to see players on; the camera stays closed"
        }
    }
}
