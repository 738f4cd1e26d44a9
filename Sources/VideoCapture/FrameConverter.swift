import CV4L2

/// Turns formats whose grey samples cannot be picked out (JPEG, Bayer, RGB) into planar YUV with libv4lconvert.
package final class FrameConverter {
    private let context: OpaquePointer
    private var source = v4l2_format()
    private var target = v4l2_format()
    private var planes: [UInt8]
    /// A copy of the frame with zeros behind it: what libv4lconvert decodes by itself it reads without looking for the
    /// frame's end. Empty for JPEG, which it reads within bounds.
    private var padded: [UInt8]

    /// - Throws: `CaptureError` when libv4lconvert cannot be set up.
    convenience init(stream: borrowing CameraStream) throws(CaptureError) {
        try self.init(v4lconvert_create(stream.descriptor), stream.path, stream.format)
    }

    /// Decodes JPEG pictures that come from no camera.
    package convenience init(jpegOfWidth width: Int, height: Int) throws(CaptureError) {
        try self.init(format: CV4L2_MJPEG, width: width, height: height)
    }

    /// Converts frames of any format that come from no camera.
    package convenience init(format code: UInt32, width: Int, height: Int) throws(CaptureError) {
        var format = v4l2_pix_format()
        format.width = UInt32(width)
        format.height = UInt32(height)
        format.pixelformat = code
        try self.init(cv4l2_converter_without_device(), "picture", format)
    }

    private init(_ context: OpaquePointer?, _ path: String, _ format: v4l2_pix_format) throws(CaptureError) {
        guard format.width >= Self.leastSide, format.height >= Self.leastSide, format.width % 2 == 0,
            format.height % 2 == 0
        else {
            if let context { v4lconvert_destroy(context) }
            throw CaptureError(
                .unusable,
                "\(path): pictures of \(format.width) by \(format.height) pixels in this format cannot be converted; "
                    + "choose another size or format")
        }
        guard let context else { throw CaptureError(.failed, "\(path): libv4lconvert could not be set up") }
        self.context = context
        source.type = V4L2_BUF_TYPE_VIDEO_CAPTURE.rawValue
        source.fmt.pix = format
        // Some drivers leave the line length out, and libv4lconvert calculates with it.
        source.fmt.pix.bytesperline = max(format.bytesperline, format.width)
        target = source
        target.fmt.pix.pixelformat = CV4L2_YUV420
        target.fmt.pix.bytesperline = format.width
        let luma = Int(format.width) * Int(format.height)
        let isJPEG = [CV4L2_MJPEG, CV4L2_JPEG].contains(format.pixelformat)
        padded = isJPEG ? [] : [UInt8](repeating: 0, count: luma * Self.mostBytesPerPixel)
        target.fmt.pix.sizeimage = UInt32(luma * 3 / 2)
        planes = [UInt8](repeating: 0, count: luma * 3 / 2)
    }

    deinit { v4lconvert_destroy(context) }

    /// Of smaller or odd pictures libv4lconvert writes more than it is given room for.
    private static let leastSide: UInt32 = 8

    /// No format takes more for a pixel, compressed ones included.
    private static let mostBytesPerPixel = 4

    /// Converts one native frame; false if it is damaged, as single JPEG frames of a webcam often are.
    package func convert(_ bytes: UnsafeRawBufferPointer, into frame: inout GreyFrame) -> Bool {
        guard !bytes.isEmpty else { return false }
        if padded.isEmpty { return JPEGHeader.isSound(bytes) && decode(bytes, into: &frame) }
        var copy = padded
        padded = []
        defer { padded = copy }
        return copy.withUnsafeMutableBytes { whole in
            let kept = bytes.prefix(whole.count)
            whole.copyBytes(from: kept)
            whole[kept.count...].initializeMemory(as: UInt8.self, repeating: 0)
            return decode(UnsafeRawBufferPointer(rebasing: whole[..<kept.count]), into: &frame)
        }
    }

    private func decode(_ bytes: UnsafeRawBufferPointer, into frame: inout GreyFrame) -> Bool {
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
