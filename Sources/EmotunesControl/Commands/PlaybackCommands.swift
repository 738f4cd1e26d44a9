import ArgumentParser
import ControlProtocol
import ControlSocket

struct PlayCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "play", abstract: "Play the newest playlist, and keep what plays in step with your mood.",
        discussion: """
            Needs MPD, the Music Player Daemon, a media player (music.players), or Spotify with playback.follow set to \
            next or now. MPD's queue is replaced, and from then on every new playlist follows: the song that is on goes \
            on to its end, what stands after it is replaced (playback.follow).
            """)

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func run(in context: ControlContext) throws { try order(.play, connection, output, in: context) }
}

struct NextCommand: ControlCommand {
    static let configuration = CommandConfiguration(commandName: "next", abstract: "Go on to the next song.")

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func run(in context: ControlContext) throws { try order(.next, connection, output, in: context) }
}

struct StopCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop", abstract: "Stop the music; the camera is closed by `pause`.")

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func run(in context: ControlContext) throws { try order(.stop, connection, output, in: context) }
}

extension ControlCommand {
    /// Gives an order to the player that is in use, and says what came of it.
    fileprivate func order(
        _ method: ControlMethod, _ connection: ConnectionOptions, _ output: OutputOptions, in context: ControlContext
    ) throws {
        var client = try connection.connect(in: context)
        let reply = JSONValue.object(try client.call(method, timeout: .seconds(30)))
        try output.show(reply, in: context, as: PlaybackReport.self) { [$0.detail] }
    }
}
