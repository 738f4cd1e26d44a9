import Foundation

/// An MPD of the test's own: its socket, database and state in a folder, and an output that makes no sound. The one of the
/// person who runs the test is not touched.
package final class PrivateMPD {
    private let folder: TemporaryFolder
    private let settings: String
    private let music: String?
    private var process = Process()

    /// Whether Debian's mpd and mpc are there.
    package static let isInstalled = program("mpd") != nil && program("mpc") != nil
    package static let whySkipped = "needs Debian's mpd, mpc and ffmpeg"

    /// - Parameters:
    ///   - music: the music folder; nil for none.
    ///   - keepsPlaylists: whether there are stored playlists.
    ///   - more: lines of its configuration.
    package init(
        in folder: TemporaryFolder, music: String?, keepsPlaylists: Bool = true, _ more: [String] = []
    ) throws {
        (self.folder, self.music) = (folder, music)
        var lines = [
            "db_file \"\(folder.file("mpd.db"))\"", "state_file \"\(folder.file("mpd.state"))\"",
            "log_file \"\(folder.file("mpd.log"))\"", "bind_to_address \"\(folder.file("mpd.socket"))\"",
            "state_file_interval \"1\"", "zeroconf_enabled \"no\"",
            "audio_output {", "type \"null\"", "name \"silence\"", "}",
        ]
        if let music { lines.append("music_directory \"\(music)\"") }
        if keepsPlaylists {
            try FileManager.default.createDirectory(
                atPath: folder.file("mpd.playlists"), withIntermediateDirectories: true)
            lines.append("playlist_directory \"\(folder.file("mpd.playlists"))\"")
        }
        settings = folder.file("mpd.conf")
        try (lines + more + [""]).joined(separator: "\n").write(toFile: settings, atomically: true, encoding: .utf8)
        try start()
    }

    deinit { kill() }

    package var socket: String { folder.file("mpd.socket") }

    /// Starts it, and returns when it answers and has read its music folder.
    package func start() throws {
        process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["mpd", "--no-daemon", settings]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        // MPD reads its music at idle priority, so a busy machine makes it wait.
        let isReady: Bool? = polled(seconds: 90) {
            let answer = ask("status")
            // One that lets no one look is known by its database, which it writes when all is read.
            let isSilent = answer.contains { $0.hasPrefix("ACK") }
            let isRead = !isSilent || music == nil || FileManager.default.fileExists(atPath: folder.file("mpd.db"))
            return !answer.isEmpty && isRead && !answer.contains { $0.hasPrefix("updating_db") } ? true : nil
        }
        guard isReady == true else { throw CocoaError(.executableLoad) }
    }

    /// As a crash would end it once its state file holds the queue and the player's state as they are now; it writes that
    /// file once a second.
    package func killOnceKept() throws {
        let wanted = ["state: \(status("state") ?? "")\n"] + (try queue()).map { ":\($0)" }
        let isKept: Bool? = polled {
            let kept = (try? String(contentsOfFile: folder.file("mpd.state"), encoding: .utf8)) ?? ""
            return wanted.allSatisfy(kept.contains) ? true : nil
        }
        guard isKept == true else { throw CocoaError(.fileReadUnknown) }
        kill()
    }

    /// As a crash would end it.
    package func kill() {
        guard process.isRunning else { return }
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// Runs mpc; gives what it printed.
    @discardableResult package func mpc(_ arguments: String...) throws -> [String] {
        let program = Process(), pipe = Pipe()
        program.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        program.arguments = ["mpc", "--host", socket] + arguments
        program.standardOutput = pipe
        program.standardError = FileHandle.nullDevice
        try program.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        program.waitUntilExit()
        return String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    /// The queue's files, in order.
    package func queue() throws -> [String] { try mpc("--format", "%file%", "playlist") }

    /// The file that is on; nil where none is.
    package func current() throws -> String? { try mpc("--format", "%file%", "current").first }

    /// The songs of a stored playlist.
    package func stored(_ name: String) throws -> [String] { try mpc("--format", "%file%", "playlist", name) }

    /// What MPD answers to one line of its protocol; nothing where it does not answer.
    package func ask(_ line: String) -> [String] {
        let descriptor = Foundation.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: socket.utf8) }
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard result == 0 else { return [] }
        let bytes = Array((line + "\nclose\n").utf8)
        guard write(descriptor, bytes, bytes.count) == bytes.count else { return [] }
        var text = [UInt8](), buffer = [UInt8](repeating: 0, count: 4096)
        while case let count = read(descriptor, &buffer, buffer.count), count > 0 { text += buffer[..<count] }
        return String(decoding: text, as: UTF8.self).split(separator: "\n").dropFirst().map(String.init)
    }

    /// One value of MPD's status.
    package func status(_ name: String) -> String? {
        ask("status").first { $0.hasPrefix(name + ": ") }.map { String($0.dropFirst(name.count + 2)) }
    }

    /// Where a program is; nil where it is not.
    static func program(_ name: String) -> String? {
        (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
            .map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }
}
