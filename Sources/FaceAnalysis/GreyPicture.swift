import COpenCV
import Media

/// Calls into OpenCV on grey pixels held in Swift arrays.
struct GreyPicture {
    /// `width * height` bytes without padding.
    var pixels: [UInt8]
    var width: Int, height: Int

    /// A part of a frame scaled to the given size: area averaging when shrinking, bilinear when growing. Where the part
    /// reaches beyond the frame, the edge is repeated.
    init(_ frame: borrowing GreyFrame, part: Rectangle, width: Int, height: Int) throws(FaceAnalysisError) {
        self.width = width
        self.height = height
        var result = [UInt8](repeating: 0, count: width * height)
        let frameWidth = Int32(frame.width), frameHeight = Int32(frame.height)
        let wanted = copencv_rectangle(
            x: Int32(part.x), y: Int32(part.y), width: Int32(part.width), height: Int32(part.height))
        try frame.pixels.withUnsafeBufferPointer { source throws(FaceAnalysisError) in
            let image = copencv_image(
                pixels: source.baseAddress, width: frameWidth, height: frameHeight, stride: frameWidth)
            try checked(.openCV, "scaling a picture") {
                copencv_cut(image, wanted, &result, Int32(width), Int32(height), &$0)
            }
        }
        pixels = result
    }

    private init(pixels: [UInt8], width: Int, height: Int) {
        (self.pixels, self.width, self.height) = (pixels, width, height)
    }

    /// The same size, turned about the middle by so many degrees, anticlockwise; the edge is repeated outwards.
    func turned(by degrees: Double) throws(FaceAnalysisError) -> GreyPicture {
        var result = self
        try pixels.withUnsafeBufferPointer { source throws(FaceAnalysisError) in
            let image = copencv_image(
                pixels: source.baseAddress, width: Int32(width), height: Int32(height), stride: Int32(width))
            try checked(.openCV, "turning a picture") { copencv_turn(image, degrees, &result.pixels, &$0) }
        }
        return result
    }

    /// The same, left and right exchanged.
    func mirrored() -> GreyPicture {
        var result = self
        for y in 0..<height {
            for x in 0..<width { result.pixels[y * width + x] = pixels[y * width + width - 1 - x] }
        }
        return result
    }

    /// The middle of it, so many pixels wide and high, scaled to the given size.
    func middle(_ side: Int, scaledTo size: Int) throws(FaceAnalysisError) -> GreyPicture {
        var result = GreyPicture(pixels: [UInt8](repeating: 0, count: size * size), width: size, height: size)
        let part = copencv_rectangle(
            x: Int32((width - side) / 2), y: Int32((height - side) / 2), width: Int32(side), height: Int32(side))
        try pixels.withUnsafeBufferPointer { source throws(FaceAnalysisError) in
            let image = copencv_image(
                pixels: source.baseAddress, width: Int32(width), height: Int32(height), stride: Int32(width))
            try checked(.openCV, "scaling a picture") {
                copencv_cut(image, part, &result.pixels, Int32(size), Int32(size), &$0)
            }
        }
        return result
    }

    /// Mean and standard deviation of the grey values, 0 to 255.
    var statistics: (mean: Double, deviation: Double) {
        var sum = 0, squares = 0
        for value in pixels {
            sum += Int(value)
            squares += Int(value) * Int(value)
        }
        let n = Double(max(1, pixels.count))
        let mean = Double(sum) / n
        return (mean, max(0, Double(squares) / n - mean * mean).squareRoot())
    }

    /// Variance of the Laplacian over the variance of the grey values: focus, whatever the contrast.
    func sharpness() throws(FaceAnalysisError) -> Double {
        var variance = 0.0
        try pixels.withUnsafeBufferPointer { source throws(FaceAnalysisError) in
            let image = copencv_image(
                pixels: source.baseAddress, width: Int32(width), height: Int32(height), stride: Int32(width))
            try checked(.openCV, "measuring focus") { copencv_sharpness(image, &variance, &$0) }
        }
        let deviation = statistics.deviation
        return variance / max(1, deviation * deviation)
    }
}

extension GreyFrame {
    /// Standard deviation of the noise in a part of the frame, in grey values; see `copencv_noise`.
    func noise(in part: Rectangle) throws(FaceAnalysisError) -> Double {
        let part = part.clipped(toWidth: width, height: height)
        var noise = 0.0
        guard part.width >= 3, part.height >= 3 else { return noise }
        let stride = Int32(width), offset = part.y * width + part.x
        try pixels.withUnsafeBufferPointer { source throws(FaceAnalysisError) in
            let image = copencv_image(
                pixels: source.baseAddress.map { $0 + offset }, width: Int32(part.width), height: Int32(part.height),
                stride: stride)
            try checked(.openCV, "measuring noise") { copencv_noise(image, &noise, &$0) }
        }
        return noise
    }
}
