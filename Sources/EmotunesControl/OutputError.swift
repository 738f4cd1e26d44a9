import Glibc

/// Why a command's output could not be written.
package enum OutputError: Error, Hashable, CustomStringConvertible {
    /// The reader has closed its end of the pipe, as in `emotunesctl playlist | head -1`: it has what it wanted.
    case readerClosed
    /// The write failed for this `errno`, as on a full disk.
    case failed(errno: Int32)

    package init(errno number: Int32) {
        self = number == EPIPE ? .readerClosed : .failed(errno: number)
    }

    package var description: String {
        switch self {
        case .readerClosed: "the reader of the output has closed it"
        case .failed(let number): "could not write the output: \(String(cString: strerror(number)))"
        }
    }
}
