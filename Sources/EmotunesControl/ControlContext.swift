import CameraDevices
package import ControlProtocol
import ControlSocket
import Glibc
import Platform

/// The reader of our output has gone (`emotunesctl playlist | head -1`): no error, but nothing is left to do.
package struct OutputClosed: Error {
    package init() {}
}

/// What a command needs of the world around it, so that tests can be that world.
package struct ControlContext {
    package var environment: [String: String]
    package var uid: UInt32
    package var folderExists: (String) -> Bool
    /// Writes to standard output.
    package var write: (String) throws(OutputClosed) -> Void
    /// Writes a line to standard error.
    package var complain: (String) -> Void
    /// Writes to standard error as it is, for what is drawn over again.
    package var writeError: (String) -> Void = { _ in }
    /// Whether standard error is a terminal.
    package var isErrorTerminal = false
    /// Standard output's descriptor, watched for its reader's going; nil where `write` goes elsewhere.
    package var outputDescriptor: Int32?
    /// Whether standard output is a terminal.
    package var isTerminal: Bool
    /// The terminal's present width and height in characters; nil where there is none.
    package var terminalSize: () -> (columns: Int, rows: Int)?
    package var now: () -> Timestamp
    package var calendar: LocalCalendar
    /// The next line of standard input; nil at its end.
    package var readLine: () -> String? = { Swift.readLine() }
    /// Opens an address in the desktop's browser, where there is one.
    package var open: (String) -> Void = { _ in }
    /// The machine's cameras.
    package var cameras = CameraMachine()
    /// What else `doctor` looks at.
    package var doctor = DoctorMachine()

    package init(
        environment: [String: String], uid: UInt32, folderExists: @escaping (String) -> Bool,
        write: @escaping (String) throws(OutputClosed) -> Void, complain: @escaping (String) -> Void,
        outputDescriptor: Int32?, isTerminal: Bool,
        terminalSize: @escaping () -> (columns: Int, rows: Int)?, now: @escaping () -> Timestamp,
        calendar: LocalCalendar
    ) {
        self.environment = environment
        self.uid = uid
        self.folderExists = folderExists
        self.write = write
        self.complain = complain
        self.outputDescriptor = outputDescriptor
        self.isTerminal = isTerminal
        self.terminalSize = terminalSize
        self.now = now
        self.calendar = calendar
    }

    /// Colours on a terminal, unless it is a simple one or the user wants none (no-color.org).
    var style: Style {
        let wanted = environment["NO_COLOR", default: ""].isEmpty && environment["TERM"] != "dumb"
        return Style(usesColour: isTerminal && wanted)
    }
}

extension ControlContext {
    /// The process's own surroundings.
    package static func ofProcess() -> ControlContext {
        var context = ControlContext(
            environment: processEnvironment(), uid: getuid(),
            folderExists: { path in
                var information = stat()
                return stat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFDIR
            },
            write: { text throws(OutputClosed) in
                guard writeAll(text, to: STDOUT_FILENO) else { throw OutputClosed() }
            },
            complain: { _ = writeAll($0 + "\n", to: STDERR_FILENO) },
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
            explicit: nil, environment: context.environment, uid: context.uid, folderExists: context.folderExists)
        context.cameras.holders = { [target = context.cameras.target] in
            DaemonCamera.adding(to: DeviceHolder.all(), locations: locations, target: target)
        }
        context.open = { [environment = context.environment] in Browser.open($0, environment: environment) }
        return context
    }

    private static func processEnvironment() -> [String: String] {
        var result: [String: String] = [:]
        var entry = environ
        while let text = entry.pointee {
            let parts = String(cString: text).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2 { result[String(parts[0])] = String(parts[1]) }
            entry += 1
        }
        return result
    }

    /// False if the other end has gone.
    static func writeAll(_ text: String, to descriptor: Int32) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            if case .success = Platform.writeAll(UnsafeRawBufferPointer(bytes), to: descriptor) { true } else { false }
        }
    }
}
