import ArgumentParser
import CommandArguments
import ControlProtocol
import ControlSocket
import Glibc

/// `emotunesctl` from arguments to exit status.
///
/// `EmotunesControl` is the whole of `emotunesctl`: its commands, what they print, and the checks of `doctor`. It talks
/// to the daemon through `ControlSocket` only; the commands about cameras open those themselves, and the work on the
/// catalogue and on the settings' files is done by emotunesd's program.
package enum ControlCommandLine {
    /// The options that several commands have, and whether a value follows.
    static let sharedOptions = LeadingOptions([
        "--socket": true, "--json": false, "--state-dir": true, "--data-dir": true, "--config": true,
    ])

    /// The first argument of emotunesd when it goes on with a command line of `emotunesctl`.
    package static let asControl = "--as-emotunesctl"

    /// The words a command line may begin with.
    private static let commandNames = Set(
        EmotunesControlCommand.configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"])

    /// Runs a command line of this process and ends it.
    package static func main(
        _ arguments: some Sequence<String> = CommandLine.arguments.dropFirst(),
        in context: ControlContext = .ofProcess()
    ) -> Never {
        // A closed pipe must be seen as a failed write: the signal would end `watch` without restoring the terminal.
        signal(SIGPIPE, SIG_IGN)
        // A write beyond the limit on file sizes must fail, so that it is reported, instead of killing the process.
        signal(SIGXFSZ, SIG_IGN)
        exit(run(Array(arguments), in: context))
    }

    /// Runs one command line.
    ///
    /// - Returns: The exit status: 0 done, 1 the daemon answered with an error or the output could not be written,
    ///   2 bad usage, 3 no daemon on the socket.
    package static func run(_ arguments: [String], in context: ControlContext) -> Int32 {
        do {
            let arguments = try sharedOptions.moved(in: arguments, of: EmotunesControlCommand.self)
            if let word = arguments.first, !word.hasPrefix("-"), !commandNames.contains(word) {
                context.printError(
                    "emotunesctl: there is no command ‘\(word)’\(ControlFailure.arrow)emotunesctl help")
                return 2
            }
            var command = try EmotunesControlCommand.parseAsRoot(arguments)
            if let command = command as? any ControlCommand {
                try command.run(in: context)
            } else {
                try command.run()
            }
            return 0
        } catch let error as OutputError {
            return report(error, in: context)
        } catch let error as ControlClientError {
            return report(error, in: context)
        } catch is ProblemsFound {
            return 1
        } catch is NoDaemonShown {
            return 3
        } catch let error as CommandFailure {
            context.printError("emotunesctl: \(error.line)")
            return 1
        } catch let error as WrongArguments {
            context.printError(error.text)
            return 2
        } catch {
            return report(usage: error, in: context)
        }
    }

    /// Whether these are arguments that `run` would carry out, or answer with help: what errors and advice name has to be.
    static func understands(_ arguments: [String]) -> Bool {
        do {
            _ = try EmotunesControlCommand.parseAsRoot(
                sharedOptions.moved(in: arguments, of: EmotunesControlCommand.self))
            return true
        } catch {
            return EmotunesControlCommand.exitCode(for: error).isSuccess
        }
    }

    private static func report(_ error: OutputError, in context: ControlContext) -> Int32 {
        switch error {
        case .readerClosed: return 0
        case .failed:
            context.printError("emotunesctl: \(error)\(ControlFailure.arrow)df -h")
            return 1
        }
    }

    private static func report(_ error: ControlClientError, in context: ControlContext) -> Int32 {
        context.printError("emotunesctl: \(error.advice)")
        return if case .noDaemon = error { 3 } else { 1 }
    }

    /// Prints ArgumentParser's message: help and version are what was asked for, everything else is bad usage.
    private static func report(usage error: any Error, in context: ControlContext) -> Int32 {
        let message = EmotunesControlCommand.fullMessage(for: error, columns: context.terminalSize()?.columns)
        guard EmotunesControlCommand.exitCode(for: error).isSuccess else {
            context.printError(message)
            return 2
        }
        do throws(OutputError) {
            try context.write(message + "\n")
        } catch {
            return report(error, in: context)
        }
        return 0
    }
}

/// Arguments that only carrying the command out shows to be wrong; said as ArgumentParser says it of others.
struct WrongArguments: Error {
    /// What they must be.
    let message: String
    let command: any ParsableCommand.Type

    var text: String {
        let usage = EmotunesControlCommand.usageString(for: command)
        let name = usage.split(separator: " ").prefix { !$0.hasPrefix("<") && !$0.hasPrefix("[") }
        return "Error: \(message)\nUsage: \(usage)\n  See '\(name.joined(separator: " ")) --help' for more information."
    }
}

/// A command that could not be carried out, for a reason other than the connection.
package struct CommandFailure: Error {
    /// What happened, to what.
    package let message: String
    /// The command that mends it, or shows what there is to mend.
    package let mend: String

    package init(message: String, mend: String) {
        self.message = message
        self.mend = mend
    }

    /// What happened, and behind an arrow the command that mends it.
    var line: String {
        message.contains(ControlFailure.arrow) ? message : message + ControlFailure.arrow + mend
    }

    /// The daemon says what this version cannot read.
    static func otherVersion(_ what: String) -> CommandFailure {
        CommandFailure(
            message: "this emotunesd is of another version\(what)", mend: "systemctl --user restart emotunesd")
    }
}

/// The root command.
struct EmotunesControlCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "emotunesctl",
        abstract: "Asks and steers emotunesd, which makes playlists that fit your mood.",
        discussion: """
            Without a command it shows what is going on and what to do next.

            Options that several commands have (--json, --socket, --state-dir, --data-dir, --config) may also stand \
            before the command.

            Exit status: 0 done, 1 the daemon answered with an error or may not be talked to, or the output could not be \
            written, 2 bad usage, 3 no daemon on the socket.
            """,
        version: Release.version,
        subcommands: [
            StatusCommand.self, WatchCommand.self, PlaylistCommand.self, HistoryCommand.self, PauseCommand.self,
            ResumeCommand.self, PlayCommand.self, NextCommand.self, StopCommand.self, RegenerateCommand.self,
            MoodCommand.self, LikeCommand.self, DislikeCommand.self, TasteCommands.self,
            ReloadCommand.self, ConfigCommand.self, CalibrateCommand.self, PageCommand.self, LoginCommand.self,
            LogoutCommand.self,
            CameraCommand.self, LibraryCommand.self,
            CatalogueCommand.self, DoctorCommand.self, OverviewCommand.self,
        ], defaultSubcommand: OverviewCommand.self)
}
