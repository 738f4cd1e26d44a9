import Media
import Testing

@testable import VideoCapture

private func code(_ text: String, bigEndian: Bool = false) -> UInt32 {
    var result: UInt32 = 0
    for (index, byte) in text.utf8.enumerated() { result |= UInt32(byte) << UInt32(8 * index) }
    return bigEndian ? result | 1 << 31 : result
}

@Suite struct GreySamplesTests {
    /// A pixel of grey 200 beside one of black, in each format.
    @Test(arguments: [
        ("GREY", false, [200, 0]), ("NV24", false, [200, 0, 9, 9, 9, 9]), ("422P", false, [200, 0, 9, 9]),
        ("YUYV", false, [200, 9, 0, 9]), ("VYUY", false, [9, 200, 9, 0]),
        ("YUV3", false, [200, 128, 128, 0, 128, 128]), ("HSV3", false, [9, 9, 200, 9, 9, 0]),
        ("AYUV", false, [9, 200, 9, 9, 9, 0, 9, 9]), ("VUYA", false, [9, 9, 200, 9, 9, 9, 0, 9]),
        ("Y16 ", false, [17, 200, 99, 0]), ("Y16 ", true, [200, 17, 0, 99]),
        ("Y10 ", false, [0x20, 0x03, 0, 0]), ("Y12 ", false, [0x80, 0x0c, 0, 0]),
        ("RGB3", false, [200, 200, 200, 0, 0, 0]), ("AR24", false, [200, 200, 200, 9, 0, 0, 0, 9]),
        ("BA24", false, [9, 200, 200, 200, 9, 0, 0, 0]), ("RA24", false, [9, 200, 200, 200, 9, 0, 0, 0]),
    ])
    func findsTheGrey(format: String, bigEndian: Bool, bytes: [UInt8]) throws {
        let samples = try #require(GreySamples(format: code(format, bigEndian: bigEndian)))
        var frame = GreyFrame()
        let filled = bytes.withUnsafeBytes {
            frame.fill(width: 2, height: 1, from: $0, bytesPerLine: 0, samples: samples)
        }
        #expect(filled)
        #expect(abs(Int(frame.pixels[0]) - 200) <= 1)
        #expect(frame.pixels[1] == 0)
    }

    /// Green is bright, blue is dark, whatever the packing: a wrong order would show.
    @Test(arguments: [
        ("RGB3", false, [0, 255, 0, 0, 0, 255]), ("BGR3", false, [0, 255, 0, 255, 0, 0]),
        ("AB24", false, [0, 255, 0, 9, 0, 0, 255, 9]), ("RGB1", false, [0x1c, 0x03]),
        ("RGBP", false, [0xe0, 0x07, 0x1f, 0x00]), ("RGBR", false, [0x07, 0xe0, 0x00, 0x1f]),
        ("RGBQ", false, [0x03, 0xe0, 0x00, 0x1f]), ("AR15", true, [0x83, 0xe0, 0x80, 0x1f]),
        ("XR15", false, [0xe0, 0x03, 0x1f, 0x00]), ("RA15", false, [0xc0, 0x07, 0x3e, 0x00]),
        ("AB15", false, [0xe0, 0x03, 0x00, 0x7c]), ("BX15", false, [0xc0, 0x07, 0x00, 0xf8]),
        ("R444", false, [0xf0, 0x00, 0x0f, 0x00]), ("RX12", false, [0x00, 0x0f, 0xf0, 0x00]),
        ("AB12", false, [0xf0, 0x00, 0x00, 0x0f]), ("BX12", false, [0x00, 0x0f, 0x00, 0xf0]),
        ("GA12", false, [0x00, 0x0f, 0x00, 0xf0]),
    ])
    func weighsColours(format: String, bigEndian: Bool, bytes: [UInt8]) throws {
        let samples = try #require(GreySamples(format: code(format, bigEndian: bigEndian)))
        var frame = GreyFrame()
        let filled = bytes.withUnsafeBytes {
            frame.fill(width: 2, height: 1, from: $0, bytesPerLine: 0, samples: samples)
        }
        #expect(filled)
        #expect(frame.pixels == [149, 28])
    }

    @Test func tooFewBytesAreRefused() throws {
        let samples = try #require(GreySamples(format: code("RGB3")))
        var frame = GreyFrame()
        let filled = [UInt8](repeating: 1, count: 11).withUnsafeBytes {
            frame.fill(width: 2, height: 2, from: $0, bytesPerLine: 6, samples: samples)
        }
        #expect(!filled)
        #expect(frame.pixels.isEmpty)
    }

    /// A square of one red, two green and one blue value, in each format.
    @Test(arguments: [
        ("BA81", [10, 20, 30, 44]), ("RGGB", [44, 10, 20, 30]), ("RG10", [40, 0, 80, 0, 120, 0, 176, 0]),
        ("BA12", [160, 0, 64, 1, 224, 1, 192, 2]), ("RG16", [9, 10, 9, 20, 9, 30, 9, 44]),
    ])
    func averagesWhatColourSensorsMeasure(format: String, bytes: [UInt8]) throws {
        let samples = try #require(GreySamples(format: code(format)))
        var frame = GreyFrame()
        let filled = bytes.withUnsafeBytes {
            frame.fill(width: 2, height: 2, from: $0, bytesPerLine: 0, samples: samples)
        }
        #expect(filled)
        #expect(frame.pixels == [26, 26, 26, 26])
    }

    /// A patch of bright green from the second row and column on.
    @Test func findsAnEdgeBetweenColours() throws {
        let samples = try #require(GreySamples(format: code("RGGB")))
        let bytes: [UInt8] = [0, 100, 0, 100, 100, 0, 100, 0, 0, 100, 0, 200]
        var frame = GreyFrame()
        let filled = bytes.withUnsafeBytes {
            frame.fill(width: 4, height: 3, from: $0, bytesPerLine: 4, samples: samples)
        }
        #expect(filled)
        #expect(frame.pixels == [50, 50, 50, 50, 50, 50, 75, 75, 50, 50, 75, 75])
    }

    @Test(arguments: [(1, 2), (2, 1), (0, 0), (2, 3)])
    func incompleteMosaicSquaresAreRefused(_ width: Int, _ height: Int) throws {
        let samples = try #require(GreySamples(format: code("BA81")))
        var frame = GreyFrame()
        let filled = [UInt8](repeating: 9, count: 5).withUnsafeBytes {
            frame.fill(width: width, height: height, from: $0, bytesPerLine: 0, samples: samples)
        }
        #expect(!filled)
        #expect(frame.pixels.isEmpty)
    }

    @Test func compressedFormatsHaveNoGreySamples() {
        for name in ["MJPG", "H264", "S561", "pRAA"] { #expect(GreySamples(format: code(name)) == nil) }
    }

    @Test func cheapFormatsComeFirst() {
        let offered = ["BA81", "RGBP", "MJPG", "AR24", "YUYV", "NV12", "YUYV"].map { code($0) }
        let expected = ["NV12", "YUYV", "AR24", "RGBP", "MJPG", "BA81"].map { code($0) }
        #expect(FormatRanking.ranked(offered) == expected)
    }

    @Test func unreadableFormatsAreLeftOut() {
        #expect(FormatRanking.ranked(["S561", "H264", "JPEG", "pRAA"].map { code($0) }) == [code("JPEG")])
        #expect(FormatRanking.ranked(["PJPG", "P207"].map { code($0) }).isEmpty)
    }
}
