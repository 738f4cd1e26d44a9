import Media

@testable import FaceAnalysis

/// A frame with faces in it that move or keep still, and a search that finds them where they are put.
final class FaceScene: FaceSearch {
    /// A face to be found.
    struct Actor {
        var box: Rectangle
        var probability = 0.94
        /// What it shows; another number is another expression.
        var expression = 0
    }

    var actors: [Actor] = []
    /// Deviation of the sensor's noise, and what is added to each grey value.
    var noise = 0, brightness = 0
    /// What the second network says at the very place, where it is less sure than the search.
    var probabilityAtPlace: Double?
    private(set) var fullSearches = 0, nearSearches = 0, placeSearches = 0
    private var random: UInt64 = 1

    /// Small frames: the tests draw thousands of them.
    static let width = 160, height = 120
    static let person = Rectangle(x: 55, y: 30, width: 40, height: 50)
    static let wall = Rectangle(x: 4, y: 8, width: 42, height: 47)

    /// Sums of four even ones, which is near enough to normal ones, with a deviation of 1.15.
    private static let noises: [Int] = {
        var random: UInt64 = 1
        return (0..<8192).map { _ in
            (0..<4).reduce(0) { sum, _ in
                random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return sum + Int(random >> 33) % 2001 - 1000
            }
        }
    }()

    func frame(_ seconds: Double) -> GreyFrame {
        var frame = GreyFrame()
        frame.reshape(width: Self.width, height: Self.height)
        frame.time = MediaTime(seconds: seconds)
        var pixels = [UInt8](repeating: UInt8(70 + brightness), count: Self.width * Self.height)
        for actor in actors { draw(actor, into: &pixels) }
        if noise > 0 {
            random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let first = Int(random >> 40)
            for index in pixels.indices {
                let added = Self.noises[(index &* 31 &+ first) & 8191] * noise / 1155
                pixels[index] = UInt8(clamping: Int(pixels[index]) + added)
            }
        }
        frame.pixels = pixels
        return frame
    }

    /// A bright box with eyes and a mouth that sit elsewhere in each expression.
    private func draw(_ actor: Actor, into pixels: inout [UInt8]) {
        let box = actor.box
        let bright = UInt8(130 + brightness), dark = UInt8(40 + brightness)
        for y in max(0, box.y)..<min(Self.height, box.y + box.height) {
            let down = (y - box.y) * 100 / box.height
            let isEyeRow = (down - 35 - actor.expression % 4 * 3).magnitude < 5
            let isMouthRow = (down - 75).magnitude < 4 + actor.expression % 3 * 3
            for x in max(0, box.x)..<min(Self.width, box.x + box.width) {
                let across = (x - box.x) * 100 / box.width
                let isEye = isEyeRow && (across % 50 - 27).magnitude < 9
                let isMouth = isMouthRow && (across - 50).magnitude < 22
                pixels[y * Self.width + x] = isEye || isMouth ? dark : bright
            }
        }
    }

    private var found: [FoundFace] {
        actors.map { FoundFace(box: $0.box, probability: $0.probability) }
            .sorted { $0.probability > $1.probability }
    }

    func faces(in frame: borrowing GreyFrame) -> [FoundFace] {
        fullSearches += 1
        return found.filter { $0.probability >= 0.5 }
    }

    func faces(in frame: borrowing GreyFrame, near box: Rectangle, least probability: Double) -> [FoundFace] {
        nearSearches += 1
        return found.filter { box.centreDistance($0.box) < 1.4 && $0.probability >= min(0.5, probability) }
    }

    func face(in frame: borrowing GreyFrame, at box: Rectangle) -> FoundFace? {
        placeSearches += 1
        guard var face = found.first(where: { box.centreDistance($0.box) < 0.3 }) else {
            return FoundFace(box: box, probability: 0.01)
        }
        if let probabilityAtPlace { face.probability = probabilityAtPlace }
        return face
    }
}
