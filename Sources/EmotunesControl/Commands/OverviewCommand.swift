import ArgumentParser
import ControlProtocol
import ControlSocket

struct OverviewCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "now",
        abstract: "Show what is going on and what to do next; so does emotunesctl without a command.",
        discussion: "Exit status 3 without a daemon: then it says how to start one.")

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func run(in context: ControlContext) throws {
        do {
            var client = try connection.connect(in: context)
            guard
                let status = try client.call(.getStatus)["status"]?.withoutControlCharacters.decoded(as: Status.self)
            else { throw ControlClientError.malformedReply("no status in it") }
            try show(StatusAdvice(status: status, now: context.now(), calendar: context.calendar).advice, in: context)
        } catch let error as ControlClientError {
            try show(Self.advice(error), in: context)
            throw if case .noDaemon = error { NoDaemonShown() } else { ProblemsFound() }
        }
    }

    private func show(_ advice: Advice, in context: ControlContext) throws {
        if output.json {
            try context.write(try JSONValue(encoding: advice).prettyText + "\n")
        } else {
            try context.write(advice.lines(context.style).joined(separator: "\n") + "\n")
        }
    }

    /// What helps where the daemon gives no answer.
    static func advice(_ error: ControlClientError) -> Advice {
        let doctor = Advice.Step("emotunesctl doctor", "checks camera, models and settings, without the daemon too")
        let journal = Advice.Step("journalctl -t emotunesd -n 20", "shows what it said last")
        let restart = Advice.Step("systemctl --user restart emotunesd", "starts it anew; nothing that was kept is lost")
        switch error {
        case .noDaemon:
            return Advice(
                facts: ["EmoTunes is not running."],
                found: [
                    Trouble(
                        "not_running", "Nobody watches, and the playlist stays as it is.",
                        [
                            Advice.Step("systemctl --user enable --now emotunesd", "starts it, now and at every login"),
                            doctor,
                            Advice.Step("emotunesctl camera test", "shows what it would see; no picture is kept"),
                        ])
                ], usual: [])
        case .denied(let path), .stranger(let path, _):
            return Advice(
                facts: ["EmoTunes is running, but for another user."],
                found: [
                    Trouble(
                        "not_yours", "There is \(error).",
                        [
                            Advice.Step("ls -l \(path)", "shows whose it is"),
                            Advice.Step("systemctl --user enable --now emotunesd", "starts one of your own"), doctor,
                        ])
                ], usual: [])
        default:
            return Advice(
                facts: ["EmoTunes is running, but gives no answer."],
                found: [Trouble("no_answer", "\(error).", [restart, journal, doctor])], usual: [])
        }
    }
}

/// Thrown after it was shown that no daemon runs, to end with status 3.
struct NoDaemonShown: Error {}
