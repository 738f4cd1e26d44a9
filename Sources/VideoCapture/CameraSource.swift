import CV4L2
package import CameraDevices
import Glibc
package import Media
import Platform

/// A V4L2 camera: streams into few buffers, sleeps between looks, and decodes only the frame that is looked at.
package final class CameraSource: FrameSource {
    /// The node it streams from.
    package let device: CaptureDevice
    package var framesSeen: Int { stream.framesSeen }
    private var stream: CameraStream
    private let waker: CaptureWaker
    private let watch: NodeWatch?
    private var decoder: FrameDecoder
    /// Formats not tried yet, the best first.
    private var formatsLeft: ArraySlice<UInt32>
    /// Whether a frame has been decoded: the format then is good, and what fails later is the camera.
    private var isProven = false
    private var undecodable = 0
    private let access: CameraAccess
    /// Tells of the lid, for a camera that can be under it; nil for any other.
    private let lid: Lid?
    private var lidAskedAt = -Double.infinity
    private var clock = FrameClock()
    /// When the last frame that was decoded was there.
    package private(set) var arrival: MediaTime?

    /// A driver that delivers nothing for this long has stalled.
    private static let patienceSeconds = 3.0
    /// So many frames in a row that cannot be decoded, and never one that could, are a format we cannot read.
    private static let undecodableLimit = 5
    private static let wantedWidth: UInt32 = 640, wantedHeight: UInt32 = 480

    /// Opens the camera and starts streaming near 640 × 480, in the first format that works.
    ///
    /// - Parameters:
    ///   - device: a node as `CameraFinder.resolve` found it.
    ///   - watch: sees other programs open the node; `next` then throws `yielded`.
    /// - Throws: `CaptureError`: busy, denied, missing, or what failed.
    package convenience init(
        device: CaptureDevice, waker: CaptureWaker, watch: NodeWatch? = nil
    ) throws(CaptureError) {
        try self.init(device: device, waker: waker, watch: watch, formats: nil)
    }

    /// - Parameter formats: the only formats to try, in this order; nil for all that the driver offers and that can be
    ///   read, the best first.
    package init(
        device: CaptureDevice, waker: CaptureWaker, watch: NodeWatch?, formats: [UInt32]?
    ) throws(CaptureError) {
        self.device = device
        self.waker = waker
        self.watch = watch
        access = CameraAccess(path: device.path)
        let lid = Lid()
        self.lid = lid.isBuiltIn(device) ? lid : nil
        stream = try CameraStream(path: device.path, watch: watch)
        formatsLeft = (formats ?? FormatRanking.ranked(DeviceDirectory.formats(of: stream.descriptor)))[...]
        decoder = .none
        guard !formatsLeft.isEmpty else {
            guard device.formats.isEmpty else { throw unreadable }
            throw CaptureError(.unusable, "\(device.path): the driver offers no picture format")
        }
        try startWithNextFormat()
    }

    package var summary: String { "\(device.card) (\(device.path), \(formatDescription))" }

    /// The picture's size and format, e.g. "640×480 MJPG".
    package var formatDescription: String {
        "\(stream.format.width)×\(stream.format.height) \(fourCharacterCode(stream.format.pixelformat))"
    }

    package var oddity: SourceOddity? {
        arrival.flatMap { clock.oddity(of: device.path, at: $0.seconds) }
    }

    package func next(notBefore time: MediaTime?, into frame: inout GreyFrame) throws(CaptureError) -> FrameOutcome {
        while let time {
            let left = time.seconds - bootSeconds()
            guard left > 0 else { break }
            switch waker.wait(seconds: left, other: stream.descriptor, watched: watchDescriptor) {
            case .woken: return .interrupted
            case .hungUp: throw hungUp()
            case .noticed: try yieldIfWanted()
            case .ready, .timedOut: break
            }
        }
        if let watch, watch.trouble != nil {
            watch.tryAgain(device.path, now: monotonicSeconds())
            try yieldIfWanted()
        }
        try requireOpenLid()
        try stream.discardWaiting()
        var deadline = monotonicSeconds() + Self.patienceSeconds
        while true {
            let left = max(0, deadline - monotonicSeconds())
            switch waker.wait(seconds: left, other: stream.descriptor, events: POLLIN, watched: watchDescriptor) {
            case .woken: return .interrupted
            case .hungUp: throw hungUp()
            case .noticed:
                try yieldIfWanted()
                continue
            case .timedOut:
                guard !isProven, !formatsLeft.isEmpty else { throw stalled }
                try startWithNextFormat()
                deadline = monotonicSeconds() + Self.patienceSeconds
                continue
            case .ready: break
            }
            if try take(into: &frame) { return .frame }
            if !isProven, undecodable >= Self.undecodableLimit {
                guard !formatsLeft.isEmpty else { throw unreadable }
                try startWithNextFormat()
                deadline = monotonicSeconds() + Self.patienceSeconds
            }
        }
    }

    private func take(into frame: inout GreyFrame) throws(CaptureError) -> Bool {
        let decoder = decoder
        let now = bootSeconds()
        var stamp: Double?
        let filled = try stream.take { bytes, stamped in
            stamp = stamped
            return decoder.decode(bytes, into: &frame)
        }
        if filled == true {
            arrival = MediaTime(seconds: now)
            frame.time = clock.time(stamp: stamp, arrival: now)
        }
        switch filled {
        case true: isProven = true
        case false: undecodable += 1
        default: break
        }
        return filled == true
    }

    /// Streams in the next format that starts at all; a camera that is taken, gone or forbidden ends the search.
    private func startWithNextFormat() throws(CaptureError) {
        while let format = formatsLeft.popFirst() {
            do {
                if decoder.isSet { stream = try CameraStream(path: device.path, watch: watch) }
                decoder = .unstarted
                undecodable = 0
                try stream.start(format: format, width: Self.wantedWidth, height: Self.wantedHeight)
                decoder = try FrameDecoder(format: stream.format, path: stream.path)
                return
            } catch  where (error.code == .failed || error.code == .unusable) && !formatsLeft.isEmpty {
                continue
            } catch {
                if error.code == .busy { watch?.presumeTaken() }
                throw error
            }
        }
    }

    private var watchDescriptor: Int32 { watch?.descriptor ?? -1 }

    private func yieldIfWanted() throws(CaptureError) {
        guard let watch else { return }
        try access.check(after: watch.news(), of: watch)
        guard watch.othersInside > 0 else { return }
        throw CaptureError(
            .yielded, "another program opened \(device.path); the camera is left to it and taken back afterwards")
    }

    /// Looks at the lid every two seconds: no event tells of it.
    private func requireOpenLid() throws(CaptureError) {
        guard let lid, bootSeconds() - lidAskedAt >= 2 else { return }
        lidAskedAt = bootSeconds()
        if lid.isClosed { throw CaptureError(.covered, Lid.trouble(of: device).description) }
    }

    /// What a driver's error state means: some hang up because the camera is gone, some because they failed.
    private func hungUp() -> CaptureError {
        do {
            try stream.discardWaiting()
        } catch  where error.code == .failed {
            return error
        } catch {}
        return CaptureError(.unplugged, "\(device.path): the camera was disconnected; waiting for it to come back")
    }

    private var stalled: CaptureError {
        CaptureError(
            .stalled,
            "\(device.path): the camera has delivered no usable frame for \(Int(Self.patienceSeconds)) s; opening it again"
        )
    }

    private var unreadable: CaptureError {
        CaptureError(
            .unusable, "\(device.path): none of its formats can be read (\(device.formats.joined(separator: ", ")))")
    }
}
