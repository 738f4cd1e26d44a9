import Glibc
import Platform

/// What another program printed and how it ended.
package struct ProgramRun: Sendable {
    package var status: Int32
    /// What it wrote to standard output, without the newline at its end.
    package var output: String

    package init(status: Int32, output: String) {
        self.status = status
        self.output = output
    }

    /// Runs a program (looked for in `PATH` if it is a bare name) without input and with its complaints thrown away.
    ///
    /// - Returns: nil if it cannot be started or does not end within a minute, which only an overloaded machine needs.
    package static func run(_ arguments: [String]) -> ProgramRun? {
        var ends: [Int32] = [-1, -1]
        guard let program = arguments.first, pipe(&ends) == 0 else { return nil }
        let (reader, writer) = (ends[0], ends[1])
        defer { close(reader) }
        _ = fcntl(reader, F_SETFD, FD_CLOEXEC)

        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, writer, STDOUT_FILENO)
        posix_spawn_file_actions_addclose(&actions, writer)
        var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var process = pid_t()
        let started = posix_spawnp(&process, program, &actions, nil, &words, environ)
        close(writer)
        guard started == 0 else { return nil }

        let bytes = read(reader, forMilliseconds: 60_000)
        if bytes == nil { kill(process, SIGKILL) }
        var status: Int32 = 0
        _ = retrying { waitpid(process, &status, 0) }
        guard let bytes else { return nil }
        var text = String(decoding: bytes, as: UTF8.self)
        while text.last == "\n" { text.removeLast() }
        // Ended by a signal it has no status of its own.
        return ProgramRun(status: status & 0x7F == 0 ? (status >> 8) & 0xFF : -1, output: text)
    }

    /// Everything until the other end is closed; nil if that takes longer.
    private static func read(_ descriptor: Int32, forMilliseconds limit: Int) -> [UInt8]? {
        let clock = ContinuousClock()
        let deadline = clock.now.advanced(by: .milliseconds(limit))
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16 << 10)
        while true {
            let rest = clock.now.duration(to: deadline) / .seconds(1)
            guard rest > 0 else { return nil }
            var entries = [pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)]
            guard poll(&entries, seconds: rest) > 0 else { continue }
            let result = buffer.withUnsafeMutableBytes { Platform.read(from: descriptor, into: $0) }
            guard case .success(let count) = result, count > 0 else { return bytes }
            bytes += buffer[..<count]
        }
    }
}
