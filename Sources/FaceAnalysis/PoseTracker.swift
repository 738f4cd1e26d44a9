/// Tells whether a face shows the same picture as before: a pose that is held, or another one.
///
/// What the classifier misreads it goes on misreading while the picture stays the same, so the mood counts pictures, not
/// looks. Faces are compared as 12 × 12 grey values by their correlation: looks at one held face correlate above 0.75 in
/// 97 of 100 cases, those at another face or another pose below 0.67 in as many (measured at two looks a second).
///
/// The 144 numbers live here only and are overwritten by the next look.
struct PoseTracker {
    /// Two pictures that correlate by less than this are two poses.
    private static let sameCorrelation = 0.72
    /// How much of the newest picture goes into the one that is compared with: a slow drift is no new pose.
    private static let drift: Float = 0.3
    private static let side = 12

    private var picture: [Float] = []
    private var number = 0

    /// The number of the pose that the face's crop, `side` × `side` pixels or a multiple of it, shows; it grows by one
    /// whenever the picture is another.
    mutating func track(_ crop: GreyPicture) -> Int {
        let seen = Self.thumbnail(crop)
        if picture.count == seen.count, Self.correlation(picture, seen) >= Self.sameCorrelation {
            for index in picture.indices { picture[index] += Self.drift * (seen[index] - picture[index]) }
        } else {
            picture = seen
            number += 1
        }
        return number
    }

    /// The next face is a new pose, whatever it looks like.
    mutating func forget() {
        picture = []
    }

    /// Means of blocks, freed of brightness; contrast goes out in the correlation.
    private static func thumbnail(_ crop: GreyPicture) -> [Float] {
        let block = max(1, crop.width / side), columns = crop.width / block, rows = crop.height / block
        var sums = [Float](repeating: 0, count: columns * rows)
        for y in 0..<rows * block {
            for x in 0..<columns * block {
                sums[y / block * columns + x / block] += Float(crop.pixels[y * crop.width + x])
            }
        }
        let mean = sums.reduce(0, +) / Float(max(1, sums.count))
        return sums.map { ($0 - mean) / Float(block * block) }
    }

    /// Pearson's correlation of two thumbnails, −1 to 1; 0 where one is flat.
    private static func correlation(_ left: [Float], _ right: [Float]) -> Double {
        var product = 0.0, leftSquare = 0.0, rightSquare = 0.0
        for (a, b) in zip(left, right) {
            product += Double(a * b)
            leftSquare += Double(a * a)
            rightSquare += Double(b * b)
        }
        let norm = (leftSquare * rightSquare).squareRoot()
        return norm > 0 ? product / norm : 0
    }
}
