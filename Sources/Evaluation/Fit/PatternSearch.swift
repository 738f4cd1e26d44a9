/// Finds a low point of a function of several numbers by steps along each of them in turn, longer where they help and
/// shorter where they do not (after Hooke and Jeeves 1961). Needs no derivatives and no chance.
struct PatternSearch {
    /// The first step along each axis.
    var firstStep = 0.5
    /// An axis whose step has become shorter than this is at rest.
    var lastStep = 0.05
    /// After so many rounds over all axes it ends in any case.
    var mostRounds = 12

    /// - Parameter progress: told after every round of the cost reached.
    func minimum(
        from start: [Double], _ cost: ([Double]) -> Double, progress: (Int, Double) -> Void = { _, _ in }
    ) -> (point: [Double], cost: Double) {
        var point = start, lowest = cost(start)
        var steps = start.map { _ in firstStep }
        for round in 1...mostRounds {
            for axis in point.indices where abs(steps[axis]) >= lastStep {
                if let better = lower(point, axis, steps[axis], than: lowest, cost) {
                    (point, lowest) = better
                    steps[axis] *= 1.5
                } else if let better = lower(point, axis, -steps[axis], than: lowest, cost) {
                    (point, lowest) = better
                    steps[axis] *= -1.5
                } else {
                    steps[axis] *= 0.5
                }
            }
            progress(round, lowest)
            if steps.allSatisfy({ abs($0) < lastStep }) { break }
        }
        return (point, lowest)
    }

    private func lower(
        _ point: [Double], _ axis: Int, _ step: Double, than lowest: Double, _ cost: ([Double]) -> Double
    ) -> (point: [Double], cost: Double)? {
        var other = point
        other[axis] += step
        let found = cost(other)
        return found < lowest ? (other, found) : nil
    }
}
