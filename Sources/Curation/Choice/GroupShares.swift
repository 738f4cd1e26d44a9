/// How much of a list each group of the taste is to have, and has: by the group's share, so that the larger of two
/// tastes does not take all (calibration, Steck 2018).
struct GroupShares {
    private let targets: [Double]
    private var counts: [Int]

    /// What each track above its group's share costs, and at most.
    private static let cost = 0.06, mostCost = 0.3

    /// Whether nothing is known of the taste.
    var isEmpty: Bool { targets.isEmpty }

    init(_ profile: TasteProfile, count: Int) {
        targets = profile.groups.map { $0.share * Double(count) }
        counts = targets.map { _ in 0 }
    }

    /// What another track of the group costs.
    func excess(_ group: Int?) -> Double {
        guard let group, targets.indices.contains(group) else { return 0 }
        let over = Double(counts[group] + 1) - targets[group] - 0.5
        return min(max(0, over) * Self.cost, Self.mostCost)
    }

    mutating func add(_ group: Int?) {
        if let group, counts.indices.contains(group) { counts[group] += 1 }
    }
}
