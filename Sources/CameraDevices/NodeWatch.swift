import Glibc
import Platform

/// Notices when other programs open or close the camera, and when cameras come and go, through inotify: others come
/// first at a camera, and asking for it again and again would only keep it busy.
///
/// Used by one thread. Its descriptor is polled beside the camera's.
package final class NodeWatch {
    /// What happened since it was last asked.
    package struct News: Equatable {
        /// Another program opened the watched node.
        package var wasOpened = false
        /// Another program closed it.
        package var wasClosed = false
        /// The watched node itself is gone, and with it every program's use of it.
        package var nodeIsGone = false
        /// A video node appeared, or its permissions changed.
        package var devicesChanged = false

        /// Whether there is any news.
        package var isEmpty: Bool { self == News() }
    }

    /// Readable when there may be news; -1 where inotify is not to be had, and then timers do its work.
    package private(set) var descriptor: Int32 = -1
    /// Why others' wishes go unnoticed, in words; nil where they do not.
    package private(set) var trouble: String?
    /// How often others opened the node more than they closed it, as far as events tell.
    package private(set) var othersInside = 0
    /// The camera that was opened last, by which it is known again under another number.
    package var lastDevice: CaptureDevice?

    private var folder: Int32 = -1
    private var node: Int32 = -1
    /// Closes of our own that are still to be reported.
    private var ownCloses = 0
    private var buffer = [UInt8](repeating: 0, count: 4096)
    /// Read but not yet given out.
    private var collected = News()
    private var nextTry = -Double.infinity
    private let deviceFolder: String
    private let start: () -> Int32

    /// - Parameters:
    ///   - deviceFolder: where nodes appear.
    ///   - start: opens an inotify descriptor; negative, with the error in `errno`, where there is none.
    package init(
        deviceFolder: String = "/dev", start: @escaping () -> Int32 = { inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC)) }
    ) {
        self.deviceFolder = deviceFolder
        self.start = start
        prepare()
    }

    /// What a person can do where inotify's limits are reached.
    package static let remedy =
        "raise its limits: sudo sysctl fs.inotify.max_user_instances=1024 fs.inotify.max_user_watches=524288"

    /// Opens the descriptor and watches the folder, as far as that has not been done.
    private func prepare() {
        trouble = nil
        if descriptor < 0 { descriptor = start() }
        guard descriptor >= 0 else {
            note(Errno.last)
            return
        }
        guard folder < 0 else { return }
        folder = inotify_add_watch(descriptor, deviceFolder, UInt32(IN_CREATE | IN_ATTRIB | IN_MOVED_TO))
        if folder < 0 { note(Errno.last) }
    }

    /// A folder or a node that is not there is another matter.
    private func note(_ error: Errno) {
        guard [EMFILE, ENFILE, ENOSPC, ENOMEM, ENOSYS].contains(error.number) else { return }
        trouble =
            "inotify cannot be had (\(error)), so programs that want the camera are not noticed and do not get it, and "
            + "a camera that is plugged in is found late"
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Watches the node at `path`, links followed, from now on; what is open already is not counted.
    package func begin(_ path: String) {
        end()
        prepare()
        guard descriptor >= 0 else { return }
        node = inotify_add_watch(descriptor, path, UInt32(IN_OPEN | IN_CLOSE_WRITE | IN_CLOSE_NOWRITE | IN_ATTRIB))
        if node < 0 { note(Errno.last) }
    }

    /// Begins again where that failed, twice a minute at most.
    ///
    /// - Parameter path: the node to watch; nil for the folder alone.
    package func tryAgain(_ path: String? = nil, now: Double) {
        guard trouble != nil, now >= nextTry else { return }
        nextTry = now + 30
        if let path { begin(path) } else { prepare() }
    }

    /// Stops watching the node; what has been reported about it is forgotten.
    package func end() {
        if node >= 0 { inotify_rm_watch(descriptor, node) }
        node = -1
        othersInside = 0
        ownCloses = 0
        collected = News(devicesChanged: collected.devicesChanged)
    }

    /// To be called when the camera turned out to be taken: another program had it open before the watch began.
    package func presumeTaken() { othersInside = max(1, othersInside) }

    /// Closes the watched node ourselves, in `body`. What others did before and do afterwards is read apart from it:
    /// the kernel makes one event of two that are alike and unread.
    package func whileClosing(_ body: () -> Void) {
        collect()
        if node >= 0 { ownCloses += 1 }
        body()
        collect()
    }

    /// Takes what has happened. Never blocks.
    package func news() -> News {
        collect()
        defer { collected = News() }
        return collected
    }

    private func collect() {
        while descriptor >= 0 {
            let count = read(descriptor, &buffer, buffer.count)
            guard count > 0 else { break }
            buffer.withUnsafeBytes { bytes in
                var rest = UnsafeRawBufferPointer(rebasing: bytes.prefix(count))
                while rest.count >= Self.headSize {
                    let watch = rest.loadUnaligned(fromByteOffset: 0, as: Int32.self)
                    let mask = rest.loadUnaligned(fromByteOffset: 4, as: UInt32.self)
                    let length = Int(rest.loadUnaligned(fromByteOffset: 12, as: UInt32.self))
                    let end = min(Self.headSize + length, rest.count)
                    take(mask, from: watch, name: rest[Self.headSize..<end], into: &collected)
                    rest = UnsafeRawBufferPointer(rebasing: rest[end...])
                }
            }
        }
    }

    /// Watch, mask, cookie and the length of the name that follows.
    private static let headSize = 16

    private func take(_ mask: UInt32, from watch: Int32, name: Slice<UnsafeRawBufferPointer>, into news: inout News) {
        if mask & UInt32(IN_Q_OVERFLOW) != 0 {
            // Events were lost: the devices are looked at again, and a timer finds out whether the camera is free.
            news.devicesChanged = true
        } else if watch == folder {
            if name.starts(with: "video".utf8) { news.devicesChanged = true }
        } else if watch == node {
            if mask & UInt32(IN_IGNORED) != 0 {
                node = -1
                othersInside = 0
                ownCloses = 0
                news.nodeIsGone = true
                return
            }
            if mask & UInt32(IN_ATTRIB) != 0 { news.devicesChanged = true }
            if mask & UInt32(IN_OPEN) != 0 {
                othersInside += 1
                news.wasOpened = true
            }
            if mask & UInt32(IN_CLOSE_WRITE | IN_CLOSE_NOWRITE) != 0 {
                if ownCloses > 0 {
                    ownCloses -= 1
                } else {
                    othersInside = max(0, othersInside - 1)
                    news.wasClosed = true
                }
            }
        }
    }
}
