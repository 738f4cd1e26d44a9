// Platform: what Linux offers and the C library's Swift overlay does not make safe to call: system calls that a signal
// interrupts, error numbers with their words, a descriptor that wakes a thread, and the kernel's clocks. Every module may
// use it; it uses nothing but the C library and its shim CLinux.
import Glibc

/// A system call's error number with the C library's words for it.
package struct Errno: Error, Sendable, Hashable, CustomStringConvertible {
    /// As in `errno.h`, for example `ENOENT`; positive.
    package let number: Int32

    /// - Parameter number: as in `errno.h`. A call that returns `-errno` has to be negated first.
    package init(_ number: Int32) {
        self.number = number
    }

    /// The calling thread's last error. Read it before any other call, which may overwrite it.
    package static var last: Errno { Errno(errno) }

    /// For example "No such file or directory".
    package var description: String { String(cString: strerror(number)) }
}

/// Calls again for as long as a signal interrupts (`EINTR`).
///
/// - Parameter call: a system call that returns a negative number and sets `errno` when it fails. It must not be
///   `close`: Linux has closed the descriptor even where the call was interrupted.
/// - Returns: what the call returned, or its error, which is never `EINTR`.
package func retrying<Number: SignedInteger>(_ call: () -> Number) -> Result<Number, Errno> {
    while true {
        let result = call()
        if result >= 0 { return .success(result) }
        let error = Errno.last
        if error.number != EINTR { return .failure(error) }
    }
}
