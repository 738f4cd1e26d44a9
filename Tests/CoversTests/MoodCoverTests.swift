import Covers
import Emotions
import Media
import Testing
import VideoCapture

@Suite struct MoodCoverTests {
    /// The brightness of an encoded picture, decoded again.
    private func decoded(_ jpeg: [UInt8], width: Int, height: Int) throws -> GreyFrame {
        let decoder = try JPEGDecoder(width: width, height: height)
        var frame = GreyFrame()
        let isWhole = jpeg.withUnsafeBytes { decoder.decode($0, into: &frame) }
        try #require(isWhole)
        return frame
    }

    private func brightness(_ picture: ColourPicture) -> [Double] {
        stride(from: 0, to: picture.bytes.count, by: 3).map { start -> Double in
            let parts = picture.bytes[start..<start + 3].map(Double.init)
            let (red, green, blue) = (0.299 * parts[0], 0.587 * parts[1], 0.114 * parts[2])
            return red + green + blue
        }
    }

    @Test(arguments: Emotion.allCases) func coverDecodesToThePictureThatWasDrawn(_ mood: Emotion) throws {
        let picture = MoodCover.picture(for: mood)
        let frame = try decoded(MoodCover.jpeg(for: mood), width: MoodCover.side, height: MoodCover.side)
        #expect(frame.width == MoodCover.side && frame.height == MoodCover.side)
        let wanted = brightness(picture)
        let squares = zip(wanted, frame.pixels).map { wanted, got -> Double in
            let difference = wanted - Double(got)
            return difference * difference
        }
        // The mean of the squares; ten times this would be what quality 50 gives.
        #expect(squares.reduce(0, +) / Double(squares.count) < 9)
        #expect(Set(frame.pixels).count > 50)
    }

    @Test func coversDifferByMoodAndFitSpotifysLimit() {
        let covers = Emotion.allCases.map { MoodCover.jpeg(for: $0) }
        #expect(Set(covers).count == Emotion.allCases.count)
        // Spotify takes 256 KB of base64: four letters for three bytes, the last three perhaps padded.
        #expect(covers.allSatisfy { ($0.count + 2) / 3 * 4 < 256_000 })
        #expect(MoodCover.jpeg(for: .happy) == covers[3])
    }

    @Test func hardEdgesSurviveAtFullQualityAndLowQualityIsSmaller() throws {
        let picture = ColourPicture(width: 48, height: 32) { x, y in
            x / 5 % 2 == y / 3 % 2 ? Colour(1, 1, 1) : Colour(0, 0, 2)
        }
        let frame = try decoded(JPEGEncoder.encode(picture, quality: 100), width: 48, height: 32)
        let wanted = brightness(picture)
        #expect(zip(wanted, frame.pixels).allSatisfy { abs($0 - Double($1)) < 6 })
        let small = JPEGEncoder.encode(picture, quality: 10)
        #expect(small.count < JPEGEncoder.encode(picture, quality: 100).count / 2)
    }
}
