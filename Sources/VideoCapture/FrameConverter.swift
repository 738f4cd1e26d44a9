import CV4L2

/// Turns formats whose grey samples cannot be picked out (JPEG, Bayer, RGB) into planar YUV with libv4lconvert.
final class FrameConverter {
    private let context: OpaquePointer
    private var source = v4l2_format()
    private var target = v4l2_format()
    private var planes: [UInt8]

    /// - Throws: `CaptureError` when libv4lconvert knows no way from the stream's format.
    init(stream: borrowing CameraStream) throws(CaptureError) {
        guard let context = v4lconvert_create(stream.descriptor) else {
            throw CaptureError(.failed, "\(stream.path): libv4lconvert could not be set up")
        }
        self.context = context
        source.type = V4L2_BUF_TYPE_VIDEO_CAPTURE.rawValue
        source.fmt.pix = stream.format
        target = source
        target.fmt.pix.pixelformat = CV4L2_YUV420
        target.fmt.pix.bytesperline = stream.format.width
        let luma = Int(stream.format.width) * Int(stream.format.height)
        target.fmt.pix.sizeimage = UInt32(luma * 3 / 2)
        planes = [UInt8](repeating: 0, count: luma * 3 / 2)
    }

    deinit { v4lconvert_destroy(context) }

    /// Converts one native frame; false if it is damaged, as single JPEG frames of a webcam often are.
    func convert(_ bytes: UnsafeRawBufferPointer, into frame: inout GreyFrame) -> Bool {
        // libv4lconvert takes no const source; it only reads it.
        let input = UnsafeMutablePointer(mutating: bytes.bindMemory(to: UInt8.self).baseAddress)
        let capacity = Int32(planes.count)
        let written = planes.withUnsafeMutableBufferPointer {
            v4lconvert_convert(context, &source, &target, input, Int32(bytes.count), $0.baseAddress, capacity)
        }
        let width = Int(target.fmt.pix.width), height = Int(target.fmt.pix.height)
        guard written >= width * height else { return false }
        return planes.withUnsafeBytes { frame.fill(width: width, height: height, from: $0, stride: width) }
    }
}
