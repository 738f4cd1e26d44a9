import CV4L2
import CameraDevices
import Media

/// How a stream's frames become grey. Whatever is decoded is decoded here or by libjpeg: libv4lconvert, which knows the
/// makers' own formats, damages memory when a frame is not as it believes.
enum FrameDecoder {
    /// Nothing was started yet.
    case none
    /// A start was tried, so the next one needs a session of its own.
    case unstarted
    case inPlace(GreySamples, v4l2_pix_format)
    /// Words of sixteen bits, of which a camera may use fewer.
    case words(GreySamples, v4l2_pix_format, WideGrey)
    case jpeg(JPEGDecoder)

    /// - Parameter path: the camera's node, which a refusal names.
    /// - Throws: `CaptureError` for a format that cannot be read.
    init(format: v4l2_pix_format, path: String) throws(CaptureError) {
        if let samples = GreySamples(format: format.pixelformat) {
            self = samples.isWide ? .words(samples, format, WideGrey()) : .inPlace(samples, format)
        } else if FormatRanking.isJPEG(format.pixelformat) {
            self = .jpeg(try JPEGDecoder(width: Int(format.width), height: Int(format.height)))
        } else {
            throw CaptureError(
                .unusable, "\(path): frames in the format \(fourCharacterCode(format.pixelformat)) cannot be read")
        }
    }

    var isSet: Bool {
        if case .none = self { false } else { true }
    }

    /// Fills `frame` from what the driver delivered; false, with the frame unchanged, if it is damaged.
    func decode(_ bytes: UnsafeRawBufferPointer, into frame: inout GreyFrame) -> Bool {
        switch self {
        case .none, .unstarted: false
        case .inPlace(let samples, let format):
            frame.fill(
                width: Int(format.width), height: Int(format.height), from: bytes,
                bytesPerLine: Int(format.bytesperline), samples: samples)
        case .words(let samples, let format, let wide):
            frame.fill(
                width: Int(format.width), height: Int(format.height), from: bytes,
                bytesPerLine: Int(format.bytesperline), samples: samples.shifted(by: wide.shift(of: bytes)))
        case .jpeg(let decoder): decoder.decode(bytes, into: &frame)
        }
    }
}
