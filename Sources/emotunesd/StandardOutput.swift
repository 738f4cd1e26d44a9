import Glibc
import Platform

/// Standard output of a program that has one thing to print.
enum StandardOutput {
    /// Writes the text and a newline, and ends the process: with `exitStatus`, or with 1 and a line on standard error
    /// if the text could not be written. `print` would fill a buffer whose failed write is not noticed.
    static func write(_ text: String, exitStatus: Int32) -> Never {
        if case .failure(let error) = put(text + "\n", STDOUT_FILENO) {
            _ = put("emotunesd: could not write the output: \(error)\n", STDERR_FILENO)
            exit(1)
        }
        exit(exitStatus)
    }

    private static func put(_ text: String, _ descriptor: Int32) -> Result<Void, Errno> {
        Array(text.utf8).withUnsafeBytes { writeAll($0, to: descriptor) }
    }
}
