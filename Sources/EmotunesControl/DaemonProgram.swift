import Glibc
import Platform

/// emotunesd's program.
enum DaemonProgram {
    /// Its path: in the same folder as this program, else its name, to be found in `PATH`.
    static func path() -> String {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let length = readlink("/proc/self/exe", &buffer, buffer.count)
        let own = String(decoding: buffer.prefix(max(0, length)), as: UTF8.self)
        guard let slash = own.lastIndex(of: "/") else { return "emotunesd" }
        let beside = own[...slash] + "emotunesd"
        return access(String(beside), X_OK) == 0 ? String(beside) : "emotunesd"
    }

    /// Goes on as that program in this process, which has the same input, output and exit status.
    ///
    /// - Parameter arguments: those of `emotunesctl`.
    /// - Throws: `CommandFailure` where it cannot be started; otherwise nothing returns.
    static func goOn(with arguments: [String]) throws -> Never {
        let program = path()
        let words = ["emotunesctl", ControlCommandLine.asControl] + arguments
        var pointers: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        execvp(program, &pointers)
        let error = Errno.last
        for pointer in pointers { free(pointer) }
        throw CommandFailure(
            message: "cannot start \(program), which does the work on the catalogue: \(error); install it beside "
                + "emotunesctl")
    }
}
