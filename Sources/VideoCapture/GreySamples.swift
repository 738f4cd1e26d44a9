import CV4L2
import Media

/// Where the grey picture is in a native pixel format, for every format that needs no real decoding; nil where it does
/// (JPEG, vendors' compressions).
enum GreySamples: Equatable, Sendable {
    /// Grey bytes of their own, `step` bytes apart from `offset` on: grey, planar and packed YUV, the value of HSV.
    case bytes(step: Int, offset: Int)
    /// 16-bit words whose grey takes the bits from `shift` on.
    case words(shift: Int)
    /// Red, green and blue bytes at these offsets in every `step`.
    case colours(step: Int, red: Int, green: Int, blue: Int)
    /// Red, green and blue packed into one word of `size` bytes; each takes `bits` from `shift` on.
    case packed(size: Int, bigEndian: Bool, red: Field, green: Field, blue: Field)

    /// What a colour sensor measured (a Bayer pattern): every square of four has two values of green, one of red and one
    /// of blue, whatever its corner, and their mean is its grey.
    indirect case mosaic(GreySamples)

    /// Some bits of a word.
    struct Field: Equatable, Sendable {
        var shift: UInt32, bits: UInt32

        init(_ shift: UInt32, _ bits: UInt32) { (self.shift, self.bits) = (shift, bits) }

        /// The field's value in 0…255.
        func value(in word: UInt32) -> UInt32 {
            let top: UInt32 = (1 << bits) - 1
            return ((word >> shift) & top) * 255 / top
        }
    }

    /// Bytes from one pixel to the next.
    var step: Int {
        switch self {
        case .bytes(let step, _), .colours(let step, _, _, _): step
        case .words: 2
        case .packed(let size, _, _, _, _): size
        case .mosaic(let values): values.step
        }
    }

    /// Whether they are said to fill words of sixteen bits.
    var isWide: Bool {
        switch self {
        case .words(let shift): shift == 8
        case .mosaic(let values): values.isWide
        default: false
        }
    }

    /// The same words with their grey from another bit on.
    func shifted(by shift: Int) -> GreySamples {
        switch self {
        case .words: .words(shift: shift)
        case .mosaic(let values): .mosaic(values.shifted(by: shift))
        default: self
        }
    }

    init?(format: UInt32) {
        // V4L2 marks big-endian variants with the top bit.
        let isBigEndian = format & 1 << 31 != 0
        guard let found = Self.table[Self.fourCC(format & ~(1 << 31))] else { return nil }
        switch found {
        case .words(let shift) where isBigEndian:
            // Only Y16 comes so, and its first byte is the high one.
            guard shift == 8 else { return nil }
            self = .bytes(step: 2, offset: 0)
        case .packed(let size, _, let red, let green, let blue) where isBigEndian:
            self = .packed(size: size, bigEndian: true, red: red, green: green, blue: blue)
        case _ where isBigEndian: return nil
        default: self = found
        }
    }

    private static func fourCC(_ format: UInt32) -> String {
        String(decoding: [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: format >> UInt32($0)) }, as: UTF8.self)
    }

    private static let table: [String: GreySamples] = {
        var table: [String: GreySamples] = [:]
        func add(_ samples: GreySamples, _ names: [String]) { for name in names { table[name] = samples } }
        add(
            .bytes(step: 1, offset: 0),
            [
                "GREY", "NV12", "NV21", "NV16", "NV61", "NV24", "NV42", "YU12", "YV12", "422P", "411P", "YUV9", "YVU9",
            ])
        add(.bytes(step: 2, offset: 0), ["YUYV", "YVYU"])
        add(.bytes(step: 2, offset: 1), ["UYVY", "VYUY"])
        add(.bytes(step: 3, offset: 0), ["YUV3"])
        add(.bytes(step: 3, offset: 2), ["HSV3"])
        // YUV4 (1 is the alpha or nothing before Y), then luma third, then luma first.
        add(.bytes(step: 4, offset: 1), ["YUV4", "AYUV", "XYUV"])
        add(.bytes(step: 4, offset: 2), ["VUYA", "VUYX"])
        add(.bytes(step: 4, offset: 0), ["YUVA", "YUVX"])
        add(.bytes(step: 4, offset: 3), ["HSV4"])
        add(.words(shift: 8), ["Y16 "])
        add(.words(shift: 2), ["Y10 "])
        add(.words(shift: 4), ["Y12 "])
        add(.words(shift: 6), ["Y14 "])
        add(.mosaic(.bytes(step: 1, offset: 0)), ["BA81", "GBRG", "GRBG", "RGGB"])
        add(.mosaic(.words(shift: 2)), ["BG10", "GB10", "BA10", "RG10"])
        add(.mosaic(.words(shift: 4)), ["BG12", "GB12", "BA12", "RG12"])
        add(.mosaic(.words(shift: 6)), ["BG14", "GB14", "GR14", "RG14"])
        add(.mosaic(.words(shift: 8)), ["BYR2", "GB16", "GR16", "RG16"])
        add(.colours(step: 3, red: 0, green: 1, blue: 2), ["RGB3"])
        add(.colours(step: 3, red: 2, green: 1, blue: 0), ["BGR3"])
        add(.colours(step: 4, red: 2, green: 1, blue: 0), ["BGR4", "AR24", "XR24"])
        add(.colours(step: 4, red: 1, green: 2, blue: 3), ["RGB4", "BA24", "BX24"])
        add(.colours(step: 4, red: 0, green: 1, blue: 2), ["AB24", "XB24"])
        add(.colours(step: 4, red: 3, green: 2, blue: 1), ["RA24", "RX24"])
        func pack(_ names: [String], _ size: Int, _ red: Field, _ green: Field, _ blue: Field) {
            add(.packed(size: size, bigEndian: false, red: red, green: green, blue: blue), names)
        }
        pack(["RGB1"], 1, Field(5, 3), Field(2, 3), Field(0, 2))
        pack(["RGBP"], 2, Field(11, 5), Field(5, 6), Field(0, 5))
        pack(["RGBO", "AR15", "XR15"], 2, Field(10, 5), Field(5, 5), Field(0, 5))
        for (name, red, green) in [("RGBQ", Field(10, 5), Field(5, 5)), ("RGBR", Field(11, 5), Field(5, 6))] {
            add(.packed(size: 2, bigEndian: true, red: red, green: green, blue: Field(0, 5)), [name])
        }
        pack(["AB15", "XB15"], 2, Field(0, 5), Field(5, 5), Field(10, 5))
        pack(["RA15", "RX15"], 2, Field(11, 5), Field(6, 5), Field(1, 5))
        pack(["BA15", "BX15"], 2, Field(1, 5), Field(6, 5), Field(11, 5))
        pack(["R444", "AR12", "XR12"], 2, Field(8, 4), Field(4, 4), Field(0, 4))
        pack(["RA12", "RX12"], 2, Field(12, 4), Field(8, 4), Field(4, 4))
        pack(["AB12", "XB12"], 2, Field(0, 4), Field(4, 4), Field(8, 4))
        pack(["GA12", "BX12"], 2, Field(4, 4), Field(8, 4), Field(12, 4))
        // YUV in 16 bits: the first of the three fields is Y.
        pack(["Y444"], 2, Field(8, 4), Field(8, 4), Field(8, 4))
        pack(["YUVO"], 2, Field(10, 5), Field(10, 5), Field(10, 5))
        pack(["YUVP"], 2, Field(11, 5), Field(11, 5), Field(11, 5))
        return table
    }()
}

extension GreySamples {
    /// The grey of the pixel that begins at `index`; for the formats that are not plain bytes.
    func grey(_ bytes: UnsafeRawBufferPointer, at index: Int) -> UInt8 {
        switch self {
        case .bytes(_, let offset): return bytes[index + offset]
        case .words(let shift):
            let word = UInt32(bytes[index]) | UInt32(bytes[index + 1]) << 8
            return UInt8(min(255, word >> UInt32(shift)))
        case .colours(_, let red, let green, let blue):
            return Self.luma(
                UInt32(bytes[index + red]), UInt32(bytes[index + green]), UInt32(bytes[index + blue]))
        case .packed(let size, let bigEndian, let red, let green, let blue):
            var word = UInt32(bytes[index])
            if size == 2 {
                let second = UInt32(bytes[index + 1])
                word = bigEndian ? word << 8 | second : word | second << 8
            }
            return Self.luma(red.value(in: word), green.value(in: word), blue.value(in: word))
        case .mosaic(let values): return values.grey(bytes, at: index)
        }
    }

    /// Brightness as television weighs it.
    private static func luma(_ red: UInt32, _ green: UInt32, _ blue: UInt32) -> UInt8 {
        UInt8(truncatingIfNeeded: (77 * red + 150 * green + 29 * blue) >> 8)
    }
}

extension GreyFrame {
    /// Fills the frame from a native picture; false, with the frame unchanged, if `bytes` is too short for it.
    mutating func fill(
        width: Int, height: Int, from bytes: UnsafeRawBufferPointer, bytesPerLine: Int, samples: GreySamples
    ) -> Bool {
        if case .mosaic(let values) = samples {
            guard width > 1, height > 1,
                fill(width: width, height: height, from: bytes, bytesPerLine: bytesPerLine, samples: values)
            else { return false }
            averageSquares()
            return true
        }
        // Some drivers leave the line length out.
        let stride = max(bytesPerLine, width * samples.step)
        if case .bytes(let step, let offset) = samples {
            return fill(width: width, height: height, from: bytes, stride: stride, step: step, offset: offset)
        }
        guard width > 0, height > 0, (height - 1) * stride + width * samples.step <= bytes.count else { return false }
        reshape(width: width, height: height)
        pixels.withUnsafeMutableBufferPointer { target in
            for y in 0..<height {
                for x in 0..<width {
                    target[y * width + x] = samples.grey(bytes, at: y * stride + x * samples.step)
                }
            }
        }
        return true
    }

    /// Puts the mean of each square of four in the place of its first; the last row and column have no square of their
    /// own and take their neighbour's.
    private mutating func averageSquares() {
        let (width, height) = (width, height)
        pixels.withUnsafeMutableBufferPointer { pixels in
            for y in 0..<height - 1 {
                let row = y * width
                for x in row..<row + width - 1 {
                    let upper = Int(pixels[x]) + Int(pixels[x + 1])
                    let lower = Int(pixels[x + width]) + Int(pixels[x + width + 1])
                    pixels[x] = UInt8((upper + lower + 2) / 4)
                }
                pixels[row + width - 1] = pixels[row + width - 2]
            }
            let last = (height - 1) * width
            for x in last..<last + width { pixels[x] = pixels[x - width] }
        }
    }
}
