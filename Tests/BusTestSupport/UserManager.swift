import Foundation
import Glibc
import TestSupport

/// A service manager of the test's own, as each person who is signed in has one: Debian's `systemd --user`, with the bus it
/// starts. It takes root, and a machine that lets a process have its own view of the file system.
package final class UserManager {
    /// Its bus's address.
    package let address: String
    private let process = Process()
    private let log: String
    private let pidFile: String

    package static let whySkipped = "systemd --user cannot run here: it needs root, unshare and systemd"
    package static let isUsable: Bool = {
        guard getuid() == 0, BusDaemon.isUsable, Busctl.isUsable,
            FileManager.default.isExecutableFile(atPath: program)
        else { return false }
        let folder = FileManager.default.temporaryDirectory.appending(path: "emotunes-manager-\(getpid())").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        guard let manager = try? UserManager(in: folder) else { return false }
        manager.stop()
        return true
    }()

    private static let program = "/lib/systemd/systemd"

    /// Returns when it is on the bus.
    ///
    /// - Parameter folder: its runtime folder, made anew; the path is short, because sockets lie in it.
    package init(in folder: String) throws {
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        address = "unix:path=\(folder)/bus"
        log = folder + "/log"
        pidFile = folder + "/pid"
        _ = FileManager.default.createFile(atPath: log, contents: nil)
        process.executableURL = URL(fileURLWithPath: "/usr/bin/unshare")
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        // It runs only where systemd is taken to be the machine's first process. It is the shell's child and not the
        // shell itself, because it closes all descriptors it finds, by which Foundation would take it to have ended.
        process.arguments = [
            "--mount", "/bin/bash", "-c",
            "mount --make-rprivate / && mount -t tmpfs tmpfs /run/systemd && mkdir /run/systemd/system && "
                + "{ \(Self.program) --user --log-target=console --unit=basic.target & echo $! > pid; wait; }",
        ]
        process.environment = [
            "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": folder, "XDG_RUNTIME_DIR": folder,
        ]
        let handle = FileHandle(forWritingAtPath: log)
        process.standardOutput = handle
        process.standardError = handle
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let busctl = Busctl(address)
        let isThere = polled(seconds: 20) {
            busctl.has("org.freedesktop.systemd1") ? true : process.isRunning ? nil : false
        }
        guard isThere == true else {
            stop()
            throw BusDaemon.Failure(what: "systemd --user did not come: \(said)")
        }
    }

    deinit { stop() }

    /// What it wrote, and what its units did.
    package var said: String { (try? String(contentsOfFile: log, encoding: .utf8)) ?? "" }

    /// Ends it with all its units.
    package func stop() {
        guard process.isRunning else { return }
        let text = (try? String(contentsOfFile: pidFile, encoding: .utf8)) ?? ""
        let pid = Int32(text.trimmingCharacters(in: .whitespacesAndNewlines))
        if let pid { kill(pid, SIGTERM) }
        _ = polled(seconds: 15) { process.isRunning ? nil : true }
        if process.isRunning {
            if let pid { kill(pid, SIGKILL) }
            kill(process.processIdentifier, SIGKILL)
        }
        process.waitUntilExit()
    }
}
