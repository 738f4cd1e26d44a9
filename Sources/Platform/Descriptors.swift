import CLinux
package import Glibc

/// Reads up to as many bytes as `buffer` holds, however often a signal interrupts.
///
/// - Returns: how many bytes were read, 0 at the end; or the call's error.
package func read(from descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer) -> Result<Int, Errno> {
    retrying { Glibc.read(descriptor, buffer.baseAddress, buffer.count) }
}

/// Writes all bytes, in as many calls as it takes. For blocking descriptors.
///
/// - Returns: the error of the first call that fails; how much was written before it is unknown then.
package func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Result<Void, Errno> {
    inPieces(bytes) { start, count, _ in write(descriptor, start, count) }
}

/// Writes all bytes at a place in a file, in as many calls as it takes.
///
/// - Parameter offset: where the first byte goes, in bytes from the file's beginning.
/// - Returns: the error of the first call that fails; how much was written before it is unknown then.
package func writeAll(
    _ bytes: UnsafeRawBufferPointer, to descriptor: Int32, at offset: Int
) -> Result<Void, Errno> {
    inPieces(bytes) { start, count, written in pwrite(descriptor, start, count, off_t(offset + written)) }
}

private func inPieces(
    _ bytes: UnsafeRawBufferPointer, _ call: (UnsafeRawPointer?, Int, _ written: Int) -> Int
) -> Result<Void, Errno> {
    var written = 0
    while written < bytes.count {
        switch retrying({ call(bytes.baseAddress.map { $0 + written }, bytes.count - written, written) }) {
        case .success(let count): written += count
        case .failure(let error): return .failure(error)
        }
    }
    return .success(())
}

/// Waits until one of the descriptors is ready, or the time is over. Signals do not shorten the wait.
///
/// Where the kernel cannot wait (it has no memory left, or there are more entries than files may be open), none is ready,
/// after a pause, so that a caller who waits again does not spin.
///
/// - Parameters:
///   - entries: their `revents` say afterwards what each is ready for.
///   - seconds: by the monotonic clock; nil waits without end.
/// - Returns: how many descriptors are ready; 0 when the time is over or the kernel cannot wait.
@discardableResult
package func poll(_ entries: inout [pollfd], seconds: Double?) -> Int {
    let deadline = seconds.map { monotonicSeconds() + $0 }
    while true {
        let left = deadline.map { max(0, $0 - monotonicSeconds()) }
        // Rounded up: a wait that ends before its time would be followed by one of no time at all.
        let milliseconds = left.map { Int32(min(($0 * 1000).rounded(.up), 2e9)) } ?? -1
        let ready = Glibc.poll(&entries, nfds_t(entries.count), milliseconds)
        if ready >= 0 { return Int(ready) }
        if errno == EINTR { continue }
        for index in entries.indices { entries[index].revents = 0 }
        usleep(useconds_t(min(left ?? pollPause, pollPause) * 1e6))
        return 0
    }
}

/// Seconds.
private let pollPause = 0.1

/// Gives an open file the access list (ACL) of another, or none where that has none.
///
/// - Returns: what went wrong.
package func copyAccessList(from old: Int32, to new: Int32) -> Errno? {
    emotunes_copy_access_list(old, new) == 0 ? nil : .last
}
