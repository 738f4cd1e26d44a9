/// A shift as the stream's scoring sees it.
struct CalledShift: Encodable, Equatable {
    /// Seconds from the stream's start.
    var at: Double
    var from: String, to: String
}

/// Scores called shifts against a stream's truth.
struct StreamScore: Equatable {
    var truthChanges = 0
    var falseShifts = 0
    /// One for each detected change, in order.
    var delays: [Double] = []

    var detected: Int { delays.count }

    /// A part at least this long is a change to be found.
    private static let demandedSeconds = 60.0
    /// A change counts as found up to this long after its start.
    private static let patienceSeconds = 90.0
    /// How long after a short part its shifts are still ignored.
    private static let aftermathSeconds = 45.0

    init(shifts: [CalledShift], truth: StreamTruth) {
        let parts = truth.joined
        var open = shifts
        for (i, part) in parts.enumerated().dropFirst() where part.end - part.start >= Self.demandedSeconds {
            truthChanges += 1
            let limit = min(part.end, part.start + Self.patienceSeconds)
            let found = open.firstIndex {
                $0.to == part.mood && part.start <= $0.at && $0.at <= limit && !truth.isEmptyPart(at: $0.at)
            }
            if let found {
                delays.append(open[found].at - parts[i].start)
                open.remove(at: found)
            }
        }
        falseShifts = open.filter { !Self.isExcused($0, parts) || truth.isEmptyPart(at: $0.at) }.count
    }

    /// Around a part too short to be demanded, shifts to its mood or its neighbours' are not punished.
    private static func isExcused(_ shift: CalledShift, _ parts: [StreamTruth.Part]) -> Bool {
        parts.indices.contains { i in
            let part = parts[i]
            guard part.end - part.start < demandedSeconds, part.start <= shift.at,
                shift.at <= part.end + aftermathSeconds
            else { return false }
            let around = [i - 1, i, i + 1].filter(parts.indices.contains).map { parts[$0].mood }
            return around.contains(shift.to)
        }
    }

    /// The delay that `share` of the detected changes stay within (nearest rank); nil when none was detected.
    func delay(quantile share: Double) -> Double? {
        guard !delays.isEmpty else { return nil }
        let sorted = delays.sorted()
        let rank = Int((share * Double(sorted.count)).rounded(.up))
        return sorted[min(max(rank, 1), sorted.count) - 1]
    }
}
