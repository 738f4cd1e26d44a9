/// How many searches may be made in a row, and whether searching works at all.
///
/// Where no search finds anything, the songs are not what is wrong: then soon nothing is asked any more, and nothing is
/// taken for missing.
struct SearchBudget: Sendable {
    /// Searches that may still be made.
    private(set) var left: Int
    /// Searches in a row that found nothing of any kind.
    private(set) var emptyInARow = 0
    /// Names without an answer so far, to be kept as missing once a search has found something.
    private var missing: [String] = []
    private var hasFound = false

    /// One list's worth: with the sign-in and the list itself fewer than forty requests.
    static let perList = 30
    /// Beyond so many, searching is taken to be out of order.
    static let mostEmpty = 8

    init(_ left: Int = perList) { self.left = left }

    /// Whether another search may be made.
    var isOpen: Bool { left > 0 && !isOutOfOrder }

    /// Whether nothing at all is found any more.
    var isOutOfOrder: Bool { !hasFound && emptyInARow >= Self.mostEmpty }

    /// Takes note of one search.
    mutating func spend(findingAnything: Bool) {
        left -= 1
        if findingAnything { hasFound = true }
        emptyInARow = findingAnything ? 0 : emptyInARow + 1
    }

    /// Whether the name may be kept as missing; else it is once ``settled()`` says so.
    mutating func noteMissing(_ nameKey: String) { missing.append(nameKey) }

    /// The names that are known to be missing by now: where another search found something.
    mutating func settled() -> [String] {
        guard hasFound else { return [] }
        defer { missing = [] }
        return missing
    }

    /// As many searches as at first.
    mutating func refill(_ count: Int) { left = count }
}
