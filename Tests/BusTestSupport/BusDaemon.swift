import CSystemd
import Foundation

/// A bus of its own, that of dbus-daemon, until `stop`.
package struct BusDaemon: Sendable {
    /// The bus's address.
    package let address: String
    private let process: Process

    package static let program = "/usr/bin/dbus-daemon"
    package static var isUsable: Bool { FileManager.default.isExecutableFile(atPath: program) }

    package struct Failure: Error {
        package let what: String
        package init(what: String) { self.what = what }
    }

    package init() throws {
        process = Process()
        process.executableURL = URL(fileURLWithPath: Self.program)
        process.arguments = ["--session", "--nofork", "--print-address"]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        var line = Data()
        while !line.contains(0x0A) {
            let more = output.fileHandleForReading.availableData
            guard !more.isEmpty else { throw Failure(what: "dbus-daemon gave no address") }
            line += more
        }
        address = String(decoding: line.prefix { $0 != 0x0A }, as: UTF8.self)
    }

    /// Ends it; every connection to it breaks.
    package func stop() {
        // It inherits the test runner's blocked signals, and so would not hear a gentler one.
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
    }

    /// A connection of a service's; nil if there is none.
    package func connect() -> OpaquePointer? {
        var bus: OpaquePointer?
        guard sd_bus_new(&bus) >= 0, sd_bus_set_address(bus, address) >= 0, sd_bus_set_bus_client(bus, 1) >= 0,
            sd_bus_start(bus) >= 0
        else { return nil }
        return bus
    }
}
