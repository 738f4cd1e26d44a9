import Media

/// Places that the second network has refused beyond doubt. Where nothing has changed it would refuse them again: it is
/// spared them for a while, and those after them get their turn.
///
/// A place counts as unchanged as long as the first network proposes the same box and is as sure of it.
struct RefusedPlaces {
    private var places: [(proposal: ProposalNetwork.Proposal, refused: MediaTime)] = []
    private var now = MediaTime(seconds: 0)

    /// A place is due again after so many seconds, whatever the first network says.
    private static let spareSeconds = 10.0
    /// Until then it is known, and comes after those that are not.
    private static let memorySeconds = 60.0
    /// Least overlap of two boxes, and most difference of their logits, of an unchanged place. Of the places in a still
    /// scene with a sensor noise of 3 grey values 86 of a hundred are within both from one frame to the next, with one of
    /// 6, 73.
    private static let leastOverlap = 0.7, mostChange = 0.2
    /// Up to this probability a refusal is beyond doubt.
    static let mostProbability = 0.05

    /// Begins a frame and says which of its proposals are to be looked at closer: new and changed places first, then those
    /// that are due again. A frame older than the last begins a new stream.
    mutating func due(_ proposals: [ProposalNetwork.Proposal], at time: MediaTime) -> [ProposalNetwork.Proposal] {
        if time < now { places = [] }
        now = time
        places.removeAll { now - $0.refused >= Self.memorySeconds }
        var new: [ProposalNetwork.Proposal] = [], again: [ProposalNetwork.Proposal] = []
        for proposal in proposals {
            guard let known = places.last(where: { Self.isUnchanged($0.proposal, proposal) }) else {
                new.append(proposal)
                continue
            }
            if now - known.refused >= Self.spareSeconds { again.append(proposal) }
        }
        return new + again
    }

    /// One of the frame's places was refused.
    mutating func insert(_ proposal: ProposalNetwork.Proposal) {
        places.removeAll { Self.isUnchanged($0.proposal, proposal) }
        places.append((proposal, now))
    }

    private static func isUnchanged(_ known: ProposalNetwork.Proposal, _ proposal: ProposalNetwork.Proposal) -> Bool {
        abs(known.logit - proposal.logit) <= mostChange && known.overlap(proposal) >= leastOverlap
    }
}
