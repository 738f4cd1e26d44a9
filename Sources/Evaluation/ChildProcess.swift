import Glibc

/// Runs a program to its end and says what it cost, as the kernel counts it.
struct ChildProcess {
    /// What a finished program used.
    struct Cost: Encodable {
        /// User and system time together.
        var cpuSeconds: Double
        var peakMegabytes: Double
    }

    let path: String
    let arguments: [String]
    /// Where its standard output goes.
    var output: String?
    /// Where its complaints go instead of to ours.
    var complaints: String?

    /// - Throws: `EvaluationError` if it cannot be started or fails.
    func run() throws(EvaluationError) -> Cost {
        var words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
        defer { words.forEach { free($0) } }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(
            &actions, STDOUT_FILENO, output ?? "/dev/null", O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        if let complaints {
            posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, complaints, O_WRONLY, 0)
        }
        var process: pid_t = 0
        let number = posix_spawnp(&process, path, &actions, nil, &words, environ)
        guard number == 0 else {
            throw EvaluationError("\(path): cannot be started (\(String(cString: strerror(number))))")
        }
        var status: Int32 = 0
        var usage = rusage()
        while wait4(process, &status, 0, &usage) < 0 {
            guard errno == EINTR else { throw EvaluationError("\(path): lost") }
        }
        guard status == 0 else { throw EvaluationError("\(path) \(arguments.joined(separator: " ")): it failed") }
        let seconds = Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
        let fraction = Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6
        return Cost(cpuSeconds: seconds + fraction, peakMegabytes: Double(usage.ru_maxrss) / 1024)
    }
}
