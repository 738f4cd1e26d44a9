import BusTestSupport
import Foundation
import TestSupport

/// A PipeWire session of the test's own, as each person who is signed in has one: PipeWire, the session manager WirePlumber
/// and the bus that it needs, until `stop`.
package final class PipeWireSession {
    /// What programs find the session by.
    package let environment: [String: String]
    /// PipeWire's socket.
    package var socket: String { folder.file("pipewire-0") }
    private let folder: TemporaryFolder
    private let bus: BusDaemon
    private var programs: [Process] = []

    package static let whySkipped = "needs Debian's pipewire, wireplumber and dbus-daemon"
    package static let isUsable =
        BusDaemon.isUsable
        && [pipeWire, wirePlumber, lister].allSatisfy { FileManager.default.isExecutableFile(atPath: $0) }

    private static let pipeWire = "/usr/bin/pipewire", wirePlumber = "/usr/bin/wireplumber"
    private static let lister = "/usr/bin/pw-cli"

    /// Returns when PipeWire and the session manager are there.
    package init() throws {
        folder = try TemporaryFolder()
        bus = try BusDaemon()
        environment = [
            "XDG_RUNTIME_DIR": folder.path, "PIPEWIRE_RUNTIME_DIR": folder.path,
            "DBUS_SESSION_BUS_ADDRESS": bus.address,
        ]
        try start()
    }

    deinit { stop() }

    /// Starts it, or starts it again.
    package func start() throws {
        try run(Self.pipeWire)
        guard polled({ FileManager.default.fileExists(atPath: socket) ? true : nil }) != nil else {
            throw BusDaemon.Failure(what: "pipewire did not start")
        }
        try run(Self.wirePlumber)
        guard polled({ objects("Metadata").contains("\"default\"") ? true : nil }) != nil else {
            throw BusDaemon.Failure(what: "wireplumber did not start")
        }
    }

    /// What the session has of a kind, as `pw-cli` lists it; nothing where it does not answer.
    package func objects(_ kind: String) -> String {
        let output = Pipe()
        let process = process(Self.lister, ["ls", kind])
        process.standardOutput = output
        guard (try? process.run()) != nil else { return "" }
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return text
    }

    /// Ends PipeWire and the session manager, as at the end of a session; the bus stays.
    package func end() {
        for program in programs.reversed() {
            // They inherit the test runner's blocked signals, and so would not hear a gentler one.
            if program.isRunning { kill(program.processIdentifier, SIGKILL) }
            program.waitUntilExit()
        }
        programs = []
        try? FileManager.default.removeItem(atPath: socket)
    }

    /// Ends all of it.
    package func stop() {
        end()
        bus.stop()
    }

    private func run(_ program: String) throws {
        let process = process(program)
        try process.run()
        programs.append(process)
    }

    private func process(_ program: String, _ arguments: [String] = []) -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        var all = ProcessInfo.processInfo.environment.filter {
            !$0.key.hasPrefix("XDG_") && !$0.key.hasPrefix("PIPEWIRE_")
        }
        // Nothing is read of the person's own, nor written there.
        all["HOME"] = folder.path
        process.environment = all.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        return process
    }
}
