/// Expected calibration error (Naeini et al. 2015): top-label confidence in 15 bins of equal width.
struct CalibrationBins {
    /// What fell into one bin.
    struct Bin {
        var count = 0, right = 0
        /// Sum of the confidences, each 0 to 1.
        var confidence = 0.0
    }

    private(set) var bins = [Bin](repeating: Bin(), count: 15)

    mutating func add(confidence: Double, right: Bool) {
        let index = min(bins.count - 1, max(0, Int(confidence * Double(bins.count))))
        bins[index].count += 1
        bins[index].right += right ? 1 : 0
        bins[index].confidence += confidence
    }

    /// 0 perfect to 1; 0 when nothing was added.
    var error: Double {
        let total = bins.reduce(0) { $0 + $1.count }
        guard total > 0 else { return 0 }
        return bins.reduce(0) { $0 + abs(Double($1.right) - $1.confidence) } / Double(total)
    }
}
