import Glibc
import Platform

/// The live page's program. It is a program of its own, so that neither this one nor the daemon holds a web server.
enum PageHelper {
    static let name = "emotunes-page"

    /// Turns the process into it: nothing is left of this program but its terminal, and a signal reaches the page.
    ///
    /// - Returns: why that cannot be; only then does it return.
    static func become(_ arguments: [String]) -> CommandFailure {
        var tried: [String] = []
        for path in candidates {
            var words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
            defer { for word in words { free(word) } }
            execv(path, &words)
            let error = Errno.last
            tried.append(error.number == ENOENT ? path : "\(path) (\(error))")
        }
        return CommandFailure(
            message: "the live page's program, \(name), is not there; looked for \(tried.joined(separator: ", "))",
            mend: "emotunesctl page --open, or install EmoTunes again (`make build` in a checkout)")
    }

    /// Beside this program, as in a build folder, and where it is installed.
    private static var candidates: [String] {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let length = readlink("/proc/self/exe", &buffer, buffer.count)
        let program = String(decoding: buffer.prefix(max(0, length)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let folder = program.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        return ["\(folder)/\(name)", "\(folder)/../libexec/emotunes/\(name)"]
    }
}
