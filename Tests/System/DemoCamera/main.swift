import CV4L2
import Glibc
import Media
import VideoCapture

// A camera for the system test: draws a face and writes it into a v4l2loopback node at its own pace, for ever.
//
//   DemoCamera /dev/video0 YUYV neutral=45,happy=600

/// Says what is wrong and ends.
func end(_ text: String) -> Never {
    let line = "DemoCamera: \(text)\n"
    _ = write(STDERR_FILENO, line, line.utf8.count)
    exit(1)
}

let arguments = CommandLine.arguments
guard arguments.count == 4 else { end("needs DEVICE FORMAT SCRIPT, e.g. /dev/video0 YUYV neutral=45,happy=600") }
guard let packing = Packing(rawValue: arguments[2]) else {
    end("format \(arguments[2]) is none of \(Packing.allCases.map(\.rawValue).joined(separator: ", "))")
}

do {
    let waker = try CaptureWaker()
    let source = try SourceAddress(parsing: "demo:\(arguments[3])?repeat=forever").open(waker: waker)
    var frame = GreyFrame()
    _ = try source.next(notBefore: nil, into: &frame)

    let descriptor = open(arguments[1], O_WRONLY)
    guard descriptor >= 0 else { end("opening \(arguments[1]): \(String(cString: strerror(errno)))") }
    var format = v4l2_format()
    format.type = V4L2_BUF_TYPE_VIDEO_OUTPUT.rawValue
    format.fmt.pix.width = UInt32(frame.width)
    format.fmt.pix.height = UInt32(frame.height)
    format.fmt.pix.pixelformat = packing.code
    format.fmt.pix.field = V4L2_FIELD_NONE.rawValue
    format.fmt.pix.sizeimage = UInt32(packing.bytes(for: frame).count)
    let refused = cv4l2_ioctl(descriptor, CV4L2_S_FMT, &format)
    guard refused == 0, format.fmt.pix.pixelformat == packing.code else {
        end("\(arguments[1]) does not take \(packing.rawValue): \(String(cString: strerror(-refused)))")
    }
    while true {
        let bytes = packing.bytes(for: frame)
        guard write(descriptor, bytes, bytes.count) == bytes.count else {
            end("writing a frame: \(String(cString: strerror(errno)))")
        }
        _ = try source.next(notBefore: nil, into: &frame)
    }
} catch {
    end("\(error)")
}
