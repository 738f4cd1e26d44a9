import ArgumentParser
import ControlProtocol
import ControlSocket

struct LikeCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "like", abstract: "Hear a track, and tracks like it, more often.")

    @OptionGroup var feedback: FeedbackOptions

    func run(in context: ControlContext) throws {
        try feedback.send(.like, in: context)
    }
}

struct DislikeCommand: ControlCommand {
    static let configuration = CommandConfiguration(commandName: "dislike", abstract: "Never hear a track again.")

    @OptionGroup var feedback: FeedbackOptions

    func run(in context: ControlContext) throws {
        try feedback.send(.dislike, in: context)
    }
}

struct FeedbackOptions: ParsableArguments {
    @Argument(
        help: "Its number in the playlist, a part of its title, or its URI; the playing track if left out.")
    var track: String?

    @Flag(help: "Take an earlier verdict back.")
    var clear = false

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func send(_ verdict: Verdict, in context: ControlContext) throws {
        var client = try connection.connect(in: context)
        let choice = try TrackChoice(named: track, &client)
        let verdict = clear ? .clear : verdict
        _ = try client.call(.feedback, ["uri": .string(choice.uri), "verdict": .string(verdict.rawValue)])
        let sentence =
            switch verdict {
            case .like: "Liked \(choice.name): it and its like come more often."
            case .dislike: "Disliked \(choice.name): it will not come again."
            default: "Forgot what was said about \(choice.name)."
            }
        try output.confirm(sentence, &client, in: context)
    }
}

/// The track that an argument names.
struct TrackChoice: Equatable {
    /// Empty for the track that is playing.
    let uri: String
    /// Its name in a sentence.
    let name: String

    init(named text: String?, _ client: inout ControlClient) throws {
        guard let text else {
            self.init(uri: "", name: "the playing track")
            return
        }
        // A URI has a colon and no space; titles with a colon have a space.
        if text.contains(":"), !text.contains(" ") {
            self.init(uri: text, name: text)
            return
        }
        let answer = try client.call(.getPlaylist)["playlist"]?.withoutControlCharacters
        guard let playlist = try? answer?.decoded(as: Playlist.self) else {
            throw CommandFailure.otherVersion("; name the track by its URI")
        }
        self = try Self.find(text, in: playlist)
    }

    private init(uri: String, name: String) {
        self.uri = uri
        self.name = name
    }

    private init(_ track: PlaylistTrack) {
        let artists = track.artists.map { " by " + $0.joined(separator: ", ") } ?? ""
        self.init(uri: track.uri, name: track.title.map { "“\($0)”\(artists)" } ?? track.uri)
    }

    /// By number, else by a part of the title that fits one track only.
    static func find(_ text: String, in playlist: Playlist) throws(CommandFailure) -> TrackChoice {
        if let position = Int(text) {
            guard let track = playlist.tracks.first(where: { $0.position == position }) else {
                throw CommandFailure(
                    message: "the playlist has no track \(position); it has \(playlist.tracks.count)",
                    mend: "emotunesctl playlist")
            }
            return TrackChoice(track)
        }
        let wanted = text.lowercased()
        let matches = playlist.tracks.filter { $0.title?.lowercased().contains(wanted) ?? false }
        if let exact = matches.first(where: { $0.title?.lowercased() == wanted }) { return TrackChoice(exact) }
        guard let track = matches.first else {
            throw CommandFailure(
                message: "no title in the playlist contains ‘\(text)’", mend: "emotunesctl playlist")
        }
        guard matches.count == 1 else {
            let titles = matches.map { "\($0.position) \($0.title ?? "")" }.joined(separator: ", ")
            throw CommandFailure(
                message: "‘\(text)’ fits more than one title: \(titles); say its number",
                mend: "emotunesctl like \(matches.first?.position ?? 1)")
        }
        return TrackChoice(track)
    }
}
