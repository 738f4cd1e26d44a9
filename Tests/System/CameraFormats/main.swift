import CV4L2
import CameraDevices
import Glibc
import Media
import VideoCapture

// Reads a camera that shows a still picture in each of its formats and says which look otherwise than the best one: a
// wrong byte order or line length would. Then gives it a format nobody reads first, and sees the next one taken.
//
//   CameraFormats /dev/video1

/// What no camera delivers and we do not read: eighteen bits a pixel.
let unreadable = "BGRH"
/// The likeness below which two pictures are not the same.
let same = 0.95

/// Correlation of grey over the lower half, from -1 to 1: the upper one carries a clock, and formats differ in the range
/// of values.
func likeness(_ first: GreyFrame, _ second: GreyFrame) -> Double {
    guard first.pixels.count == second.pixels.count, !first.pixels.isEmpty else { return 0 }
    let half = first.pixels.count / 2
    let a = first.pixels[half...].map(Double.init), b = second.pixels[half...].map(Double.init)
    let meanA = a.reduce(0, +) / Double(a.count), meanB = b.reduce(0, +) / Double(b.count)
    var both = 0.0, squaresA = 0.0, squaresB = 0.0
    for (x, y) in zip(a, b) {
        both += (x - meanA) * (y - meanB)
        squaresA += (x - meanA) * (x - meanA)
        squaresB += (y - meanB) * (y - meanB)
    }
    return both / (squaresA * squaresB).squareRoot()
}

/// The first frame in the first of the formats that works, and what the source says of itself.
func look(_ device: CaptureDevice, _ formats: [UInt32]?) throws(CaptureError) -> (frame: GreyFrame, summary: String) {
    let source = try CameraSource(device: device, waker: try CaptureWaker(), watch: nil, formats: formats)
    var frame = GreyFrame()
    guard try source.next(notBefore: nil, into: &frame) == .frame else { throw CaptureError(.failed, "no frame came") }
    return (frame, source.summary)
}

guard CommandLine.arguments.count == 2 else {
    print("CameraFormats: needs a camera's node")
    exit(2)
}
var failures = 0
do {
    let device = try DeviceDirectory.describe(CommandLine.arguments[1])
    let descriptor = cv4l2_open(device.path)
    let formats = DeviceDirectory.formats(of: descriptor)
    cv4l2_close(descriptor)
    let reference = try look(device, nil)
    print("compared with \(reference.summary)")
    for format in formats {
        let name = fourCharacterCode(format)
        do {
            let alike = likeness(try look(device, [format]).frame, reference.frame)
            if !(alike > same) {
                print("\(name): likeness \(alike)")
                failures += 1
            }
        } catch {
            guard name != unreadable else { continue }
            print("\(name): \(error)")
            failures += 1
        }
    }
    if let bad = formats.first(where: { fourCharacterCode($0) == unreadable }), let good = formats.first {
        let summary = try look(device, [bad, good]).summary
        if !summary.contains(fourCharacterCode(good)) {
            print("after \(unreadable): \(summary)")
            failures += 1
        }
    }
    print("\(formats.count) formats, \(failures) not read rightly")
} catch {
    print("CameraFormats: \(error)")
    failures += 1
}
exit(failures == 0 ? 0 : 1)
