import Foundation
import TestSupport

/// A service on a private bus, played by python3-dbusmock, until `stop`.
package final class DBusMock {
    package let busctl: Busctl
    private let process = Process()
    private let name: String
    private let path: String

    package static let whySkipped = "needs python3-dbusmock, dbus-daemon and busctl"
    package static var isUsable: Bool {
        FileManager.default.fileExists(atPath: "/usr/lib/python3/dist-packages/dbusmock/__main__.py")
            && BusDaemon.isUsable && Busctl.isUsable
    }

    /// Returns when the service is there.
    ///
    /// - Parameter arguments: after `python3 -m dbusmock`: a template, or name, path and interface.
    package init(on bus: BusDaemon, name: String, path: String, _ arguments: [String]) throws {
        self.name = name
        self.path = path
        busctl = Busctl(bus.address)
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = ["-m", "dbusmock", "--session"] + arguments
        var environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("PYTHON") }
        environment["DBUS_SESSION_BUS_ADDRESS"] = bus.address
        process.environment = environment
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        let isThere = polled { busctl.has(name) ? true : process.isRunning ? nil : false }
        guard isThere == true else { throw BusDaemon.Failure(what: "\(name) did not come on the bus") }
    }

    deinit { stop() }

    /// Ends it: the name is gone from the bus.
    package func stop() {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
    }

    /// From now on it keeps its name on the bus and answers nothing.
    package func freeze() { kill(process.processIdentifier, SIGSTOP) }

    /// The arguments of every call of a method so far.
    package func calls(_ method: String) -> [[Any]] {
        let told = busctl.call(name, path, "org.freedesktop.DBus.Mock", "GetMethodCalls", "s", method)
        let calls = told?.first as? [[Any]] ?? []
        return calls.map { call in (call.last as? [[String: Any]] ?? []).map { $0["data"] ?? "" } }
    }

    /// Has the service send a signal from one of its objects.
    ///
    /// - Parameter arguments: as busctl writes an `av`: how many, then each with its type.
    package func emit(
        from object: String? = nil, _ interface: String, _ signal: String, _ types: String, _ arguments: String...
    ) {
        _ = busctl.run(
            [
                "call", name, object ?? path, "org.freedesktop.DBus.Mock", "EmitSignal", "sssav", interface, signal,
                types,
            ]
                + arguments)
    }

    /// Has the service do something else of what dbusmock can: `AddMethod`, `AddProperty`, `AddObject`.
    package func change(_ method: String, _ arguments: String...) {
        _ = busctl.run(["call", name, path, "org.freedesktop.DBus.Mock", method] + arguments)
    }
}
