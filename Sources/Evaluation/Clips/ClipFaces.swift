import FoundationEssentials
import Media

/// Where the faces of a clip are, as other detectors agree: what a look's box is compared with.
struct ClipFaces {
    /// What the faces of one moment say of a box.
    enum Verdict: Equatable {
        /// No face is known there and then: nothing can be said.
        case unknown
        /// The box is one of the faces.
        case face
        /// It is not, while there are faces elsewhere.
        case thing
    }

    /// Times on the looped clip, in order, with the boxes then.
    private let moments: [(time: Double, boxes: [Rectangle])]
    /// A moment says what holds within so many seconds.
    private static let reach = 0.26

    init(_ moments: [(time: Double, boxes: [Rectangle])]) {
        self.moments = moments
    }

    /// Reads `faces.json` beside a table: by clip `[[time, [[x, y, width, height, …], …]], …]`. Nil where there is none.
    ///
    /// - Throws: `EvaluationError` if it has another shape.
    static func load(_ path: String) throws(EvaluationError) -> [String: ClipFaces]? {
        guard let data = try? Data(contentsOf: URL(fileURLWithPath: path)) else { return nil }
        guard let clips = try? JSONDecoder().decode([String: [Moment]].self, from: data) else {
            throw EvaluationError("\(path): needs by clip [[time, [[x, y, width, height], …]], …]")
        }
        return clips.mapValues { ClipFaces($0.map { ($0.time, $0.boxes) }) }
    }

    /// The boxes around a moment; nil if nothing is known of it.
    func boxes(at time: Double) -> [Rectangle]? {
        guard let nearest = moments.min(by: { abs($0.time - time) < abs($1.time - time) }),
            abs(nearest.time - time) <= Self.reach
        else { return nil }
        return nearest.boxes
    }

    /// Whether a found box is a face: its middle lies in a known box or the other way round, and the widths are within a
    /// factor of 2.2.
    static func judge(_ box: Rectangle, among faces: [Rectangle]) -> Verdict {
        if faces.isEmpty { return .unknown }
        return faces.contains { face in
            let factor = Double(max(1, box.width)) / Double(max(1, face.width))
            return (contains(box, face) || contains(face, box)) && max(factor, 1 / factor) <= 2.2
        } ? .face : .thing
    }

    /// Whether the middle of `inner` lies in `outer`.
    private static func contains(_ outer: Rectangle, _ inner: Rectangle) -> Bool {
        let x = inner.x + inner.width / 2 - outer.x, y = inner.y + inner.height / 2 - outer.y
        return (0...outer.width).contains(x) && (0...outer.height).contains(y)
    }

    /// One entry of the file.
    private struct Moment: Decodable {
        var time: Double
        var boxes: [Rectangle]

        init(from decoder: any Decoder) throws {
            var list = try decoder.unkeyedContainer()
            time = try list.decode(Double.self)
            boxes = try list.decode([[Double]].self).compactMap { numbers in
                guard numbers.count >= 4 else { return nil }
                let values = numbers.map { Int($0.rounded()) }
                return Rectangle(x: values[0], y: values[1], width: values[2], height: values[3])
            }
        }
    }
}
