import CameraDevices
import Media
import VideoCapture

/// The result of `camera test`. No picture leaves the memory of this process.
struct CameraMeasurement: Encodable {
    /// The judgement of the picture by its brightness and contrast.
    enum Verdict: String, Encodable {
        case good, dark, bright
        /// The same grey everywhere: the lens is covered, or the camera sends nothing real.
        case covered

        /// - Parameters:
        ///   - brightness: mean grey, 0 to 255.
        ///   - contrast: standard deviation of the grey values.
        init(brightness: Double, contrast: Double) {
            if contrast < 4 {
                self = .covered
            } else if brightness < 40 {
                self = .dark
            } else if brightness > 225 {
                self = .bright
            } else {
                self = .good
            }
        }

        var sentence: String {
            switch self {
            case .good: "well lit"
            case .dark: "too dark to read a face: more light helps"
            case .bright: "too bright to read a face: is a window or a lamp behind it?"
            case .covered: "the same grey everywhere: is the lens covered?"
            }
        }
    }

    var path: String
    var name: String
    var driver: String
    var summary: String
    var width: Int
    var height: Int
    /// How many frames the driver delivered.
    var frames: Int
    var framesPerSecond: Double
    var brightness: Double
    var contrast: Double
    var verdict: Verdict

    /// Streams for so many seconds and measures the last frame.
    static func run(
        _ device: CaptureDevice, seconds: Double, on machine: CameraMachine
    ) throws(CaptureError) -> CameraMeasurement {
        let source = try machine.open(device)
        var frame = GreyFrame()
        var first: Double?, last = 0.0, framesAtFirst = 0
        let end = machine.seconds() + seconds
        // The first frames of many cameras are dark, so the last one is measured.
        repeat {
            _ = try source.next(notBefore: nil, into: &frame)
            last = machine.seconds()
            if first == nil { (first, framesAtFirst) = (last, source.framesSeen) }
        } while machine.seconds() < end
        let (brightness, contrast) = measure(frame)
        let span = last - (first ?? last)
        return CameraMeasurement(
            path: device.path, name: device.card, driver: device.driver, summary: source.summary, width: frame.width,
            height: frame.height, frames: source.framesSeen,
            framesPerSecond: span > 0 ? rounded(Double(source.framesSeen - framesAtFirst) / span) : 0,
            brightness: rounded(brightness), contrast: rounded(contrast),
            verdict: Verdict(brightness: brightness, contrast: contrast))
    }

    private static func rounded(_ number: Double) -> Double { (number * 10).rounded() / 10 }

    private static func measure(_ frame: GreyFrame) -> (mean: Double, deviation: Double) {
        guard !frame.pixels.isEmpty else { return (0, 0) }
        var sum = 0, squares = 0
        for pixel in frame.pixels {
            sum += Int(pixel)
            squares += Int(pixel) * Int(pixel)
        }
        let count = Double(frame.pixels.count)
        let mean = Double(sum) / count
        return (mean, max(0, Double(squares) / count - mean * mean).squareRoot())
    }
}
