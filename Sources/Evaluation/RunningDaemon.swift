import FoundationEssentials
import Glibc

/// A daemon of our own, with a state folder and a socket in a temporary folder. Stopped and cleaned up by `stop`.
struct RunningDaemon {
    let folder: String
    let process: pid_t

    var socket: String { "\(folder)/control" }

    /// - Throws: `EvaluationError` if it cannot be started.
    init(_ path: String, source: String, dataFolder: String?, more: [String] = []) throws(EvaluationError) {
        var template = Array("/tmp/emotunes-bench-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw EvaluationError("no temporary folder could be made (errno \(errno))")
        }
        folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        var arguments = [path, "--source", source, "--state-dir", folder, "--socket", "\(folder)/control"] + more
        if let dataFolder { arguments += ["--data-dir", dataFolder] }
        var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        defer { words.forEach { free($0) } }
        // What is measured steers no MPD of the person who measures.
        setenv("MPD_HOST", "\(folder)/no-mpd", 1)
        var process: pid_t = 0
        guard posix_spawn(&process, path, nil, nil, &words, environ) == 0 else {
            try? FileManager.default.removeItem(atPath: folder)
            throw EvaluationError("\(path): cannot be started (errno \(errno)); build it first")
        }
        self.process = process
    }

    /// Ends it, waits for its end and removes what it left.
    func stop() {
        kill(process, SIGTERM)
        waitpid(process, nil, 0)
        try? FileManager.default.removeItem(atPath: folder)
    }
}
