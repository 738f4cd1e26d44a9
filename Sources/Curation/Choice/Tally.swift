/// How many of the tracks chosen so far have something of each candidate's: an artist, a genre.
///
/// What candidates have is numbered once; comparing names anew for every place of a list would cost more than all the rest
/// of choosing.
struct Tally<Key: Hashable> {
    /// Per candidate the numbers of what it has.
    private let numbers: [[Int]]
    private var counts: [Int]

    /// - Parameter keys: per candidate what it has; what it has twice counts once.
    init(_ keys: [[Key]]) {
        var known: [Key: Int] = [:]
        numbers = keys.map { keys in
            keys.reduce(into: []) { numbers, key in
                let number = known[key] ?? known.count
                known[key] = number
                if !numbers.contains(number) { numbers.append(number) }
            }
        }
        counts = Array(repeating: 0, count: known.count)
    }

    /// The largest number of chosen tracks that share one of the candidate's.
    func most(of candidate: Int) -> Int {
        var most = 0
        for number in numbers[candidate] { most = max(most, counts[number]) }
        return most
    }

    /// Notes that the candidate is chosen.
    mutating func add(_ candidate: Int) {
        for number in numbers[candidate] { counts[number] += 1 }
    }
}
