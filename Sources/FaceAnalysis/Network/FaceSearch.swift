package import Media

/// Searches frames for faces. Used by one thread at a time.
package protocol FaceSearch: AnyObject {
    /// All faces of the frame, the surest first.
    func faces(in frame: borrowing GreyFrame) throws(FaceAnalysisError) -> [FoundFace]
    /// Faces around a place where one was, the surest first; small ones are seen better than in the whole frame.
    ///
    /// - Parameter probability: the least that a face must have, also below what `faces(in:)` asks for.
    func faces(
        in frame: borrowing GreyFrame, near box: Rectangle, least probability: Double
    ) throws(FaceAnalysisError) -> [FoundFace]
    /// What is at the very place where a face was, however unlikely a face; nil where that cannot be told.
    func face(in frame: borrowing GreyFrame, at box: Rectangle) throws(FaceAnalysisError) -> FoundFace?
}

/// The search by two networks: the first proposes, the second judges and says where exactly.
package final class NetworkFaceSearch: FaceSearch {
    private let manifest: FaceDetectorManifest
    private let proposer: ProposalNetwork
    private let refiner: RefinerNetwork?
    private var refused = RefusedPlaces()

    /// So many proposals of the whole frame may turn out to be no face where the manifest does not say; in all so many
    /// times that number are judged: where faces are many, the last one is found too.
    private static let mostNone = 6, mostFaces = 3
    /// So many proposals near a known place are judged.
    private static let mostNear = 2
    /// What lies in a surer face with more than this share of its box is a part of it.
    private static let mostInside = 0.7
    /// Side of the square that is searched near a known place, in sides of the face there.
    private static let reach = 2.8

    /// Loads `face-detector.json` and the networks it names.
    ///
    /// - Throws: `FaceAnalysisError` if one is missing, damaged or does not answer as the manifest says.
    package init(folder: String) throws(FaceAnalysisError) {
        manifest = try FaceDetectorManifest(path: "\(folder)/face-detector.json")
        proposer = try ProposalNetwork(folder: folder, manifest: manifest)
        if let second = manifest.refiner {
            refiner = try RefinerNetwork(folder: folder, manifest: second, floor: manifest.standardise.floor)
        } else {
            refiner = nil
        }
    }

    package func faces(in frame: borrowing GreyFrame) throws(FaceAnalysisError) -> [FoundFace] {
        let most = manifest.refiner?.proposals ?? Self.mostNone
        let proposals = try proposer.proposals(in: frame, least: leastLogit, most: most * Self.mostFaces)
        return try judged(
            refused.due(proposals, at: frame.time), in: frame, least: manifest.refiner?.threshold ?? 0.5, mostNone: most
        ) { refused.insert($0) }
    }

    package func faces(
        in frame: borrowing GreyFrame, near box: Rectangle, least probability: Double
    ) throws(FaceAnalysisError) -> [FoundFace] {
        let side = Int((Double(box.width) * Double(box.height)).squareRoot() * Self.reach)
        let region = Rectangle(
            x: box.x + (box.width - side) / 2, y: box.y + (box.height - side) / 2, width: side, height: side)
        let inside = region.clipped(toWidth: frame.width, height: frame.height)
        guard inside.width >= 16, inside.height >= 16 else { return [] }
        return try judged(
            proposer.proposals(in: frame, region: region, least: leastLogit, most: Self.mostNear), in: frame,
            least: min(probability, manifest.refiner?.threshold ?? 0.5), mostNone: Self.mostNear)
    }

    package func face(in frame: borrowing GreyFrame, at box: Rectangle) throws(FaceAnalysisError) -> FoundFace? {
        try refiner?.face(in: frame, at: box)
    }

    /// Without a second network the first one's logit must make a face likely.
    private var leastLogit: Double {
        manifest.refiner?.proposalLogit ?? -manifest.calibration.offset / manifest.calibration.scale
    }

    /// The faces among the proposals, the surest first; those after so many that are none are not looked at.
    ///
    /// - Parameter refuse: told of what is no face beyond doubt.
    private func judged(
        _ proposals: [ProposalNetwork.Proposal], in frame: borrowing GreyFrame, least probability: Double,
        mostNone: Int, refuse: (ProposalNetwork.Proposal) -> Void = { _ in }
    ) throws(FaceAnalysisError) -> [FoundFace] {
        guard let refiner else {
            return proposals.map {
                FoundFace(box: $0.box, probability: manifest.calibration.probability(of: $0.logit))
            }
        }
        var faces: [FoundFace] = [], none = 0
        for proposal in proposals where none < mostNone {
            let face = try refiner.judged(in: frame, at: proposal.box)
            if let face, face.probability >= probability {
                faces.append(face)
                continue
            }
            none += 1
            if (face?.probability ?? 0) <= RefusedPlaces.mostProbability { refuse(proposal) }
        }
        return Self.distinct(faces, sameFace: manifest.sameFace)
    }

    /// The faces, the surest first, without those that a surer one overlaps by more than `sameFace` or has in it: two proposals
    /// can turn out to be one face, and mouth and nose of a near one look like a face.
    static func distinct(_ faces: [FoundFace], sameFace: Double) -> [FoundFace] {
        faces.sorted { $0.probability > $1.probability }.reduce(into: []) { kept, face in
            let isAnother = kept.allSatisfy {
                $0.box.overlap(face.box) <= sameFace && face.box.share(in: $0.box) <= mostInside
            }
            if isAnother { kept.append(face) }
        }
    }
}
