import CV4L2
import Mood

@testable import VideoCapture

/// A camera's frame in any format, whole or not: its grey picked out, or decoded by libv4lconvert.
func judge(_ bytes: [UInt8]) {
    var input = Input(bytes)
    let code = formats[Int(input.byte()) % formats.count]
    let width = sizes[Int(input.byte()) % sizes.count], height = sizes[Int(input.byte()) % sizes.count]
    let stride = Int(input.byte())
    let picture = input.rest()
    var frame = GreyFrame()
    let isWhole = picture.withUnsafeBytes { bytes in
        if let samples = GreySamples(format: code) {
            frame.fill(width: width, height: height, from: bytes, bytesPerLine: stride, samples: samples)
        } else {
            converter(code, width, height)?.convert(bytes, into: &frame) ?? false
        }
    }
    require(frame.pixels.count == frame.width * frame.height, "a picture of another size than it says")
    require(isWhole == (frame.width > 0), "a frame that is neither there nor refused")
    plant(code, frame)
}

/// Sides of a picture: odd ones, and those that are whole blocks.
private let sizes = [16, 32, 8, 0, 1, 2, 3, 24, 40, 64]

/// Every format there is, with the top bit for big-endian ones, and some that there are not.
private let formats: [UInt32] = {
    let names = [
        "MJPG", "JPEG", "YUYV", "GREY", "NV12", "YU12", "UYVY", "RGB3", "BGR4", "Y16 ", "Y10 ", "RGBP", "RGBR", "R444",
        "AYUV", "HSV3", "RGB1", "Y444", "YUVO", "YUV9", "BA24", "YUV3", "BA81", "GBRG", "pRAA", "S561", "P207", "JPGL",
        "????",
    ]
    return names.flatMap { name in
        let code = name.utf8.reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        return ["Y16 ", "RGBP"].contains(name) ? [code, code | 1 << 31] : [code]
    }
}()

private struct Key: Hashable {
    var code: UInt32, width: Int, height: Int
}

nonisolated(unsafe) private var converters: [Key: FrameConverter] = [:]

/// One for each kind of stream, as the daemon has it.
private func converter(_ code: UInt32, _ width: Int, _ height: Int) -> FrameConverter? {
    guard width > 0, height > 0 else { return nil }
    let key = Key(code: code, width: width, height: height)
    if let known = converters[key] { return known }
    let converter = try? FrameConverter(format: code, width: width, height: height)
    converters[key] = converter
    return converter
}

private func plant(_ code: UInt32, _ frame: GreyFrame) {
    #if PLANTED_BUG
        if code == CV4L2_MJPEG, frame.width == 16, frame.pixels.first ?? 0 > 200 { writePastTheEnd(frame.width) }
    #endif
}
