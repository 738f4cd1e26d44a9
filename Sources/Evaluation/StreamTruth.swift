import FoundationEssentials

/// What a scripted stream really showed, as the JSON beside it says.
struct StreamTruth: Decodable, Sendable {
    /// A stretch of one mood, or of an empty chair.
    struct Part: Decodable, Sendable {
        var mood: String
        var start: Double, end: Double
    }

    /// A shorter stretch of what the picture held.
    struct Slot: Decodable, Sendable {
        var t: Double, seconds: Double
        var shown: String
    }

    var truth: [Part]
    var slots: [Slot]

    /// - Throws: `EvaluationError` if the file is missing or has another shape.
    static func load(_ path: String) throws(EvaluationError) -> StreamTruth {
        guard let data = try? Data(contentsOf: URL(fileURLWithPath: path)) else {
            throw EvaluationError("\(path): cannot be read")
        }
        guard let truth = try? JSONDecoder().decode(StreamTruth.self, from: data) else {
            throw EvaluationError(
                "\(path): not a stream's truth: needs \"truth\" [{mood, start, end}] and \"slots\" [{t, seconds, shown}]"
            )
        }
        return truth
    }

    /// Whether the main face is shown at `time`.
    func showsFace(at time: Double) -> Bool {
        let slot = slots.last { $0.t <= time + 1e-3 }
        return slot.map { $0.shown != "empty" } ?? false
    }

    func isEmptyPart(at time: Double) -> Bool {
        truth.contains { $0.mood == "empty" && $0.start <= time && time < $0.end }
    }

    /// Parts without the empty ones, neighbours of one mood joined, also across an empty part.
    var joined: [Part] {
        truth.filter { $0.mood != "empty" }.reduce(into: []) { parts, part in
            if let last = parts.indices.last, parts[last].mood == part.mood {
                parts[last].end = part.end
            } else {
                parts.append(part)
            }
        }
    }
}
