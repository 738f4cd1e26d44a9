/// A video node as its driver describes it (`VIDIOC_QUERYCAP`, `VIDIOC_ENUM_FMT`).
package struct CaptureDevice: Sendable, Hashable {
    /// The path it was opened by, e.g. `/dev/video0`.
    package var path: String
    /// The driver's name for the hardware, e.g. "Integrated Camera".
    package var card: String
    /// The kernel driver, e.g. `uvcvideo`.
    package var driver: String
    /// Where it is attached, e.g. `usb-0000:00:14.0-8`.
    package var bus: String
    /// Whether pictures can be streamed from it: not metadata, output, radio or memory-to-memory.
    package var isCapture: Bool
    /// Its native pixel formats as four-character codes, in the driver's order, e.g. `["MJPG", "YUYV"]`.
    package var formats: [String]

    package init(path: String, card: String, driver: String, bus: String, isCapture: Bool, formats: [String]) {
        self.path = path
        self.card = card
        self.driver = driver
        self.bus = bus
        self.isCapture = isCapture
        self.formats = formats
    }

    /// Whether this looks like an infrared sensor: grey formats only beside a name that says so.
    package var isInfrared: Bool {
        let name = card.lowercased()
        let named = name.contains("infrared") || name.split(whereSeparator: { !$0.isLetter }).contains("ir")
        let greyOnly = !formats.isEmpty && formats.allSatisfy { ["GREY", "Y8I ", "Y10 ", "Y12 ", "Y16 "].contains($0) }
        return named && greyOnly || named && formats.isEmpty
    }
}

/// Turns a V4L2 pixel format into its four printable characters, e.g. `YUYV`.
package func fourCharacterCode(_ format: UInt32) -> String {
    let bytes = [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: format >> UInt32($0)) & 0x7f }
    return String(decoding: bytes.map { $0 < 0x20 ? UInt8(ascii: "?") : $0 }, as: UTF8.self)
}
