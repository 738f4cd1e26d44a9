import COpenCV
import Media

/// Calls into OpenCV on grey pixels held in Swift arrays.
struct GreyPicture {
    /// `width * height` bytes without padding.
    var pixels: [UInt8]
    var width: Int, height: Int

    /// A part of a frame scaled to the given size: area averaging when shrinking, bilinear when growing.
    init(_ frame: borrowing GreyFrame, part: Rectangle, width: Int, height: Int) throws(FaceAnalysisError) {
        self.width = width
        self.height = height
        var result = [UInt8](repeating: 0, count: width * height)
        let frameWidth = frame.width
        try frame.pixels.withUnsafeBufferPointer { source throws(FaceAnalysisError) in
            let image = copencv_image(
                pixels: source.baseAddress.map { $0 + part.y * frameWidth + part.x }, width: Int32(part.width),
                height: Int32(part.height), stride: Int32(frameWidth))
            try checked(.openCV, "scaling a picture") {
                copencv_resize(image, &result, Int32(width), Int32(height), &$0)
            }
        }
        pixels = result
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
