import Media
import Testing
import VideoCapture

@Suite struct GreyFrameTests {
    @Test func takesGreySamplesOutOfPaddedAndPackedRows() {
        var frame = GreyFrame()
        // Two pixels a row, luma at even bytes, two bytes of padding: YUYV with a stride.
        let packed: [UInt8] = [1, 99, 2, 99, 0, 0, 3, 99, 4, 99, 0, 0]
        #expect(packed.withUnsafeBytes { frame.fill(width: 2, height: 2, from: $0, stride: 6, step: 2) })
        #expect(frame.pixels == [1, 2, 3, 4])
        // UYVY: luma at odd bytes, the last row without its padding.
        let late: [UInt8] = [99, 5, 99, 6, 0, 0, 99, 7, 99, 8]
        #expect(late.withUnsafeBytes { frame.fill(width: 2, height: 2, from: $0, stride: 6, step: 2, offset: 1) })
        #expect(frame.pixels == [5, 6, 7, 8])
    }

    @Test func refusesBytesThatDoNotHoldThePicture() {
        var frame = GreyFrame()
        let bytes: [UInt8] = [1, 2, 3, 4, 5]
        #expect(bytes.withUnsafeBytes { frame.fill(width: 2, height: 2, from: $0, stride: 2) })
        let before = frame.pixels
        #expect(!bytes.withUnsafeBytes { frame.fill(width: 3, height: 2, from: $0, stride: 3) })
        #expect(!bytes.withUnsafeBytes { frame.fill(width: 3, height: 1, from: $0, stride: 2) })
        #expect(!bytes.withUnsafeBytes { frame.fill(width: 0, height: 2, from: $0, stride: 2) })
        #expect(frame.pixels == before)
    }
}
