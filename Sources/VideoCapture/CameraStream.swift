import CV4L2
import CameraDevices
import Glibc
import Platform

/// One streaming session at a V4L2 node: descriptor, format and mapped buffers with one owner, released together.
struct CameraStream: ~Copyable {
    let path: String
    private(set) var format = v4l2_pix_format()
    let descriptor: Int32
    private var buffers: [UnsafeMutableRawBufferPointer] = []
    private var streaming = false
    /// Frames the driver has delivered since streaming began, by its own count.
    private(set) var framesSeen = 0

    /// How many frames the driver may fill ahead; more only cost memory, since stale ones are thrown away.
    private static let bufferCount: UInt32 = 4

    /// Sees other programs open the node, from the moment on that it is open here.
    private let watch: NodeWatch?

    init(path: String, watch: NodeWatch?) throws(CaptureError) {
        self.path = path
        let descriptor = cv4l2_open(path)
        guard descriptor >= 0 else { throw CaptureError.system(Errno(-descriptor), doing: "opening", path) }
        self.descriptor = descriptor
        self.watch = watch
        watch?.begin(path)
    }

    deinit {
        if streaming {
            var type = V4L2_BUF_TYPE_VIDEO_CAPTURE.rawValue
            _ = cv4l2_ioctl(descriptor, CV4L2_STREAMOFF, &type)
        }
        for buffer in buffers { v4l2_munmap(buffer.baseAddress, buffer.count) }
        let descriptor = descriptor
        if let watch { watch.whileClosing { cv4l2_close(descriptor) } } else { cv4l2_close(descriptor) }
    }

    /// Settles on a picture near `width` × `height`, maps the buffers and starts streaming.
    ///
    /// - Parameter wanted: one of the formats the driver offers; it may still choose another.
    mutating func start(format wanted: UInt32, width: UInt32, height: UInt32) throws(CaptureError) {
        var request = v4l2_format()
        request.type = V4L2_BUF_TYPE_VIDEO_CAPTURE.rawValue
        request.fmt.pix.width = width
        request.fmt.pix.height = height
        request.fmt.pix.pixelformat = wanted
        request.fmt.pix.field = V4L2_FIELD_ANY.rawValue
        try call(CV4L2_S_FMT, &request, "setting the picture format")
        format = request.fmt.pix

        var ask = v4l2_requestbuffers()
        ask.count = Self.bufferCount
        ask.type = V4L2_BUF_TYPE_VIDEO_CAPTURE.rawValue
        ask.memory = V4L2_MEMORY_MMAP.rawValue
        try call(CV4L2_REQBUFS, &ask, "asking for buffers")
        guard ask.count > 0 else { throw CaptureError(.failed, "\(path): the driver gave no buffers") }
        for index in 0..<ask.count {
            var entry = Self.buffer(index)
            try call(CV4L2_QUERYBUF, &entry, "locating a buffer")
            let address = v4l2_mmap(
                nil, Int(entry.length), PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, Int64(entry.m.offset))
            guard let address, address != UnsafeMutableRawPointer(bitPattern: -1) else {
                throw CaptureError(.failed, "\(path): mapping a buffer failed: \(Errno.last)")
            }
            buffers.append(UnsafeMutableRawBufferPointer(start: address, count: Int(entry.length)))
            try call(CV4L2_QBUF, &entry, "queueing a buffer")
        }
        var type = V4L2_BUF_TYPE_VIDEO_CAPTURE.rawValue
        try call(CV4L2_STREAMON, &type, "starting the stream")
        streaming = true
    }

    /// Gives every frame that is already waiting back to the driver unread.
    mutating func discardWaiting() throws(CaptureError) {
        for _ in 0..<buffers.count {
            guard var entry = try dequeue() else { return }
            try call(CV4L2_QBUF, &entry, "queueing a buffer")
        }
    }

    /// Takes the next waiting frame, lets `body` read it, and gives it back; nil when none is waiting.
    ///
    /// `body` gets the bytes the driver filled and the time it stamped on them, on the clock of `bootSeconds`, or nil
    /// where it stamps with none that is known. It is not called for a frame the driver itself marks as broken.
    mutating func take<Result>(_ body: (UnsafeRawBufferPointer, Double?) -> Result?) throws(CaptureError) -> Result? {
        guard var entry = try dequeue() else { return nil }
        let whole = UnsafeRawBufferPointer(buffers[Int(entry.index)])
        let used = entry.bytesused > 0 ? min(Int(entry.bytesused), whole.count) : whole.count
        let isDriverClock =
            entry.flags & UInt32(V4L2_BUF_FLAG_TIMESTAMP_MASK) == UInt32(V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC)
        let stamp =
            isDriverClock
            ? Double(entry.timestamp.tv_sec) + Double(entry.timestamp.tv_usec) * 1e-6 + sleptSeconds() : nil
        let broken = entry.flags & UInt32(V4L2_BUF_FLAG_ERROR) != 0
        let result = broken ? nil : body(UnsafeRawBufferPointer(rebasing: whole.prefix(used)), stamp)
        try call(CV4L2_QBUF, &entry, "queueing a buffer")
        return result
    }

    private mutating func dequeue() throws(CaptureError) -> v4l2_buffer? {
        var entry = Self.buffer(0)
        let result = cv4l2_ioctl(descriptor, CV4L2_DQBUF, &entry)
        if result == -EAGAIN { return nil }
        guard result == 0 else { throw failure(Errno(-result), "reading a frame") }
        framesSeen = max(framesSeen + 1, Int(entry.sequence) + 1)
        guard Int(entry.index) < buffers.count else {
            throw CaptureError(.failed, "\(path): the driver named a buffer that does not exist")
        }
        return entry
    }

    private func call(_ request: UInt, _ argument: UnsafeMutableRawPointer, _ what: String) throws(CaptureError) {
        let result = cv4l2_ioctl(descriptor, request, argument)
        guard result == 0 else { throw failure(Errno(-result), what) }
    }

    private func failure(_ error: Errno, _ what: String) -> CaptureError {
        if streaming && [ENODEV, EIO, EINVAL].contains(error.number) {
            return CaptureError(
                error.number == ENODEV ? .unplugged : .failed,
                "\(path): the camera went away while streaming (\(what): \(error)); waiting for it to come back")
        }
        return CaptureError.system(error, doing: what, path)
    }

    private static func buffer(_ index: UInt32) -> v4l2_buffer {
        var entry = v4l2_buffer()
        entry.index = index
        entry.type = V4L2_BUF_TYPE_VIDEO_CAPTURE.rawValue
        entry.memory = V4L2_MEMORY_MMAP.rawValue
        return entry
    }
}

extension CaptureError {
    init(_ error: CameraDeviceError) {
        let code: Code =
            switch error.code {
            case .missing: .missing
            case .denied: .denied
            case .busy: .busy
            case .notCapture: .unusable
            case .failed: .failed
            case .covered: .covered
            }
        self.init(code, error.description)
    }

    static func system(_ error: Errno, doing what: String, _ path: String) -> CaptureError {
        CaptureError(CameraDeviceError.system(error, doing: what, path))
    }
}
