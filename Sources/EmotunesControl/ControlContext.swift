import CameraDevices
package import Configuration
package import ControlProtocol
package import ControlSocket
import Glibc
import Platform

/// The dependencies of a command on the process and the machine, so that tests can replace them.
package struct ControlContext {
    /// The environment variables.
    package var environment: [String: String]
    /// The user id that the socket belongs to.
    package var uid: UInt32
    /// The user that the folder at a path belongs to; nil where there is none.
    package var folderOwner: (String) -> UInt32?
    /// Writes the whole text to standard output.
    package var write: (String) throws(OutputError) -> Void
    /// Writes a line to standard error.
    package var printError: (String) -> Void
    /// Writes text without a newline to standard error, for a progress bar.
    package var writeError: (String) -> Void = { _ in }
    /// Whether standard error is a terminal.
    package var isErrorTerminal = false
    /// Standard output's descriptor, polled to notice a closed pipe; nil where `write` does not write to a descriptor.
    package var outputDescriptor: Int32?
    /// Whether standard output is a terminal.
    package var isTerminal: Bool
    /// The terminal's size in characters; nil without a terminal.
    package var terminalSize: () -> (columns: Int, rows: Int)?
    /// The wall clock.
    package var now: () -> Timestamp
    /// The time zone of printed times.
    package var calendar: LocalCalendar
    /// The next line of standard input; nil at its end.
    package var readLine: () -> String? = { Swift.readLine() }
    /// Waits so long for the daemon's next reply, where a person is told something meanwhile; nil if none came.
    package var nextReply: (inout ControlClient, Duration) throws -> VarlinkReply? = { client, timeout in
        try client.nextReply(timeout: timeout)
    }
    /// Opens an address in the desktop's browser, if there is a desktop.
    package var open: (String) -> Void = { _ in }
    /// Turns the process into the live page's program with these arguments; returns only where that fails, with the reason.
    package var becomePage: ([String]) -> CommandFailure = { _ in
        CommandFailure(message: "there is no program here", mend: "emotunesctl page")
    }
    /// Where configuration files are.
    package var locations: () -> Locations = { Locations() }
    /// The machine's cameras.
    package var cameras = CameraMachine()
    /// Does the work of a `catalogue` command. `emotunesctl` itself has no SQLite: it goes on as emotunesd's program.
    package var catalogue: (CatalogueRequest, ControlContext) throws -> Void = { _, _ in
        try DaemonProgram.goOn(with: Array(CommandLine.arguments.dropFirst()))
    }
    /// Reads a file of `taste import`; tables are read by emotunesd's program too.
    package var tasteFile: (String) throws -> TasteFileContent = { _ in
        try DaemonProgram.goOn(with: Array(CommandLine.arguments.dropFirst()))
    }
    /// The settings' files, which emotunesd's program reads and writes too.
    package var settingsFiles = SettingsFiles()
    /// What `doctor` checks apart from the cameras.
    package var doctor = DoctorMachine()

    package init(
        environment: [String: String], uid: UInt32, folderOwner: @escaping (String) -> UInt32?,
        write: @escaping (String) throws(OutputError) -> Void, printError: @escaping (String) -> Void,
        outputDescriptor: Int32?, isTerminal: Bool,
        terminalSize: @escaping () -> (columns: Int, rows: Int)?, now: @escaping () -> Timestamp,
        calendar: LocalCalendar
    ) {
        self.environment = environment
        self.uid = uid
        self.folderOwner = folderOwner
        self.write = write
        self.printError = printError
        self.outputDescriptor = outputDescriptor
        self.isTerminal = isTerminal
        self.terminalSize = terminalSize
        self.now = now
        self.calendar = calendar
    }

    /// Colours on a terminal, unless it is a simple one or the user wants none (no-color.org).
    package var style: Style {
        let wanted = environment["NO_COLOR", default: ""].isEmpty && environment["TERM"] != "dumb"
        return Style(usesColour: isTerminal && wanted)
    }
}

extension ControlContext {
    /// The context of the running process.
    package static func ofProcess() -> ControlContext {
        var context = ControlContext(
            environment: processEnvironment(), uid: getuid(),
            folderOwner: SocketLocation.folderOwner,
            write: { text throws(OutputError) in
                if let error = writeAll(text, to: STDOUT_FILENO) { throw OutputError(error) }
            },
            printError: { _ = writeAll($0 + "\n", to: STDERR_FILENO) },
            outputDescriptor: STDOUT_FILENO, isTerminal: isatty(STDOUT_FILENO) != 0,
            terminalSize: {
                var size = winsize()
                guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
                return (Int(size.ws_col), Int(size.ws_row))
            },
            now: { .now }, calendar: .local)
        context.writeError = { _ = writeAll($0, to: STDERR_FILENO) }
        context.isErrorTerminal = isatty(STDERR_FILENO) != 0
        let locations = SocketLocation.forClient(
            explicit: nil, environment: context.environment, uid: context.uid, owner: context.folderOwner)
        context.cameras.holders = { [target = context.cameras.target] in
            DaemonCamera.adding(to: DeviceHolder.all(), locations: locations, target: target)
        }
        context.open = { [environment = context.environment] in Browser.open($0, environment: environment) }
        context.becomePage = PageHelper.become
        return context
    }

    /// Writes the whole text, however many calls that takes.
    /// - Returns: nil, or the error that stopped it.
    static func writeAll(_ text: String, to descriptor: Int32) -> Errno? {
        var text = text
        return text.withUTF8 { bytes -> Errno? in
            switch Platform.writeAll(UnsafeRawBufferPointer(bytes), to: descriptor) {
            case .success: nil
            case .failure(let error): error
            }
        }
    }
}
