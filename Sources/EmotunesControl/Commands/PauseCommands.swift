import ArgumentParser
import ControlProtocol
import ControlSocket

struct PauseCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause", abstract: "Close the camera, for a while or until resume.")

    @Argument(
        help: "How long: 90s, 15m, 1h30m, 2d; a bare number is seconds. Until resume if left out.",
        transform: PauseDuration.init(parsing:))
    var duration: PauseDuration?

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func run(in context: ControlContext) throws {
        var client = try connection.connect(in: context)
        _ = try client.call(.pause, ["seconds": duration.map { .integer(Int64($0.seconds)) } ?? .null])
        try output.confirm(sentence(context), &client, in: context)
    }

    private func sentence(_ context: ControlContext) -> String {
        guard let duration else { return "Paused: the camera stays closed until `emotunesctl resume`." }
        let now = context.now()
        let end = Timestamp(secondsSince1970: now.secondsSince1970 + Double(duration.seconds))
        return "Paused for \(Durations.text(Double(duration.seconds))): the camera stays closed until "
            + "\(context.calendar.text(end, now: now)), or until `emotunesctl resume`."
    }
}

struct ResumeCommand: ControlCommand {
    static let configuration = CommandConfiguration(commandName: "resume", abstract: "End a pause.")

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func run(in context: ControlContext) throws {
        var client = try connection.connect(in: context)
        _ = try client.call(.resume)
        try output.confirm("Resumed: the camera is opened when it is needed.", &client, in: context)
    }
}

/// The duration of a pause.
struct PauseDuration: Equatable {
    let seconds: Int

    init(parsing text: String) throws {
        seconds = try Durations.seconds(
            text, within: ControlInterface.pauseSeconds, examples: "90s, 15m, 1h30m or 2d",
            otherwise: "A pause lasts from one second to thirty days.")
    }
}
