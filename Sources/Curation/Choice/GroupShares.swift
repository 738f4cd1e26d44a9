/// How much of a list each group of the taste is to have, and has: by the group's share, so that the larger of two
/// tastes does not take all (calibration, Steck 2018).
struct GroupShares {
    private let targets: [Double]
    private var counts: [Int]
    private let weights: CurationWeights.Groups

    /// Whether nothing is known of the taste.
    var isEmpty: Bool { targets.isEmpty }

    init(_ profile: TasteProfile, count: Int, weights: CurationWeights.Groups = CurationWeights.Groups()) {
        self.weights = weights
        targets = profile.groups.map { $0.share * Double(count) }
        counts = targets.map { _ in 0 }
    }

    /// What another track of the group costs.
    ///
    /// - Parameter relevance: how near it is to the group, 0 to 1. What is far from it does not stand for it: where a
    ///   group has no songs of a mood, its share must not go to strangers.
    func excess(_ group: Int?, relevance: Double) -> Double {
        guard let group, targets.indices.contains(group) else { return 0 }
        let own = cost(group)
        let belongs = min(max((relevance - weights.strange) / (weights.near - weights.strange), 0), 1)
        guard belongs < 1 else { return own }
        let most = targets.indices.reduce(own) { max($0, cost($1)) }
        return belongs * own + (1 - belongs) * most
    }

    private func cost(_ group: Int) -> Double {
        let over = Double(counts[group] + 1) - targets[group] - 0.5
        return min(max(0, over) * weights.cost, weights.mostCost)
    }

    mutating func add(_ group: Int?) {
        if let group, counts.indices.contains(group) { counts[group] += 1 }
    }
}
