/// Why the daemon would not do what it was asked: the named errors of `org.emotunes.Control`.
package enum ControlFailure: Error, Sendable, Hashable {
    /// Nothing has been made yet: no mood is known.
    case noPlaylistYet
    /// No track of that name is known.
    case noSuchTrack(uri: String)
    /// Feedback was meant for the playing track, and no player says what is playing.
    case nothingPlaying
    /// There is no player to give the order to; the message says why, and what to do.
    case noPlayer(message: String)
    /// The mood is none of the seven.
    case unknownMood(String)
    /// A pause is shorter or longer than `ControlInterface.pauseSeconds` allows, a calibration or a hold than theirs do.
    case invalidDuration(seconds: Int)
    /// A calibration saw a face in too few looks.
    case noFaceSeen(looks: Int)
    /// The new configuration is not good; the message names file, line and key.
    case reloadFailed(message: String)
    /// The sign-in to Spotify came to nothing; the message says why.
    case loginFailed(message: String)
    /// The daemon serves this many clients and no more.
    case tooManyClients(limit: Int)
    /// Something else; the message says what happened, to what, and what to do.
    case failed(message: String)
}

extension ControlFailure {
    /// The reply that carries the error.
    package var reply: VarlinkReply {
        let (name, parameters): (String, JSONObject) =
            switch self {
            case .noPlaylistYet: ("NoPlaylistYet", [:])
            case .noSuchTrack(let uri): ("NoSuchTrack", ["uri": .string(uri)])
            case .nothingPlaying: ("NothingPlaying", [:])
            case .noPlayer(let message): ("NoPlayer", ["message": .string(message)])
            case .unknownMood(let mood): ("UnknownMood", ["mood": .string(mood)])
            case .invalidDuration(let seconds): ("InvalidDuration", ["seconds": .integer(Int64(seconds))])
            case .noFaceSeen(let looks): ("NoFaceSeen", ["looks": .integer(Int64(looks))])
            case .reloadFailed(let message): ("ReloadFailed", ["message": .string(message)])
            case .loginFailed(let message): ("LoginFailed", ["message": .string(message)])
            case .tooManyClients(let limit): ("TooManyClients", ["limit": .integer(Int64(limit))])
            case .failed(let message): ("Failed", ["message": .string(message)])
            }
        return VarlinkReply(parameters: parameters, error: "\(ControlInterface.name).\(name)")
    }

    /// Reads the error a reply carries; nil if it is none of ours or lacks its parameter.
    package init?(_ reply: VarlinkReply) {
        let parameters = JSONValue.object(reply.parameters)
        let text = parameters["uri"]?.string ?? parameters["mood"]?.string ?? parameters["message"]?.string
        let number = try? (parameters["seconds"] ?? parameters["limit"] ?? parameters["looks"])?.decoded(as: Int.self)

        switch (reply.error, text, number) {
        case ("\(ControlInterface.name).NoPlaylistYet", _, _): self = .noPlaylistYet
        case ("\(ControlInterface.name).NothingPlaying", _, _): self = .nothingPlaying
        case ("\(ControlInterface.name).NoSuchTrack", let uri?, _): self = .noSuchTrack(uri: uri)
        case ("\(ControlInterface.name).NoPlayer", let message?, _): self = .noPlayer(message: message)
        case ("\(ControlInterface.name).UnknownMood", let mood?, _): self = .unknownMood(mood)
        case ("\(ControlInterface.name).InvalidDuration", _, let seconds?): self = .invalidDuration(seconds: seconds)
        case ("\(ControlInterface.name).NoFaceSeen", _, let looks?): self = .noFaceSeen(looks: looks)
        case ("\(ControlInterface.name).ReloadFailed", let message?, _): self = .reloadFailed(message: message)
        case ("\(ControlInterface.name).LoginFailed", let message?, _): self = .loginFailed(message: message)
        case ("\(ControlInterface.name).TooManyClients", _, let limit?): self = .tooManyClients(limit: limit)
        case ("\(ControlInterface.name).Failed", let message?, _): self = .failed(message: message)
        default: return nil
        }
    }
}

extension ControlFailure {
    /// Stands between what happened and the command that mends it.
    package static let arrow = " → "

    /// Something else, with the command that mends it.
    package static func failed(_ what: String, mend: String) -> ControlFailure {
        .failed(message: what + arrow + mend)
    }

    /// The command that mends it; nil where the message ends with one.
    package var mend: String? {
        switch self {
        case .noPlaylistYet: "emotunesctl regenerate --mood happy"
        case .noSuchTrack: "emotunesctl playlist --json"
        case .nothingPlaying: "emotunesctl like 3"
        case .noPlayer: "systemctl --user start mpd"
        case .unknownMood: "emotunesctl help mood set"
        case .invalidDuration: "emotunesctl help pause"
        case .noFaceSeen: "emotunesctl camera test"
        case .reloadFailed: "emotunesctl doctor"
        case .loginFailed(let message):
            message.contains("client_id") ? "emotunesctl login --client-id ID" : "emotunesctl login"
        case .tooManyClients: "fuser -v $XDG_RUNTIME_DIR/emotunes/control"
        case .failed(let message): message.contains(Self.arrow) ? nil : "emotunesctl doctor"
        }
    }

    /// What happened, and behind an arrow the command that mends it.
    package var advice: String { mend.map { description + Self.arrow + $0 } ?? description }
}

extension ControlFailure: CustomStringConvertible {
    /// What happened, in a sentence.
    package var description: String {
        switch self {
        case .noPlaylistYet:
            "There is no playlist yet: EmoTunes has to see a face for a while first, or to be told a mood"
        case .noSuchTrack(let uri):
            "No track is known as \(uri); each has a \"uri\""
        case .nothingPlaying:
            "No player says what is playing; name the track, for example the playlist's third"
        case .noPlayer(let message):
            "There is no player to give that order to: \(message)"
        case .unknownMood(let mood):
            "\(mood) is no mood; the moods are \(MoodName.words.joined(separator: ", "))"
        case .invalidDuration(let seconds):
            "\(seconds) seconds are not possible: a pause lasts from one second to thirty days, a calibration from ten "
                + "seconds to two minutes, and a mood is held from a minute to a day"
        case .noFaceSeen(let looks):
            "Your face was seen in only \(looks) looks, too few to learn from; sit before the camera in good light "
                + "and try again; this shows what it sees"
        case .reloadFailed(let message):
            "The configuration was not taken, the old one stays in force: \(message)"
        case .loginFailed(let message):
            "Not signed in: \(message)"
        case .tooManyClients(let limit):
            "The daemon already serves \(limit) clients; end some and try again; this names them"
        case .failed(let message):
            message
        }
    }
}
