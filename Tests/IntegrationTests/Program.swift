import Foundation
import TestSupport

/// Starts a built program and returns its output and exit status.
struct Program {
    /// The result of a finished program.
    struct Outcome {
        var status: Int32
        var output: String
        var errorOutput: String
    }

    /// Where the built programs are: what EMOTUNES_BINARIES says, else the release build.
    static let folder =
        ProcessInfo.processInfo.environment["EMOTUNES_BINARIES"] ?? Repository.path(".build/release")

    let name: String
    private let process = Process()
    private let folder: TemporaryFolder
    /// The base name of the files with its output.
    private let label: String

    /// - Parameters:
    ///   - folder: for state, socket and output.
    ///   - label: the base name of the output files, if two programs of one name run at once.
    init(
        _ name: String, _ arguments: [String], in folder: TemporaryFolder, environment: [String: String] = [:],
        as label: String? = nil
    ) {
        self.name = name
        self.label = label ?? name
        self.folder = folder
        process.executableURL = URL(fileURLWithPath: "\(Self.folder)/\(name)")
        process.arguments = arguments
        var all = ProcessInfo.processInfo.environment.filter {
            !$0.key.hasPrefix("XDG_") && $0.key != "EMOTUNES_DATA_DIR"
        }
        all["HOME"] = folder.path
        all["EMOTUNES_DATA_DIR"] = Repository.path("")
        // No test touches an MPD of the person who runs it.
        all["MPD_HOST"] = folder.file("no-mpd")
        // Nor their desktop and its players.
        all["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=" + folder.file("no-bus")
        process.environment = all.merging(environment) { $1 }
    }

    /// A shell that sets things up and then runs the program, which it finds in `$0`, with its arguments in `$@`.
    init(
        shell script: String, _ name: String, _ arguments: [String], in folder: TemporaryFolder,
        environment: [String: String] = [:]
    ) {
        self.init(name, arguments, in: folder, environment: environment)
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = ["-c", script, "\(Self.folder)/\(name)"] + arguments
    }

    /// Runs it to its end, at most `seconds`; then it is killed and the status is that of the signal.
    func run(seconds: Double = 300) throws -> Outcome {
        try start()
        return try wait(seconds: seconds)
    }

    func start() throws {
        let handles = ["out", "err"].map { stream in
            let path = folder.file("\(label).\(stream)")
            _ = FileManager.default.createFile(atPath: path, contents: nil)
            return FileHandle(forWritingAtPath: path)
        }
        process.standardOutput = handles[0]
        process.standardError = handles[1]
        process.standardInput = FileHandle.nullDevice
        try process.run()
        // `Process` lives until the latest moment at which it would have been killed, and its files with it.
        for handle in handles { try? handle?.close() }
    }

    var processIdentifier: Int32 { process.processIdentifier }

    func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

    /// Waits for its end, without polling.
    func wait(seconds: Double = 30) throws -> Outcome {
        let watchdog = DispatchWorkItem { [process] in
            process.interrupt(); kill(process.processIdentifier, SIGKILL)
        }
        DispatchQueue.global().asyncAfter(deadline: .now() + seconds, execute: watchdog)
        process.waitUntilExit()
        watchdog.cancel()
        return Outcome(status: process.terminationStatus, output: try text("out"), errorOutput: try text("err"))
    }

    var errorOutputSoFar: String { (try? text("err")) ?? "" }
    var outputSoFar: String { (try? text("out")) ?? "" }
    /// Nil before it is written to its end.
    var firstLine: Substring? {
        let output = outputSoFar
        return output.contains("\n") ? output.split(separator: "\n").first : nil
    }

    private func text(_ stream: String) throws -> String {
        try String(contentsOfFile: folder.file("\(label).\(stream)"), encoding: .utf8)
    }
}
