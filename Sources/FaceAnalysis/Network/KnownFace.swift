import Glibc
import Media

/// A face that one or more looks have shown, the followed one or another, and what is known of it.
struct KnownFace {
    /// As it was seen last.
    private(set) var face: FoundFace
    private(set) var seen: MediaTime
    let firstSeen: MediaTime
    /// How many looks in a row have shown it, agreeing about its size.
    private(set) var sightings: Int
    /// The mean log odds of being a face, each look's limited: beyond that they are nearly equally sure.
    private(set) var logOdds: Double
    /// When it was last likelier a face than not.
    private(set) var lastLikely: MediaTime
    private(set) var motion: FaceMotion
    /// The frame's edge cuts it, as it was seen last.
    private(set) var isCut: Bool
    /// How far to a side its middle was then: 0 in the middle of the frame, 1 at the edge.
    private(set) var sideways: Double
    /// Was in the picture beside somebody who was followed.
    var wasBeside = false
    /// Stayed unmoved beside somebody for minutes: a poster, a framed photograph.
    private(set) var isPicture = false

    /// Log odds beyond these count a little, up to so many more: enough to choose between strangers, too little to leave
    /// whoever is followed.
    private static let mostLogOdds = 4.0, littleBeyond = 0.15, mostBeyond = 6.0
    /// What stays unmoved beside somebody for so many seconds is a picture.
    private static let pictureSeconds = 300.0
    /// A picture that moved at so many sightings in a row was none; less is a hand or a shadow that passed.
    private static let pictureMoves = 3

    /// - Parameter sightings: how often the frame has shown it already.
    init(_ face: FoundFace, in frame: borrowing GreyFrame, sightings: Int) throws(FaceAnalysisError) {
        (self.face, self.sightings) = (face, sightings)
        (seen, firstSeen, lastLikely) = (frame.time, frame.time, frame.time)
        logOdds = Self.logOdds(face)
        isCut = Self.isCut(face.box, by: frame)
        sideways = Self.sideways(face.box, in: frame)
        motion = try FaceMotion(frame, face.box)
    }

    /// Whether a face found now may be this one.
    func agrees(with other: FoundFace) -> Bool { face.isTheSame(as: other) }

    /// Whether a face found now lies over this one, whatever its size.
    func covers(_ other: FoundFace) -> Bool {
        face.box.overlap(other.box) > 0.2 || face.box.centreDistance(other.box) < 0.35
    }

    /// How unlike this one a face found now is, by place and by size.
    func mismatch(_ other: FoundFace) -> Double {
        face.box.centreDistance(other.box) + face.sizeFactor(other) - 1
    }

    /// Whether a face found now is rather this one than the other.
    func isNearer(to found: FoundFace, than other: KnownFace) -> Bool {
        agrees(with: found) && mismatch(found) < other.mismatch(found)
    }

    /// It was seen again.
    mutating func see(_ found: FoundFace, in frame: borrowing GreyFrame) throws(FaceAnalysisError) {
        if seen != frame.time { sightings += 1 }
        try motion.look(frame, found.box)
        logOdds += 0.4 * (Self.logOdds(found) - logOdds)
        (face, seen) = (found, frame.time)
        isCut = Self.isCut(found.box, by: frame)
        sideways = Self.sideways(found.box, in: frame)
        if found.probability >= 0.5 { lastLikely = seen }
        face.unmovedSeconds = motion.unmoved(at: seen)
        if wasBeside, face.unmovedSeconds >= Self.pictureSeconds { isPicture = true }
        if motion.movedInARow >= Self.pictureMoves { isPicture = false }
    }

    /// A search did not show it.
    mutating func miss() { sightings = 0 }

    /// It goes on being followed at another place: what is known of it holds on.
    mutating func hasTakenOver() { wasBeside = false }

    /// Whether anything in it has moved since it came.
    var hasMoved: Bool { motion.lastMoved > firstSeen }

    /// Whether it moved during the last ten seconds.
    func isLively(at now: MediaTime) -> Bool { hasMoved && motion.unmoved(at: now) < 10 }

    private static func isCut(_ box: Rectangle, by frame: borrowing GreyFrame) -> Bool {
        box.x <= 0 || box.y <= 0 || box.x + box.width >= frame.width || box.y + box.height >= frame.height
    }

    private static func sideways(_ box: Rectangle, in frame: borrowing GreyFrame) -> Double {
        let middle = Double(box.x) + Double(box.width) / 2
        return min(1, abs(2 * middle / Double(max(1, frame.width)) - 1))
    }

    private static func logOdds(_ face: FoundFace) -> Double {
        let p = min(max(face.probability, 1e-6), 1 - 1e-6)
        let odds = max(log(p / (1 - p)), -mostLogOdds)
        return min(odds, mostLogOdds) + littleBeyond * min(max(0, odds - mostLogOdds), mostBeyond)
    }
}

extension FoundFace {
    /// Two looks that disagree about the size by more than this factor do not show the same face.
    private static let sameSize = 1.5
    /// How far a face moves from one look to the next, in its sides.
    private static let sameReach = 0.7
    /// As these two, for a person who was not seen in between or moves fast.
    private static let samePerson = 1.75, nearReach = 1.2

    /// Whether it may be the same face as another look's.
    func isTheSame(as other: FoundFace) -> Bool {
        box.centreDistance(other.box) < Self.sameReach && sizeFactor(other) <= Self.sameSize
    }

    /// Whether a person who was here may be there now: a person who comes nearer or leans back keeps about the place, one
    /// who goes across the picture about the size.
    func mayHaveBecome(_ other: FoundFace) -> Bool {
        sizeFactor(other) <= (box.centreDistance(other.box) < Self.nearReach ? Self.samePerson : Self.sameSize)
    }

    /// How much larger or smaller another face is, as a factor of 1 or more.
    func sizeFactor(_ other: FoundFace) -> Double {
        let ratio = Double(max(1, box.area)) / Double(max(1, other.box.area))
        return max(ratio, 1 / ratio).squareRoot()
    }
}
