import Media

/// Tells a face from a picture of one: whether anything in its box has moved.
///
/// The same part of the frame is compared with how it looked up to 20 seconds ago, as 16 × 16 means of grey values.
/// Light that changes evenly is taken out; what the few most different means differ by is weighed against the contrast of
/// the face, against the sensor's noise and against the quietest comparison so far, which knows what compression adds. A
/// person who sits still blinks and breathes.
///
/// The 256 numbers live here only and are overwritten by later looks.
struct FaceMotion {
    /// When something last moved; at first, when the face was first seen.
    private(set) var lastMoved: MediaTime
    /// How many looks in a row saw movement.
    private(set) var movedInARow = 0
    private var place: Rectangle
    private var reference: [Double]
    private var referenceTime: MediaTime
    private var quietest = Double.infinity

    private static let side = 16
    /// So many of the means, those that differ most, tell: as many as an eye covers.
    private static let telling = 5
    /// Differences below these are none: in grey values, in deviations of the face, in quietest comparisons, in deviations
    /// of a mean's noise. Of 256 differences of two noisy means the five largest are 3.5 of those on average.
    private static let leastLevels = 1.6, leastShare = 0.1, leastOverQuiet = 2.0, leastOverNoise = 5.0
    /// The quietest comparison counts for no more than this share of the face's deviation: who talks has no quiet look. In
    /// the dark, where compression changes more than that, for no more than so many grey values.
    private static let mostQuietShare = 0.1, mostQuietLevels = 2.0
    /// A box that moved by this share of its side, or changed its size by this factor, has moved. The detector's own
    /// trembling is a tenth of that.
    private static let movedShare = 0.3, movedFactor = 1.35
    /// A reference older than so many seconds is replaced, so that daylight that wanders is no movement.
    private static let longest = 20.0

    init(_ frame: borrowing GreyFrame, _ box: Rectangle) throws(FaceAnalysisError) {
        (place, lastMoved, referenceTime) = (box, frame.time, frame.time)
        reference = try Self.means(frame, box)
    }

    /// For how many seconds nothing has moved.
    func unmoved(at now: MediaTime) -> Double { now - lastMoved }

    /// Takes in the face as the frame shows it.
    mutating func look(_ frame: borrowing GreyFrame, _ box: Rectangle) throws(FaceAnalysisError) {
        let now = frame.time
        if place.centreDistance(box) > Self.movedShare || Self.factor(place, box) > Self.movedFactor {
            return try moved(frame, box)
        }
        let seen = try Self.means(frame, place)
        let (difference, deviation) = Self.compare(reference, seen)
        let quiet = min(quietest, max(Self.mostQuietLevels, Self.mostQuietShare * deviation))
        let least = max(
            Self.leastLevels, Self.leastShare * deviation, Self.leastOverQuiet * quiet,
            Self.leastOverNoise * (try noise(frame)))
        quietest = min(quietest, difference)
        guard difference <= least else { return try moved(frame, box) }
        movedInARow = 0
        if now - referenceTime > Self.longest {
            place = box
            reference = try Self.means(frame, box)
            referenceTime = now
        }
    }

    private mutating func moved(_ frame: borrowing GreyFrame, _ box: Rectangle) throws(FaceAnalysisError) {
        place = box
        reference = try Self.means(frame, box)
        (lastMoved, referenceTime) = (frame.time, frame.time)
        movedInARow += 1
    }

    /// Deviation of the noise in one mean.
    private func noise(_ frame: borrowing GreyFrame) throws(FaceAnalysisError) -> Double {
        let part = place.clipped(toWidth: frame.width, height: frame.height)
        let pixels = Double(max(1, part.area)) / Double(Self.side * Self.side)
        return try frame.noise(in: part) / max(1, pixels).squareRoot()
    }

    private static func means(_ frame: borrowing GreyFrame, _ box: Rectangle) throws(FaceAnalysisError) -> [Double] {
        let part = box.clipped(toWidth: frame.width, height: frame.height)
        guard part.width > 0, part.height > 0 else { return [] }
        return try GreyPicture(frame, part: part, width: side, height: side).pixels.map(Double.init)
    }

    private static func factor(_ one: Rectangle, _ other: Rectangle) -> Double {
        let ratio = Double(max(1, one.area)) / Double(max(1, other.area))
        return max(ratio, 1 / ratio).squareRoot()
    }

    /// By how much the most different means differ once brightness and contrast are matched, and the deviation of what is
    /// seen; in grey values.
    private static func compare(_ before: [Double], _ seen: [Double]) -> (difference: Double, deviation: Double) {
        guard before.count == seen.count, !seen.isEmpty else { return (.infinity, 0) }
        let count = Double(seen.count)
        let meanBefore = before.reduce(0, +) / count, meanSeen = seen.reduce(0, +) / count
        var both = 0.0, squareBefore = 0.0, squareSeen = 0.0
        for (a, b) in zip(before, seen) {
            both += (a - meanBefore) * (b - meanSeen)
            squareBefore += (a - meanBefore) * (a - meanBefore)
            squareSeen += (b - meanSeen) * (b - meanSeen)
        }
        let gain = squareBefore > 0 ? max(0, both / squareBefore) : 0
        var left = zip(before, seen).map { a, b in abs(b - meanSeen - gain * (a - meanBefore)) }
        left.sort(by: >)
        return (
            left.prefix(telling).reduce(0, +) / Double(min(telling, left.count)), (squareSeen / count).squareRoot()
        )
    }
}
