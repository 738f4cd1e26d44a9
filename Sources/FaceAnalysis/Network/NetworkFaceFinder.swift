import Glibc
package import Media

/// Decides who of the faces that the networks find is the person at the desk, and where to look next.
///
/// A box counts when two looks show it and agree about its size: two in a row, or, where the networks are sure beyond
/// doubt, two at one frame. The likeliest face wins, not the largest, with
/// a mild preference for the one that is followed, for near ones and for those that move. While somebody is followed, a look
/// is one run of the second network at the last place; the whole frame is searched every two seconds, so that a better face
/// elsewhere ends a mistake.
package struct NetworkFaceFinder: FaceFinder {
    private let search: any FaceSearch
    private var known: [KnownFace] = []
    /// Which of the known faces is followed.
    private var followed: Int?
    private var lastLook: MediaTime?
    private var lastFullSearch: MediaTime?
    private var looksSinceFullSearch = 0
    /// When somebody was last followed, or the watching began.
    private var lastPresence: MediaTime?
    /// A search has shown a face that may win once it is seen again: the next look is to search again.
    private var hasNewcomer = false

    /// A probability from which on the second network's word at the last place is enough.
    private static let sure = 0.8
    /// One from which on a second look need not wait for the next frame.
    private static let beyondDoubt = 0.95
    /// A followed face stays one down to this probability, for so many seconds since it was last likely.
    private static let leastFollowed = 0.1, unlikelySeconds = 20.0
    /// The mean log odds from which on what has not moved yet may be a person: a drawing, a pattern in a cloth or a cloud is
    /// seldom as sure as a face, and stays where it is.
    private static let leastUnmovedLogOdds = 1.7
    /// The area in frame pixels from which on a face can be read. What is smaller and has not moved is no person: most of
    /// what is taken for a face in a scene is.
    private static let leastReadArea = Int(QualityGate.readableSide * QualityGate.readableSide)
    /// The mean log odds from which on a face that moves is trusted to be one.
    private static let trustedLogOdds = 2.5
    /// One who is not seen for so many seconds has left: until then nobody else is taken for them.
    private static let claimSeconds = 12.0
    /// How long the last place is searched at a larger scale for one who is not seen.
    private static let nearSeconds = 3.0
    /// Others are remembered for so many seconds after they were last seen, pictures for so many.
    private static let memorySeconds = 30.0, pictureMemorySeconds = 600.0
    /// Of two faces of which none has moved yet, one is chosen after so many seconds.
    private static let undecidedSeconds = 2.0
    /// What was beside somebody and has not moved for so many seconds is not followed when they leave.
    private static let besideSeconds = 10.0

    package init(search: any FaceSearch) {
        self.search = search
    }

    package mutating func forget() {
        self = NetworkFaceFinder(search: search)
    }

    package mutating func find(in frame: borrowing GreyFrame) throws(FaceAnalysisError) -> FoundFace? {
        let now = frame.time
        if let last = lastLook, now < last { forget() }
        lastLook = now
        lastPresence = lastPresence ?? now
        try followOn(in: frame)
        if isFullSearchDue(at: now) { try searchEverywhere(in: frame) } else { looksSinceFullSearch += 1 }
        guard let followed, known[followed].seen == now else { return nil }
        lastPresence = now
        return known[followed].face
    }

    /// Looks where the followed face was.
    private mutating func followOn(in frame: borrowing GreyFrame) throws(FaceAnalysisError) {
        guard let followed, frame.time - known[followed].seen <= Self.nearSeconds else { return }
        let person = known[followed]
        let there = try search.face(in: frame, at: person.face.box)
        if let there, there.probability >= Self.sure, person.agrees(with: there) {
            return try known[followed].see(there, in: frame)
        }
        // A face that was followed until now may turn away or be covered for a while.
        let least = frame.time - person.lastLikely <= Self.unlikelySeconds ? Self.leastFollowed : 0.5
        let near = try search.faces(in: frame, near: person.face.box, least: least).filter { face in
            person.face.mayHaveBecome(face)
                && !known.indices.contains { $0 != followed && known[$0].isNearer(to: face, than: person) }
        }
        let odds = { (face: FoundFace) in person.mismatch(face) - face.probability }
        if let best = near.min(by: { odds($0) < odds($1) }) {
            return try known[followed].see(best, in: frame)
        }
        if let there, there.probability >= least, person.agrees(with: there) {
            try known[followed].see(there, in: frame)
        }
    }

    private func isFullSearchDue(at now: MediaTime) -> Bool {
        guard let last = lastFullSearch, !hasNewcomer else { return true }
        if let followed, known[followed].seen == now {
            let person = known[followed]
            // A face that lives and is surely one is seldom a mistake.
            let isTrusted = person.isLively(at: now) && person.logOdds >= Self.trustedLogOdds
            return isTrusted ? now - last >= 1.9 && looksSinceFullSearch >= 2 : now - last >= 1.4
        }
        let absent = now - (lastPresence ?? now)
        return now - last >= (absent < 5 ? 0 : absent < 60 ? 0.9 : 1.9)
    }

    private mutating func searchEverywhere(in frame: borrowing GreyFrame) throws(FaceAnalysisError) {
        let now = frame.time
        (lastFullSearch, looksSinceFullSearch) = (now, 0)
        var open = Set(known.indices)
        for face in try search.faces(in: frame) {
            if let followed, known[followed].covers(face) {
                // The same face, or a part of it. What was taken for it at the last place may be what it left behind.
                let isBetter = face.probability > known[followed].face.probability + 0.2
                if open.remove(followed) != nil, known[followed].seen != now || isBetter {
                    try known[followed].see(face, in: frame)
                }
                continue
            }
            let matches = open.filter { known[$0].agrees(with: face) }
            if let match = matches.min(by: { known[$0].mismatch(face) < known[$1].mismatch(face) }) {
                open.remove(match)
                if known[match].seen != now { try known[match].see(face, in: frame) }
            } else {
                let sightings = try isSure(face, in: frame) ? 2 : 1
                known.append(try KnownFace(face, in: frame, sightings: sightings))
            }
        }
        for index in open where known[index].seen != now { known[index].miss() }
        let isSomebodyThere = followed.map { known[$0].seen == now } ?? false
        for index in known.indices where index != followed && known[index].seen == now {
            known[index].wasBeside = known[index].wasBeside || isSomebodyThere
        }
        choose(at: now)
        forgetThoseGone(at: now)
        hasNewcomer = known.indices.contains {
            $0 != followed && known[$0].seen == now && known[$0].sightings == 1 && mayBecomeThePerson($0, at: now)
        }
    }

    /// Whether a face that was just found is one beyond doubt: the second network, asked once more at the place that its
    /// answers so far have led to, says the same of place and size. The looks it had before were at its first answer.
    private func isSure(_ face: FoundFace, in frame: borrowing GreyFrame) throws(FaceAnalysisError) -> Bool {
        guard face.probability >= Self.beyondDoubt, let again = try search.face(in: frame, at: face.box) else {
            return false
        }
        return again.probability >= Self.beyondDoubt && face.isTheSame(as: again)
    }

    /// Whether a face that was seen once would be followed if it were seen again.
    private func mayBecomeThePerson(_ index: Int, at now: MediaTime) -> Bool {
        guard isEligible(known[index], at: now) else { return false }
        guard let followed, known[followed].seen == now else { return true }
        return score(index, at: now) > score(followed, at: now)
    }

    private func isEligible(_ face: KnownFace, at now: MediaTime) -> Bool {
        !face.isPicture && (face.hasMoved || mayBeAPersonUnmoved(face))
            && !(face.wasBeside && face.motion.unmoved(at: now) >= Self.besideSeconds)
    }

    private func mayBeAPersonUnmoved(_ face: KnownFace) -> Bool {
        face.logOdds >= Self.leastUnmovedLogOdds && face.face.box.area >= Self.leastReadArea
    }

    private mutating func choose(at now: MediaTime) {
        var others = known.indices.filter {
            $0 != followed && known[$0].seen == now && known[$0].sightings >= 2 && isEligible(known[$0], at: now)
        }
        // Beside one that moves, one that does not may be a picture.
        let lively = others.filter { known[$0].isLively(at: now) }
        if !lively.isEmpty { others = lively }
        guard let best = others.max(by: { score($0, at: now) < score($1, at: now) }) else { return }
        if let present = followed {
            let person = known[present]
            let isGone = person.seen != now
            let isBetter = score(best, at: now) > score(present, at: now, against: best) + 0.25
            // Who was beside them is somebody else.
            let hasMovedThere = isGone && !known[best].wasBeside && person.face.mayHaveBecome(known[best].face)
            guard isBetter || hasMovedThere || now - person.seen > Self.claimSeconds else { return }
        } else if !known[best].isLively(at: now), now - known[best].firstSeen < Self.undecidedSeconds {
            let isAlone = !known.indices.contains {
                $0 != best && known[$0].seen == now && isEligible(known[$0], at: now)
            }
            guard isAlone else { return }
        }
        followed = best
        known[best].hasTakenOver()
    }

    /// How much speaks for a face: its log odds, and mildly that it is near, in the middle, wholly in the picture, moves and is
    /// followed.
    ///
    /// - Parameter rival: another face that may take over from this one.
    private func score(_ index: Int, at now: MediaTime, against rival: Int? = nil) -> Double {
        let face = known[index]
        let unmoved = face.motion.unmoved(at: now)
        var score = face.logOdds + Self.nearness(face.face)
        if index == followed { score += 1 }
        if face.isLively(at: now) { score += 1 }
        // One who passes at the edge is seldom the person at the desk, and half a face is read badly.
        if face.isCut { score -= 1 }
        score -= face.sideways / 2
        // Recorded faces that are held still for up to 20 s are people, and who has moved once may sit still for long.
        if unmoved >= (face.hasMoved ? 60 : 20) {
            score -= 3
        } else if !face.hasMoved, unmoved >= 5, rival.map({ known[$0].isLively(at: now) }) ?? false {
            score -= 4
        }
        return score
    }

    /// Half a point for each doubling of the side, within limits, and half for one that is large enough to be read.
    private static func nearness(_ face: FoundFace) -> Double {
        let area = face.box.area
        let doublings = log2(Double(max(1, area)) / 10_000) / 2
        return min(max(doublings / 2, -1), 1) + (area >= leastReadArea ? 0.5 : 0)
    }

    /// Removes who has not been seen for long; the one who is followed stays while they may come back.
    private mutating func forgetThoseGone(at now: MediaTime) {
        let isGone = followed.map { now - known[$0].seen > Self.claimSeconds } ?? true
        var kept: [KnownFace] = []
        var place: Int?
        for (index, face) in known.enumerated() {
            guard index == followed ? !isGone : now - face.seen <= Self.memory(of: face) else { continue }
            if index == followed { place = kept.count }
            kept.append(face)
        }
        (known, followed) = (kept, place)
    }

    /// For how many seconds a face is remembered that is no longer seen.
    private static func memory(of face: KnownFace) -> Double {
        if face.isPicture { return pictureMemorySeconds }
        return face.sightings > 0 || face.wasBeside ? memorySeconds : 0
    }
}
