import Glibc
package import Platform

/// Why a command's output could not be written.
package enum OutputError: Error, Hashable, CustomStringConvertible {
    /// The reader has closed its end of the pipe, as in `emotunesctl playlist | head -1`: it has what it wanted.
    case readerClosed
    /// The write failed, as on a full disk.
    case failed(Errno)

    package init(_ error: Errno) {
        self = error.number == EPIPE ? .readerClosed : .failed(error)
    }

    package var description: String {
        switch self {
        case .readerClosed: "the reader of the output has closed it"
        case .failed(let error): "could not write the output: \(error)"
        }
    }
}
