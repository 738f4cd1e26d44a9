import BusTestSupport
import CTestCamera
import Foundation
import Synchronization

/// A camera in a PipeWire session that shows the pictures it is given, thirty times a second, to whoever watches.
package final class TestCamera: @unchecked Sendable {
    /// What it shows.
    package struct Picture: Sendable {
        package var bytes: [UInt8]
        /// Whether each is stamped with the time it is shown.
        package var isStamped = true

        package init(_ bytes: [UInt8], isStamped: Bool = true) {
            (self.bytes, self.isStamped) = (bytes, isStamped)
        }
    }

    private let camera: OpaquePointer
    private let picture: Mutex<Picture>
    private let isClosed = Atomic(false)
    private let hasEnded = DispatchSemaphore(value: 0)
    private let isGone = Atomic(false)

    /// - Parameters:
    ///   - format: PipeWire's name of the pixel format, or "MJPG".
    ///   - stride: bytes of a line.
    ///   - priority: higher than that of cameras the machine may have.
    package init(
        in session: PipeWireSession, name: String = "test_camera", description: String = "Test Camera",
        priority: Int = 9000, format: String, width: Int, height: Int, stride: Int, showing picture: Picture
    ) throws {
        let opened = ctestcamera_open(
            session.socket, name, description, Int32(priority), format, UInt32(width), UInt32(height), Int32(stride),
            UInt32(picture.bytes.count))
        guard let opened else { throw BusDaemon.Failure(what: "no camera in the session") }
        camera = opened
        self.picture = Mutex(picture)
        let thread = Thread { [self] in
            while !isClosed.load(ordering: .acquiring) {
                let now = self.picture.withLock { $0 }
                let stamp = now.isStamped ? Int64(monotonicNanoseconds()) : 0
                ctestcamera_show(camera, now.bytes, now.bytes.count, stamp)
                usleep(33_000)
            }
            hasEnded.signal()
        }
        thread.start()
    }

    /// Shows another picture of the same size from now on.
    package func show(_ next: Picture) { picture.withLock { $0 = next } }

    /// Whether somebody watches.
    package var isWatched: Bool { ctestcamera_is_watched(camera) }

    /// It is gone from the session, as when it is unplugged. To be called once the test is done with it in any case.
    package func close() {
        guard !isGone.exchange(true, ordering: .acquiringAndReleasing) else { return }
        isClosed.store(true, ordering: .releasing)
        hasEnded.wait()
        ctestcamera_close(camera)
    }

    private func monotonicNanoseconds() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
