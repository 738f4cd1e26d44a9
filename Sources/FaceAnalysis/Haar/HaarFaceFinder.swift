package import Media

/// Follows the person at the desk with a cascade: the face that has been there wins over the largest of the instant.
///
/// The last face's surroundings are searched first, on a picture shrunk until that face is small; the whole frame only
/// when that fails, and ever less often the longer nobody is there.
package struct HaarFaceFinder: FaceFinder {
    /// The face that has been there.
    private struct Resident {
        var box: Rectangle
        var seen: MediaTime
    }

    private let cascade: any CascadeSearch
    private var resident: Resident?
    /// A face that may become the resident once it is seen again.
    private var candidate: Resident?
    private var lastFullSearch: MediaTime?
    /// Since when nobody has been seen, where nobody was yet.
    private var begin: MediaTime?
    private var lastLook: MediaTime?
    /// The search that found the resident last: a head that leans is found again without the searches before it.
    private var lastSearch = 0

    /// One search near the last place.
    private struct NearSearch {
        /// How far around the last box, in its sides.
        var reach = 0.7
        /// The smallest and the largest face, in sides of the last box.
        var sizes = 0.7...1.45
        /// Side in pixels of the last face once the picture is shrunk.
        var side = 44.0
        /// Degrees by which the picture is turned.
        var turn = 0.0
        var neighbours = 1
    }

    /// Searches near the last place, one after the other until one finds a face. The first one is enough while somebody
    /// sits still, and makes a look at them cost two fifths less. Heads that lean come before a finer search, which finds
    /// fewer and costs more: of 300 faces that the upright search missed, the two turned ones found 41 in a hundred; of
    /// 220 others, the finer one 20 in a hundred. Heads that lean much come last: they are rare, but
    /// many of them are sad (found in 86 looks of a hundred that show a sad face; 81 without).
    private static let nearSearches = [
        NearSearch(reach: 0.35, sizes: 0.8...1.25, side: 34), NearSearch(), NearSearch(turn: 15, neighbours: 2),
        NearSearch(turn: -15, neighbours: 2), NearSearch(side: 60), NearSearch(side: 60, turn: -30),
        NearSearch(side: 60, turn: 30),
    ]
    /// Width in pixels of the shrunk frame in a full search.
    private static let fullWidth = 200.0
    /// A resident not seen for this many seconds may be followed by another person.
    private static let handoverSeconds = 12.0
    /// A candidate not seen again within this many seconds, nor at the look after, was a mistake.
    private static let candidateSeconds = 3.0

    package init(cascade: any CascadeSearch) {
        self.cascade = cascade
    }

    package mutating func find(in frame: borrowing GreyFrame) throws(FaceAnalysisError) -> FoundFace? {
        try box(in: frame).map { FoundFace(box: $0) }
    }

    /// The box of the person at the desk in this frame, or nil.
    private mutating func box(in frame: borrowing GreyFrame) throws(FaceAnalysisError) -> Rectangle? {
        let now = frame.time
        if let known = resident, now < known.seen { resident = nil }
        // Where looks are further apart than that, the very next one decides: else nobody would ever be found.
        if let known = candidate,
            now < known.seen || (now - known.seen > Self.candidateSeconds && known.seen != lastLook)
        {
            candidate = nil
        }
        lastLook = now
        if let full = lastFullSearch, now < full { (lastFullSearch, begin) = (nil, nil) }
        begin = begin ?? now

        if let known = resident, now - known.seen <= Self.handoverSeconds {
            let side = Double(known.box.width)
            for index in searchOrder {
                let search = Self.nearSearches[index]
                let near = try cascade.faces(
                    in: frame, region: known.box.grown(by: search.reach), scale: min(1, search.side / side),
                    least: Int(side * search.sizes.lowerBound), most: Int(side * search.sizes.upperBound),
                    neighbours: search.neighbours, turn: search.turn)
                if let face = near.min(by: { mismatch($0, known.box) < mismatch($1, known.box) }) {
                    lastSearch = index
                    return settle(face, at: now)
                }
            }
        }
        guard isFullSearchDue(at: now) else { return nil }
        lastFullSearch = now
        let whole = Rectangle(x: 0, y: 0, width: frame.width, height: frame.height)
        let least = min(frame.width, frame.height) / 7
        let faces = try cascade.faces(
            in: frame, region: whole, scale: min(1, Self.fullWidth / Double(frame.width)), least: least,
            most: min(frame.width, frame.height), neighbours: 2, turn: 0)
        return choose(among: faces, at: now)
    }

    /// The two upright searches come first always, so that a head that rises again is seen upright: a turned search finds
    /// upright faces too, with a box that fits them less well.
    private var searchOrder: [Int] {
        let others = Self.nearSearches.indices.filter { $0 > 1 && $0 != lastSearch }
        return lastSearch > 1 ? [0, 1, lastSearch] + others : [0, 1] + others
    }

    package mutating func forget() {
        resident = nil
        candidate = nil
        lastFullSearch = nil
        begin = nil
        lastLook = nil
        lastSearch = 0
    }

    private mutating func settle(_ face: Rectangle, at now: MediaTime) -> Rectangle {
        resident = Resident(box: face, seen: now)
        candidate = nil
        return face
    }

    private mutating func choose(among faces: [Rectangle], at now: MediaTime) -> Rectangle? {
        if let known = resident, now - known.seen <= Self.handoverSeconds {
            // The same person moved: about the same size, somewhere else. Another size is somebody else.
            let same = faces.filter { (0.6...1.7).contains(Double($0.width) / Double(known.box.width)) }
            return same.min { mismatch($0, known.box) < mismatch($1, known.box) }.map { settle($0, at: now) }
        }
        guard let largest = faces.max(by: { $0.area < $1.area }) else { return nil }
        if let seen = candidate, let again = faces.first(where: { seen.box.overlap($0) > 0.3 }),
            again.area * 2 > largest.area
        {
            return settle(again, at: now)
        }
        candidate = Resident(box: largest, seen: now)
        return nil
    }

    private func isFullSearchDue(at now: MediaTime) -> Bool {
        guard let last = lastFullSearch, candidate == nil else { return true }
        let absent = now - (resident?.seen ?? begin ?? last)
        let pause = absent < 5 ? 0 : absent < 60 ? 0.9 : 1.9
        return now - last >= pause
    }

    /// How unlike the resident a face is, by place and by size.
    private func mismatch(_ face: Rectangle, _ known: Rectangle) -> Double {
        let ratio = Double(face.width) / Double(max(1, known.width))
        return known.centreDistance(face) + (ratio > 1 ? ratio : 1 / max(ratio, 0.01)) - 1
    }
}
