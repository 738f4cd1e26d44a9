import Testing

@testable import VideoCapture

@Suite struct FrameConverterTests {
    @Test(arguments: [(2, 1), (8, 4), (9, 8), (640, 481), (0, 0)])
    func tooSmallOrOddPicturesAreRefused(_ width: Int, _ height: Int) {
        let packedBayer: UInt32 = 0x4141_5270
        #expect(throws: CaptureError.self) { try FrameConverter(format: packedBayer, width: width, height: height) }
    }

    @Test func anEmptyOrShortFrameIsHarmless() throws {
        for format: UInt32 in [0x4752_4247, 0x4141_5270, 0x3136_3553] {
            let converter = try FrameConverter(format: format, width: 16, height: 16)
            var frame = GreyFrame()
            for count in [0, 1, 100] {
                let bytes = [UInt8](repeating: 7, count: count)
                _ = bytes.withUnsafeBytes { converter.convert($0, into: &frame) }
                #expect(frame.pixels.count == frame.width * frame.height)
            }
        }
    }
}

@Suite struct JPEGHeaderTests {
    private func segment(_ marker: UInt8, _ body: [UInt8]) -> [UInt8] {
        [0xFF, marker, UInt8((body.count + 2) >> 8), UInt8((body.count + 2) & 255)] + body
    }

    /// Twelve symbols, as the standard's table of means has them.
    private let codes: [UInt8] = [0x00, 0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0] + Array(0...11)
    private let frame: [UInt8] = [8, 0, 16, 0, 16, 3, 1, 0x21, 0, 2, 0x11, 1, 3, 0x11, 1]
    private let scan: [UInt8] = [3, 1, 0x00, 2, 0x11, 3, 0x11, 0, 63, 0]

    private func isSound(
        codes: [UInt8]? = nil, divisors: [UInt8]? = nil, frame: [UInt8]? = nil, scan: [UInt8]? = nil,
        more: [UInt8] = []
    ) -> Bool {
        var bytes: [UInt8] = [0xFF, 0xD8] + segment(0xE0, Array("JFIF".utf8))
        bytes += segment(0xDB, divisors ?? [0] + Array(repeating: 1, count: 64))
        bytes += segment(0xC0, frame ?? self.frame) + segment(0xC4, codes ?? self.codes) + more
        bytes += segment(0xDA, scan ?? self.scan) + [0x12, 0x34, 0xFF, 0xD9]
        return bytes.withUnsafeBytes { JPEGHeader.isSound($0) }
    }

    @Test func whatWebcamsSendIsSound() {
        #expect(isSound())
        #expect(isSound(codes: codes + [0x11] + codes.dropFirst()))
        // Most leave the tables of codes out: the standard's are meant.
        #expect(isSound(codes: []))
        #expect(isSound(more: segment(0xDD, [0, 4])))
    }

    /// The second is what libv4lconvert writes past its stack for.
    @Test func tablesThatCannotBeAreRefused() {
        #expect(!isSound(codes: Array(codes.dropLast())))
        #expect(!isSound(codes: [0x00] + Array(repeating: 255, count: 16) + Array(repeating: 0, count: 4080)))
        #expect(!isSound(codes: [0x00, 3] + Array(repeating: 0, count: 15) + [1, 2, 3]))
        #expect(!isSound(codes: [0x05] + codes.dropFirst()))
        #expect(!isSound(divisors: [4] + Array(repeating: 1, count: 64)))
        #expect(!isSound(divisors: [0x10] + Array(repeating: 1, count: 64)))
    }

    @Test func otherKindsOfPictureAreRefused() {
        #expect(!isSound(frame: [8, 0, 16, 0, 16, 1, 1, 0x11, 0]))
        #expect(!isSound(frame: [12] + frame.dropFirst()))
        #expect(!isSound(frame: frame.dropLast(2) + [0x22, 1]))
        #expect(!isSound(scan: [1, 1, 0, 0, 63, 0]))
        #expect(!isSound(more: segment(0xC0, frame)))
        #expect(!isSound(more: segment(0xC2, frame)))
        #expect(!isSound(more: [0x00]))
    }

    @Test func whatEndsTooEarlyIsRefused() {
        let whole: [UInt8] = [0xFF, 0xD8] + segment(0xC0, frame) + segment(0xDA, scan)
        for count in 0..<whole.count {
            #expect(whole.prefix(count).withUnsafeBytes { !JPEGHeader.isSound($0) })
        }
        #expect(whole.withUnsafeBytes { JPEGHeader.isSound($0) })
    }
}
