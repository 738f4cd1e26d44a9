import Media
import Testing

@testable import FaceAnalysis

/// Answers searches from a list of faces that are there, within the region and sizes asked for.
private final class ScriptedCascade: CascadeSearch {
    var present: [Rectangle] = []
    /// The turn of the picture, in degrees, in which the faces stand upright; nil: whichever.
    var upright: Double?
    private(set) var fullSearches = 0, nearSearches = 0

    func faces(
        in frame: borrowing GreyFrame, region: Rectangle, scale: Double, least: Int, most: Int, neighbours: Int,
        turn: Double
    ) -> [Rectangle] {
        if region.width == frame.width { fullSearches += 1 } else { nearSearches += 1 }
        if let upright, abs(upright - turn) > 5 { return [] }
        return present.filter { face in
            let inside = face.clipped(toWidth: region.x + region.width, height: region.y + region.height) == face
            return inside && face.x >= region.x && face.y >= region.y && face.width >= least && face.width <= most
        }
    }
}

@Suite struct HaarFaceFinderTests {
    private let detector = ScriptedCascade()
    private let desk = Rectangle(x: 220, y: 120, width: 200, height: 200)
    private let back = Rectangle(x: 20, y: 40, width: 90, height: 90)

    private func frame(_ seconds: Double) -> GreyFrame {
        var frame = GreyFrame()
        frame.reshape(width: 640, height: 480)
        frame.time = MediaTime(seconds: seconds)
        return frame
    }

    private func settled() throws -> HaarFaceFinder {
        var finder = HaarFaceFinder(cascade: detector)
        detector.present = [desk]
        #expect(try finder.find(in: frame(0))?.box == nil)
        #expect(try finder.find(in: frame(0.5))?.box == desk)
        return finder
    }

    /// A person known to be there who leans the head to either side is still that person.
    @Test(arguments: [15.0, -15, 30, -30])
    func aLeaningHeadIsFoundWhereItWas(turn: Double) throws {
        var finder = try settled()
        detector.upright = turn
        #expect(try finder.find(in: frame(1))?.box == desk)
        detector.upright = turn > 0 ? 50 : -50
        #expect(try finder.find(in: frame(1.5))?.box == nil)
    }

    /// A head that goes on leaning costs three searches a look, not seven; once it rises, one.
    @Test func theSearchThatFoundALeaningHeadIsTriedSoonAgain() throws {
        var finder = try settled()
        var searches: [Int] = []
        for (time, turn) in [(1.0, 30.0), (1.5, 30), (2, 0), (2.5, 0)] {
            detector.upright = turn
            let before = detector.nearSearches
            #expect(try finder.find(in: frame(time))?.box == desk)
            searches.append(detector.nearSearches - before)
        }
        #expect(searches == [7, 3, 1, 1])
    }

    @Test func aFaceSeenOnceIsNotYetAPerson() throws {
        var finder = HaarFaceFinder(cascade: detector)
        detector.present = [desk]
        #expect(try finder.find(in: frame(0))?.box == nil)
        detector.present = []
        #expect(try finder.find(in: frame(0.5))?.box == nil)
        detector.present = [back]
        #expect(try finder.find(in: frame(5))?.box == nil)
    }

    /// Looks become rare where nobody is, and may be as rare as one in ten seconds by the settings.
    @Test(arguments: [3.0, 4, 10])
    func aPersonIsFoundHoweverRareTheLooksAre(interval: Double) throws {
        var finder = HaarFaceFinder(cascade: detector)
        for look in 0..<9 { #expect(try finder.find(in: frame(interval * Double(look)))?.box == nil) }
        detector.present = [desk]
        #expect(try finder.find(in: frame(interval * 9))?.box == nil)
        #expect(try finder.find(in: frame(interval * 10))?.box == desk)
        // Once seen, missed, and there again is not twice.
        detector.present = []
        _ = try finder.find(in: frame(interval * 20))
        detector.present = [back]
        #expect(try finder.find(in: frame(interval * 21))?.box == nil)
        detector.present = []
        #expect(try finder.find(in: frame(interval * 22))?.box == nil)
        detector.present = [back]
        #expect(try finder.find(in: frame(interval * 23))?.box == nil)
    }

    @Test func theOneWhoHasBeenThereWinsOverALargerNewcomer() throws {
        var finder = try settled()
        detector.present = [Rectangle(x: 0, y: 0, width: 300, height: 300), desk]
        #expect(try finder.find(in: frame(1))?.box == desk)
        #expect(detector.nearSearches == 1)
    }

    @Test func aSecondFaceAtTheBackDoesNotStandInForAnAbsentPerson() throws {
        var finder = try settled()
        detector.present = [back]
        for step in 2...20 { #expect(try finder.find(in: frame(Double(step) * 0.5))?.box == nil) }
        // Much later the other one is the person there is.
        _ = try finder.find(in: frame(30))
        #expect(try finder.find(in: frame(30.5))?.box == back)
    }

    @Test func thePersonMayMove() throws {
        var finder = try settled()
        let moved = Rectangle(x: 10, y: 200, width: 180, height: 180)
        detector.present = [moved]
        #expect(try finder.find(in: frame(1))?.box == moved)
        #expect(detector.fullSearches == 3)
    }

    @Test func anEmptyRoomIsSearchedEverLessOften() throws {
        var finder = try settled()
        detector.present = []
        let before = detector.fullSearches
        for step in 0..<240 { _ = try finder.find(in: frame(100 + Double(step) * 0.5)) }
        #expect(detector.fullSearches - before <= 62)
        #expect(detector.nearSearches == 0)
    }

    @Test func forgettingStartsAfresh() throws {
        var finder = try settled()
        finder.forget()
        detector.present = [back]
        _ = try finder.find(in: frame(1))
        #expect(try finder.find(in: frame(1.5))?.box == back)
    }
}
