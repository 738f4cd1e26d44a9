import Media
import Testing

@Suite struct FrameTurnTests {
    /// Two rows of three pixels: 1 2 3 above 4 5 6.
    private func turned(_ turn: FrameTurn) -> (size: [Int], pixels: [UInt8]) {
        var frame = GreyFrame()
        frame.reshape(width: 3, height: 2)
        frame.pixels = [1, 2, 3, 4, 5, 6]
        var scratch: [UInt8] = []
        frame.turn(turn, scratch: &scratch)
        return ([frame.width, frame.height], frame.pixels)
    }

    @Test func turnsClockwise() {
        #expect(turned(.none).pixels == [1, 2, 3, 4, 5, 6])
        let quarter = turned(FrameTurn(quarters: 1))
        #expect(quarter.size == [2, 3])
        #expect(quarter.pixels == [4, 1, 5, 2, 6, 3])
        #expect(turned(FrameTurn(quarters: 2)).pixels == [6, 5, 4, 3, 2, 1])
        #expect(turned(FrameTurn(quarters: 3)).pixels == [3, 6, 2, 5, 1, 4])
    }

    @Test func mirrorsAfterwards() {
        #expect(turned(FrameTurn(isMirrored: true)).pixels == [3, 2, 1, 6, 5, 4])
        #expect(turned(FrameTurn(quarters: 1, isMirrored: true)).pixels == [1, 4, 2, 5, 3, 6])
    }

    /// The next picture has the camera's size again, whatever the last one was turned to.
    @Test func aFrameThatWasTurnedTakesTheNextPicture() {
        var frame = GreyFrame()
        var scratch: [UInt8] = []
        for start in [UInt8(0), 6, 12] {
            let picture = (0..<6).map { start + UInt8($0) }
            #expect(picture.withUnsafeBytes { frame.fill(width: 3, height: 2, from: $0, stride: 3) })
            frame.turn(FrameTurn(quarters: 1), scratch: &scratch)
            #expect(frame.pixels == [3, 0, 4, 1, 5, 2].map { start + $0 })
        }
    }
}
