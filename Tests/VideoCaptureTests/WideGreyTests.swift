import CV4L2
import Media
import Testing

@testable import VideoCapture

@Suite struct WideGreyTests {
    /// A picture of 16-bit words, brightest at `top`, as the decoder makes it grey.
    private func decoded(_ decoder: FrameDecoder, top: Int, stuck: Int = 0) -> [UInt8] {
        let words = (0..<1000).map { $0 < stuck ? 65_535 : top * $0 / 999 }
        let bytes = words.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
        var frame = GreyFrame()
        #expect(bytes.withUnsafeBytes { decoder.decode($0, into: &frame) })
        return frame.pixels
    }

    private func decoder(_ format: String = "Y16 ") throws -> FrameDecoder {
        var told = v4l2_pix_format()
        told.pixelformat = format.utf8.enumerated().reduce(0) { $0 | UInt32($1.element) << UInt32(8 * $1.offset) }
        (told.width, told.height, told.bytesperline) = (100, 10, 200)
        return try FrameDecoder(format: told, path: "/dev/video0")
    }

    @Test(arguments: [1023, 4095, 16_383, 65_535])
    func brightestPictureIsWhiteHoweverManyBitsTheCameraUses(top: Int) throws {
        let pixels = decoded(try decoder(), top: top)
        #expect(pixels.last == 255)
        #expect(abs(Int(pixels[500]) - 127) <= 1)
    }

    @Test func aDarkPictureAfterABrightOneIsDark() throws {
        let decoder = try decoder()
        _ = decoded(decoder, top: 65_535)
        #expect(decoded(decoder, top: 1023).last == 3)
    }

    @Test func aStuckPixelDoesNotMakeTheRestDark() throws {
        #expect(decoded(try decoder(), top: 1023, stuck: 2).last == 255)
    }

    @Test func wideMosaicsAreReadSoToo() throws {
        #expect((decoded(try decoder("RG16"), top: 1023).max() ?? 0) > 200)
    }
}
