import Covers
import Media
import Testing

@testable import VideoCapture

@Suite struct JPEGDecoderTests {
    private static let side = 64

    /// A picture brighter from left to right, with the standard's tables as most cameras have it.
    private let picture = JPEGEncoder.encode(
        ColourPicture(width: side, height: side) { x, _ in
            let light = Double(x) / Double(side)
            return Colour(light, light, light)
        }, quality: 90)

    private func decoded(_ bytes: [UInt8], side: Int = side) throws -> GreyFrame? {
        let decoder = try JPEGDecoder(width: side, height: side)
        var frame = GreyFrame()
        let isWhole = bytes.withUnsafeBytes { decoder.decode($0, into: &frame) }
        #expect(frame.pixels.count == (isWhole ? side * side : 0))
        return isWhole ? frame : nil
    }

    /// The segments before the picture's data: each marker, and where it and what belongs to it stand.
    private var segments: [(marker: UInt8, place: Range<Int>)] {
        var segments: [(marker: UInt8, place: Range<Int>)] = []
        var position = 2
        while segments.last?.marker != 0xDA {
            let end = position + 2 + Int(picture[position + 2]) << 8 + Int(picture[position + 3])
            segments.append((picture[position + 1], position..<end))
            position = end
        }
        return segments
    }

    private func place(_ marker: UInt8) throws -> Range<Int> {
        try #require(segments.first { $0.marker == marker }).place
    }

    @Test func jpegWithoutTablesEndOrWithPaddingIsDecoded() throws {
        let frame = try #require(try decoded(picture))
        for x in 0..<Self.side { #expect(abs(Int(frame.pixels[x]) - 255 * x / Self.side) < 8) }
        // Most leave the tables of codes out: the standard's are meant.
        let bare = picture.indices.filter { index in !segments.contains { $0.marker == 0xC4 && $0.place ~= index } }
        #expect(try decoded(bare.map { picture[$0] })?.pixels == frame.pixels)
        // Some leave the end out, others send what was in the buffer before.
        #expect(try decoded(picture.dropLast(2))?.pixels == frame.pixels)
        #expect(try decoded(picture + Array(repeating: 0xA5, count: 999))?.pixels == frame.pixels)
    }

    @Test func truncatedJPEGIsRefused() throws {
        // Up to the last byte before the marker of its end.
        for count in 0..<picture.count - 2 { #expect(try decoded(Array(picture.prefix(count))) == nil) }
    }

    /// A table that names more codes than there can be; a table that is not there; a picture of another size, kind or
    /// number of parts.
    @Test func jpegWithWrongTablesKindOrSizeIsRefused() throws {
        func changed(_ marker: UInt8, _ offset: Int, _ value: UInt8) throws -> [UInt8] {
            var bytes = picture
            bytes[try place(marker).lowerBound + offset] = value
            return bytes
        }
        #expect(try decoded(changed(0xC4, 5, 255)) == nil)
        #expect(try decoded(changed(0xC0, 2 + 2 + 8, 3)) == nil)
        #expect(try decoded(changed(0xC0, 1, 0xC2)) == nil)
        #expect(try decoded(changed(0xC0, 1, 0xC9)) == nil)
        #expect(try decoded(changed(0xC0, 4, 12)) == nil)
        #expect(try decoded(changed(0xC0, 9, 200)) == nil)
        #expect(try decoded(changed(0xDA, 4, 1)) == nil)
        #expect(try decoded(picture, side: 63) == nil)
        #expect(try decoded(picture, side: 65) == nil)
    }

    @Test func damagedJPEGLeavesThePreviousFrame() throws {
        let decoder = try JPEGDecoder(width: Self.side, height: Self.side)
        var frame = GreyFrame()
        let isWhole = picture.withUnsafeBytes { decoder.decode($0, into: &frame) }
        #expect(isWhole)
        let before = frame.pixels
        let isHalf = picture.prefix(picture.count / 2).withUnsafeBytes { decoder.decode($0, into: &frame) }
        #expect(!isHalf)
        #expect(frame.pixels == before)
    }

    @Test(arguments: [(0, 0), (640, 0), (65_501, 1), (-1, 8)])
    func decoderRefusesImpossibleSizes(_ width: Int, _ height: Int) {
        #expect(throws: CaptureError.self) { try JPEGDecoder(width: width, height: height) }
    }
}
