/// Puts liked tracks that are alike into groups: agglomerative clustering by average linkage, which needs no starting
/// points and so gives the same groups every time.
enum TasteClustering {
    /// More centres would cost a pass over the catalogue each, and tell little.
    private static let mostGroups = 6
    /// Groups more alike than this are one.
    private static let alike: Float = 0.35

    /// The places of the items of each group, the heaviest group first.
    static func groups(of items: [TasteItem]) -> [[Int]] {
        var groups = items.indices.map { [$0] }
        var similarity = items.map { _ in [Float](repeating: 1, count: items.count) }
        for one in items.indices {
            for other in 0..<one {
                let value = items[one].similarity(to: items[other].text, items[other].sound)
                similarity[one][other] = value
                similarity[other][one] = value
            }
        }
        while groups.count > 1 {
            var best: (left: Int, right: Int, value: Float) = (0, 1, -1)
            for right in groups.indices.dropFirst() {
                for left in 0..<right where similarity[left][right] > best.value {
                    best = (left, right, similarity[left][right])
                }
            }
            guard groups.count > mostGroups || best.value >= alike else { break }
            merge(best.left, best.right, &groups, &similarity)
        }
        let weights = groups.map { $0.reduce(Float(0)) { $0 + items[$1].weight } }
        return groups.indices.sorted { (-weights[$0], $0) < (-weights[$1], $1) }.map { groups[$0] }
    }

    /// Joins the right group to the left, whose similarities become the means over both groups' members.
    private static func merge(_ left: Int, _ right: Int, _ groups: inout [[Int]], _ similarity: inout [[Float]]) {
        let leftCount = Float(groups[left].count), rightCount = Float(groups[right].count)
        for other in groups.indices where other != left && other != right {
            let mean =
                (leftCount * similarity[left][other] + rightCount * similarity[right][other])
                / (leftCount + rightCount)
            similarity[left][other] = mean
            similarity[other][left] = mean
        }
        groups[left] += groups[right]
        groups.remove(at: right)
        similarity.remove(at: right)
        for row in similarity.indices { similarity[row].remove(at: right) }
    }
}
