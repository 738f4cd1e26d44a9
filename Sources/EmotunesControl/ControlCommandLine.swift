import ArgumentParser
import ControlProtocol
import ControlSocket
import Glibc

/// `emotunesctl` from arguments to exit status.
package enum ControlCommandLine {
    /// Runs the process's own command line and ends it.
    package static func main() -> Never {
        // A reader that goes away is seen as a failed write, not as a signal that kills us mid-screen.
        signal(SIGPIPE, SIG_IGN)
        // A limit on file sizes is a write that fails, to be reported as such.
        signal(SIGXFSZ, SIG_IGN)
        exit(run(Array(CommandLine.arguments.dropFirst()), in: .ofProcess()))
    }

    /// Runs one command line.
    ///
    /// - Returns: The exit status: 0 done, 1 the daemon answered with an error, 2 bad usage, 3 no daemon on the socket.
    package static func run(_ arguments: [String], in context: ControlContext) -> Int32 {
        do {
            var command = try EmotunesControlCommand.parseAsRoot(arguments)
            if let command = command as? any ControlCommand {
                try command.run(in: context)
            } else {
                try command.run()
            }
            return 0
        } catch is OutputClosed {
            return 0
        } catch let error as ControlClientError {
            return report(error, in: context)
        } catch is ProblemsFound {
            return 1
        } catch let error as CommandFailure {
            context.complain("emotunesctl: \(error.message)")
            return 1
        } catch {
            return report(usage: error, in: context)
        }
    }

    private static func report(_ error: ControlClientError, in context: ControlContext) -> Int32 {
        guard case .noDaemon = error else {
            context.complain("emotunesctl: \(error)")
            return 1
        }
        context.complain("emotunesctl: \(error); start it with `systemctl --user start emotunesd` or run `emotunesd`")
        return 3
    }

    /// What ArgumentParser has to say: help and versions are no errors, everything else is bad usage.
    private static func report(usage error: any Error, in context: ControlContext) -> Int32 {
        let message = EmotunesControlCommand.fullMessage(for: error, columns: context.terminalSize()?.columns)
        guard EmotunesControlCommand.exitCode(for: error).isSuccess else {
            context.complain(message)
            return 2
        }
        try? context.write(message + "\n")
        return 0
    }
}

/// A command that could not be carried out, for a reason other than the connection.
struct CommandFailure: Error {
    /// What happened and what to do.
    let message: String
}

/// The root: names the commands.
struct EmotunesControlCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "emotunesctl",
        abstract: "Asks and steers emotunesd, which makes playlists that fit your mood.",
        discussion: """
            Exit status: 0 done, 1 the daemon answered with an error or may not be talked to, 2 bad usage, 3 no daemon on \
            the socket.
            """,
        version: Release.version,
        subcommands: [
            StatusCommand.self, WatchCommand.self, PlaylistCommand.self, HistoryCommand.self, PauseCommand.self,
            ResumeCommand.self, RegenerateCommand.self, LikeCommand.self, DislikeCommand.self, TasteCommand.self,
            ReloadCommand.self, CalibrateCommand.self, PageCommand.self, LoginCommand.self, LogoutCommand.self,
            CameraCommand.self,
            CatalogueCommand.self, DoctorCommand.self,
        ])
}
