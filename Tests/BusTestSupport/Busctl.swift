import Foundation

/// Asks and tells things on a bus through systemd's busctl, as a person would.
package struct Busctl: Sendable {
    /// The bus's address.
    package let address: String

    package static let program = "/usr/bin/busctl"
    package static var isUsable: Bool { FileManager.default.isExecutableFile(atPath: program) }

    package init(_ address: String) { self.address = address }

    /// Runs it; what it said, or nil where it failed.
    @discardableResult
    package func run(_ arguments: String...) -> String? { run(arguments) }

    package func run(_ arguments: [String]) -> String? {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Self.program)
        process.arguments = ["--address=\(address)"] + arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return nil }
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return process.terminationStatus == 0 ? text : nil
    }

    /// Calls a method; its answer's arguments as JSON has them, or nil where it failed.
    @discardableResult
    package func call(_ peer: String, _ path: String, _ interface: String, _ method: String, _ arguments: String...)
        -> [Any]?
    {
        guard let text = run(["--json=short", "call", peer, path, interface, method] + arguments) else { return nil }
        let object = try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        return object?["data"] as? [Any] ?? []
    }

    /// Whether a name is on the bus.
    package func has(_ name: String) -> Bool {
        let bus = "org.freedesktop.DBus"
        return (call(bus, "/org/freedesktop/DBus", bus, "NameHasOwner", "s", name)?.first as? Bool) ?? false
    }
}
