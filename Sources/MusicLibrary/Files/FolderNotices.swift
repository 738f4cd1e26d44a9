import Glibc
import Platform

/// Notices, through inotify, that files of watched folders come, go or change.
///
/// Used by one thread.
final class FolderNotices {
    /// Readable when there may be news; -1 where inotify is not to be had.
    let descriptor: Int32
    /// Why changes are not all noticed, in words; nil where they are.
    private(set) var trouble: String?
    private var buffer = [UInt8](repeating: 0, count: 16 << 10)

    private static let wanted = UInt32(
        IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_CLOSE_WRITE | IN_DELETE_SELF | IN_MOVE_SELF
            | IN_ONLYDIR)

    init() {
        descriptor = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
        if descriptor < 0 { note(.last) }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Watches a folder; one that is watched already stays so.
    func watch(_ path: String) {
        guard descriptor >= 0 else { return }
        if inotify_add_watch(descriptor, path, Self.wanted) < 0 { note(.last) }
    }

    private func note(_ error: Errno) {
        guard [EMFILE, ENFILE, ENOSPC, ENOMEM, ENOSYS].contains(error.number) else { return }
        trouble =
            "not all of its folders can be watched (\(error)), so new files are found within the hour; raise the limit: "
            + "sudo sysctl fs.inotify.max_user_watches=524288"
    }

    /// Reads what has happened.
    ///
    /// - Returns: whether it concerns music or folders.
    func takeNews() -> Bool {
        var isNews = false
        while descriptor >= 0 {
            let count = buffer.withUnsafeMutableBytes { bytes in
                (try? Platform.read(from: descriptor, into: bytes).get()) ?? 0
            }
            if count <= 0 { break }
            buffer.withUnsafeBytes { bytes in
                var place = 0
                let header = MemoryLayout<inotify_event>.size
                while place + header <= count {
                    let event = bytes.loadUnaligned(fromByteOffset: place, as: inotify_event.self)
                    let name = UnsafeRawBufferPointer(rebasing: bytes[(place + header)...].prefix(Int(event.len)))
                    let ending = name.firstIndex(of: 0) ?? name.count
                    isNews = isNews || Self.concerns(event.mask, UnsafeRawBufferPointer(rebasing: name[..<ending]))
                    place += header + Int(event.len)
                }
            }
        }
        return isNews
    }

    private static func concerns(_ mask: UInt32, _ name: UnsafeRawBufferPointer) -> Bool {
        // Events were lost, or a watched folder is gone.
        if mask & UInt32(IN_Q_OVERFLOW | IN_DELETE_SELF | IN_MOVE_SELF) != 0 { return true }
        if mask & UInt32(IN_IGNORED) != 0 || name.first == UInt8(ascii: ".") { return false }
        if mask & UInt32(IN_ISDIR) != 0 { return true }
        // A file that is being written is read when it is closed, and a link has no content of its own.
        return MusicFormat.isMusic(name)
    }
}
