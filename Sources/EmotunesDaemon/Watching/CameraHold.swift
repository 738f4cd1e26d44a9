import Configuration
import SystemIntegration

/// Why the camera is to be closed though nothing is wrong with it.
enum CameraHold: Sendable, Equatable {
    /// The person asked for it.
    case paused
    case sleeping
    /// Another session is in front: another person's, or the login screen.
    case switchedAway
    /// The user is here only over the network, or without a seat.
    case remote
    /// The user has no session.
    case signedOut
    case locked
    /// `camera.when` is `playing`, and nothing plays.
    case silent
    /// The same, and the player named plays and does not count.
    case ignoring(String)
    /// `camera.on_battery` is `off`, and the machine is on battery.
    case onBattery
    /// The desktop has not yet said whether it may be open.
    case asking
    /// `camera.when` is `playing`, and there is no bus to ask.
    case unknownPlayback

    /// The reason that counts; nil if the camera may be open. A recorded or drawn source films no person: only a pause
    /// stops it.
    ///
    /// - Parameters:
    ///   - hints: what the desktop says; nil before it has said anything.
    ///   - sparesBattery: whether the machine is on battery, and the camera is to be closed then.
    init?(
        isPaused: Bool, isCamera: Bool, when: CameraSettings.When, hints: PresenceHints?, sparesBattery: Bool = false
    ) {
        if isPaused {
            self = .paused
        } else if !isCamera {
            return nil
        } else if let hints {
            if let hold = CameraHold(hints, when) {
                self = hold
            } else if sparesBattery {
                self = .onBattery
            } else {
                return nil
            }
        } else {
            self = .asking
        }
    }

    private init?(_ hints: PresenceHints, _ when: CameraSettings.When) {
        if hints.aboutToSleep {
            self = .sleeping
        } else if let hold = CameraHold(hints.session) {
            self = hold
        } else if hints.screenLocked {
            self = .locked
        } else if when == .playing, hints.mediaPlaying != true {
            self =
                hints.mediaPlaying == nil ? .unknownPlayback : hints.ignoredPlayer.map { .ignoring($0) } ?? .silent
        } else {
            return nil
        }
    }

    private init?(_ session: SessionPresence) {
        switch session {
        case .here, .unknown: return nil
        case .switchedAway: self = .switchedAway
        case .remote: self = .remote
        case .signedOut: self = .signedOut
        case .unanswered: self = .asking
        }
    }

    /// Whether it is held for another person, whose programs may still have it open when it is given back.
    var isForAnother: Bool { self == .switchedAway || self == .signedOut || self == .remote }

    /// How `status` calls it.
    var state: WatchedCamera {
        switch self {
        case .paused: .paused
        case .asking: .starting
        case .sleeping, .switchedAway, .remote, .signedOut, .locked, .silent, .ignoring, .onBattery, .unknownPlayback:
            .released
        }
    }

    /// The sentence for people.
    var sentence: String {
        switch self {
        case .paused: "paused; the camera is closed"
        case .sleeping: "the machine goes to sleep; the camera is closed"
        case .switchedAway:
            "another session is in front at this machine's screen; the camera is closed until yours is"
        case .remote:
            "you are not signed in at this machine's screen, only from elsewhere; the camera is closed until you are"
        case .signedOut: "you are not signed in at this machine's screen; the camera is closed until you are"
        case .locked: "the screen is locked; the camera is closed until it is unlocked"
        case .silent: "nothing plays; the camera is closed until a media player plays"
        case .ignoring(let player):
            "only \(player) plays, which camera.ignore_players leaves out; the camera is closed until another player plays"
        case .onBattery:
            "the machine runs on battery and camera.on_battery is \"off\"; the camera is closed until it is plugged in"
        case .asking: "asking the desktop whether the camera may be opened"
        case .unknownPlayback:
            "camera.when is \"playing\", but there is no session bus to see players on; the camera stays closed"
        }
    }
}
