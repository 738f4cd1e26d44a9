import Foundation
import Glibc

/// A service manager of the test's own, as each person who is signed in has one: Debian's `systemd --user` on a private
/// bus. It takes root, and a machine that lets a process have its own view of the file system.
package final class UserManager {
    private let process = Process()
    private let log: String

    package static let whySkipped = "systemd --user cannot run here: it needs root, unshare and systemd"
    package static let isUsable: Bool = {
        guard getuid() == 0, BusDaemon.isUsable, Busctl.isUsable,
            FileManager.default.isExecutableFile(atPath: program), let bus = try? BusDaemon()
        else { return false }
        defer { bus.stop() }
        let folder = FileManager.default.temporaryDirectory.appending(path: "emotunes-manager-\(getpid())").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        guard let manager = try? UserManager(on: bus, in: folder) else { return false }
        manager.stop()
        return true
    }()

    private static let program = "/lib/systemd/systemd"

    /// Returns when it is on the bus.
    ///
    /// - Parameter folder: its runtime folder, made anew; the path is short, because sockets lie in it.
    package init(on bus: BusDaemon, in folder: String) throws {
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        log = folder + "/log"
        _ = FileManager.default.createFile(atPath: log, contents: nil)
        process.executableURL = URL(fileURLWithPath: "/usr/bin/unshare")
        // It runs only where systemd is taken to be the machine's first process.
        process.arguments = [
            "--mount", "/bin/bash", "-c",
            "mount --make-rprivate / && mount -t tmpfs tmpfs /run/systemd && mkdir /run/systemd/system && "
                + "exec \(Self.program) --user --log-target=console --unit=basic.target",
        ]
        process.environment = [
            "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": folder, "XDG_RUNTIME_DIR": folder,
            "DBUS_SESSION_BUS_ADDRESS": bus.address,
        ]
        let handle = FileHandle(forWritingAtPath: log)
        process.standardOutput = handle
        process.standardError = handle
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let busctl = Busctl(bus.address), end = ContinuousClock.now + .seconds(20)
        while !busctl.has("org.freedesktop.systemd1") {
            guard ContinuousClock.now < end, process.isRunning else {
                stop()
                throw BusDaemon.Failure(what: "systemd --user did not come: \(said)")
            }
            usleep(50_000)
        }
    }

    deinit { stop() }

    /// What it wrote, and what its units did.
    package var said: String { (try? String(contentsOfFile: log, encoding: .utf8)) ?? "" }

    /// Ends it with all its units.
    package func stop() {
        guard process.isRunning else { return }
        kill(process.processIdentifier, SIGTERM)
        let end = ContinuousClock.now + .seconds(15)
        while process.isRunning, ContinuousClock.now < end { usleep(50_000) }
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
    }
}
