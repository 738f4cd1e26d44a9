import Media
import Testing

@Suite struct RectangleTests {
    private let box = Rectangle(x: 10, y: 20, width: 100, height: 50)

    @Test func clippingKeepsThePartInsideThePicture() {
        #expect(
            Rectangle(x: -10, y: -5, width: 30, height: 30).clipped(toWidth: 100, height: 100)
                == Rectangle(x: 0, y: 0, width: 20, height: 25))
        #expect(
            Rectangle(x: 90, y: 200, width: 30, height: 30).clipped(toWidth: 100, height: 100)
                == Rectangle(x: 90, y: 100, width: 10, height: 0))
        #expect(box.clipped(toWidth: 1000, height: 1000) == box)
    }

    @Test func growingAddsAShareOnEverySide() {
        #expect(box.grown(by: 0.5) == Rectangle(x: -40, y: -5, width: 200, height: 100))
    }

    @Test func overlapIsIntersectionOverUnion() {
        #expect(box.overlap(box) == 1)
        #expect(box.overlap(Rectangle(x: 200, y: 20, width: 100, height: 50)) == 0)
        #expect(box.share(in: box) == 1)
        #expect(box.share(in: Rectangle(x: 200, y: 20, width: 100, height: 50)) == 0)
        #expect(box.share(in: Rectangle(x: 60, y: 20, width: 200, height: 50)) == 0.5)
        #expect(abs(box.overlap(Rectangle(x: 60, y: 20, width: 100, height: 50)) - 1 / 3) < 1e-9)
    }

    @Test func centreDistanceIsInWidths() {
        #expect(box.centreDistance(Rectangle(x: 110, y: 20, width: 100, height: 50)) == 1)
    }
}
