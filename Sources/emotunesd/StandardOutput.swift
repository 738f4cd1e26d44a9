import Glibc

/// Standard output of a program that has one thing to print.
enum StandardOutput {
    /// Writes the text and a newline, and ends the process: with `exitStatus`, or with 1 and a line on standard error if
    /// the text could not be written. `print` would fill a buffer whose failed write is not noticed.
    static func write(_ text: String, exitStatus: Int32) -> Never {
        var bytes = Array((text + "\n").utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if count > 0 {
                bytes = bytes.dropFirst(count)
            } else if errno != EINTR {
                let line = "emotunesd: could not write the output: \(String(cString: strerror(errno)))\n"
                _ = line.withCString { Glibc.write(STDERR_FILENO, $0, strlen($0)) }
                exit(1)
            }
        }
        exit(exitStatus)
    }
}
