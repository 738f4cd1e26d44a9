import CV4L2
import Media

/// How a grey picture is packed into the bytes of a pixel format; the colour it lacks is neutral.
enum Packing: String, CaseIterable {
    case grey = "GREY"
    case yuyv = "YUYV"
    case uyvy = "UYVY"
    case nv12 = "NV12"
    case yuv420 = "YU12"
    case rgb = "RGB3"

    /// The format's four-character code.
    var code: UInt32 {
        rawValue.utf8.reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// A whole picture.
    func bytes(for frame: GreyFrame) -> [UInt8] {
        switch self {
        case .grey: frame.pixels
        case .yuyv: frame.pixels.flatMap { [$0, 128] }
        case .uyvy: frame.pixels.flatMap { [128, $0] }
        case .nv12, .yuv420: frame.pixels + [UInt8](repeating: 128, count: frame.pixels.count / 2)
        case .rgb: frame.pixels.flatMap { [$0, $0, $0] }
        }
    }
}
