import CV4L2
import Media

@testable import VideoCapture

/// A camera's frame in any format, whole or not: its grey picked out or decoded, or the format refused.
func judge(_ bytes: [UInt8]) {
    var input = Input(bytes)
    var format = v4l2_pix_format()
    format.pixelformat = formats[Int(input.byte()) % formats.count]
    format.width = sizes[Int(input.byte()) % sizes.count]
    format.height = sizes[Int(input.byte()) % sizes.count]
    format.bytesperline = UInt32(input.byte())
    let picture = input.rest()
    var frame = GreyFrame()
    guard let decoder = try? FrameDecoder(format: format, path: "camera") else {
        require(FormatRanking.ranked([format.pixelformat]).isEmpty || format.width * format.height == 0, "a refusal")
        return
    }
    let isWhole = picture.withUnsafeBytes { decoder.decode($0, into: &frame) }
    require(frame.pixels.count == frame.width * frame.height, "a picture of another size than it says")
    require(isWhole == (frame.width > 0), "a frame that is neither there nor refused")
    require(!isWhole || frame.width == format.width && frame.height == format.height, "a picture of another size")
    plant(format.pixelformat, frame)
}

/// Sides of a picture: odd ones, and those that are whole blocks.
private let sizes: [UInt32] = [16, 32, 8, 0, 1, 2, 3, 24, 40, 64]

/// Every format there is, with the top bit for big-endian ones, and some that there are not.
private let formats: [UInt32] = {
    let names = [
        "MJPG", "JPEG", "YUYV", "GREY", "NV12", "YU12", "UYVY", "RGB3", "BGR4", "Y16 ", "Y10 ", "RGBP", "RGBR", "R444",
        "AYUV", "HSV3", "RGB1", "Y444", "YUVO", "YUV9", "BA24", "YUV3", "BA81", "GBRG", "RG10", "S561", "BYR2", "JPGL",
        "????",
    ]
    return names.flatMap { name in
        let code = name.utf8.reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        return ["Y16 ", "RGBP"].contains(name) ? [code, code | 1 << 31] : [code]
    }
}()

private func plant(_ code: UInt32, _ frame: GreyFrame) {
    #if PLANTED_BUG
        if code == CV4L2_MJPEG, frame.width == 16, frame.pixels.first ?? 0 > 200 { writePastTheEnd(frame.width) }
    #endif
}
