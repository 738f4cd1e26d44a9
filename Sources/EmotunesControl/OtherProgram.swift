import Glibc
import Platform

/// A program of ours that this process goes on as: nothing is left of this one but its terminal, and a signal reaches
/// the other.
enum OtherProgram {
    /// The folder of the running program; empty where it cannot be told.
    static func ownFolder() -> String {
        var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let length = readlink("/proc/self/exe", &buffer, buffer.count)
        let own = String(decoding: buffer.prefix(max(0, length)), as: UTF8.self)
        return own.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    }

    /// Goes on as the first of the programs that can be started; one without a slash is looked for in `PATH`.
    ///
    /// - Parameter words: its name and arguments.
    /// - Returns: what was tried, with the reason where that is more than that it is not there; only then does it return.
    static func become(_ paths: [String], _ words: [String]) -> String {
        var tried: [String] = []
        for path in paths {
            var pointers: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
            defer { for pointer in pointers { free(pointer) } }
            var refused: [String] = []
            for place in places(path) {
                // Not execvp, which hands to a shell what is no program.
                execv(place, &pointers)
                let error = Errno.last
                if error.number != ENOENT, error.number != ENOTDIR { refused.append("\(place) (\(error))") }
            }
            tried += refused.isEmpty ? [path] : refused
        }
        return tried.joined(separator: ", ")
    }

    /// Where a program may be: what has a slash is a path, anything else is looked for in the folders of `PATH`.
    private static func places(_ path: String) -> [String] {
        guard !path.contains("/") else { return [path] }
        let folders = getenv("PATH").map { String(cString: $0) } ?? "/usr/local/bin:/usr/bin:/bin"
        return folders.split(separator: ":").map { "\($0)/\(path)" }
    }
}

/// emotunesd's program, which does the work on the catalogue and on the settings' files.
enum DaemonProgram {
    /// Its path: in the same folder as this program, else its name, to be found in `PATH`.
    static func path() -> String {
        let beside = OtherProgram.ownFolder() + "/emotunesd"
        return access(beside, X_OK) == 0 ? beside : "emotunesd"
    }

    /// Goes on as it in this process, with the same input, output and exit status.
    ///
    /// - Parameter arguments: those of `emotunesctl`.
    /// - Throws: `CommandFailure` where it cannot be started; otherwise nothing returns.
    static func goOn(with arguments: [String]) throws -> Never {
        // Called by its own name: what keeps it from starting, such as a missing library, is said of it.
        let tried = OtherProgram.become([path()], ["emotunesd", ControlCommandLine.asControl] + arguments)
        throw CommandFailure(
            message: "emotunesd, whose program does this work, cannot be started; tried \(tried)",
            mend: "install EmoTunes again (`make build` in a checkout)")
    }
}

/// The live page's program. It is a program of its own, so that neither this one nor the daemon holds a web server.
enum PageHelper {
    static let name = "emotunes-page"

    /// Turns the process into it.
    ///
    /// - Returns: why that cannot be; only then does it return.
    static func become(_ arguments: [String]) -> CommandFailure {
        // Beside this program, as in a build folder, and where it is installed.
        let folder = OtherProgram.ownFolder()
        let tried = OtherProgram.become(
            ["\(folder)/\(name)", "\(folder)/../libexec/emotunes/\(name)"], [name] + arguments)
        return CommandFailure(
            message: "the live page's program, \(name), is not there; looked for \(tried)",
            mend: "emotunesctl page --open, or install EmoTunes again (`make build` in a checkout)")
    }
}
