import Glibc
import Media

/// The first network: it says where in a picture faces may be. One pass over the whole picture, three maps of cells
/// (fully convolutional and anchor-free, as FCOS by Tian et al. 2019).
final class ProposalNetwork {
    /// Where a face may be.
    struct Proposal: Equatable {
        /// The box in pixels of the frame.
        var x: Double, y: Double, width: Double, height: Double
        var logit: Double

        /// Intersection over union, 0 to 1.
        func overlap(_ other: Proposal) -> Double {
            let w = min(x + width, other.x + other.width) - max(x, other.x)
            let h = min(y + height, other.y + other.height) - max(y, other.y)
            guard w > 0, h > 0 else { return 0 }
            return w * h / (width * height + other.width * other.height - w * h)
        }

        var box: Rectangle {
            Rectangle(
                x: Int(x.rounded()), y: Int(y.rounded()), width: Int(width.rounded()), height: Int(height.rounded()))
        }
    }

    private let path: String
    private let manifest: FaceDetectorManifest
    private let near: FaceNetwork
    /// Opened for the shape of the frames that come.
    private var whole: FaceNetwork

    /// So many candidates, the surest, are compared with each other.
    private static let mostCandidates = 200

    init(folder: String, manifest: FaceDetectorManifest) throws(FaceAnalysisError) {
        path = "\(folder)/\(manifest.model)"
        self.manifest = manifest
        near = try Self.open(path, manifest, manifest.input.nearLastPlace[0], manifest.input.nearLastPlace[1])
        whole = try Self.open(path, manifest, manifest.input.wholeFrame[0], manifest.input.wholeFrame[1])
        for (index, name) in manifest.outputs.names.enumerated() {
            guard let expected = manifest.check?.answers[name] else { continue }
            let answer = near.meanAnswer(of: index)
            guard abs(answer - expected) <= 0.01 * max(abs(expected), 0.1) else {
                throw FaceAnalysisError(
                    .modelUnusable,
                    "\(path): \"\(name)\" does not answer as its manifest says: damaged or another version; install the models again"
                )
            }
        }
    }

    /// Faces there may be anywhere in the frame, the surest first.
    func proposals(
        in frame: borrowing GreyFrame, least logit: Double, most count: Int
    ) throws(FaceAnalysisError) -> [Proposal] {
        try openForShape(of: frame)
        let region = Rectangle(x: 0, y: 0, width: frame.width, height: frame.height)
        return try proposals(in: frame, region: region, whole, least: logit, most: count)
    }

    /// Faces there may be in a part of the frame, which may reach beyond it, the surest first.
    func proposals(
        in frame: borrowing GreyFrame, region: Rectangle, least logit: Double, most count: Int
    ) throws(FaceAnalysisError) -> [Proposal] {
        try proposals(in: frame, region: region, near, least: logit, most: count)
    }

    private func proposals(
        in frame: borrowing GreyFrame, region: Rectangle, _ network: FaceNetwork, least logit: Double, most count: Int
    ) throws(FaceAnalysisError) -> [Proposal] {
        let scale = min(
            Double(network.width) / Double(region.width), Double(network.height) / Double(region.height))
        let columns = min(network.width, Int((Double(region.width) * scale).rounded()))
        let rows = min(network.height, Int((Double(region.height) * scale).rounded()))
        guard columns > 0, rows > 0 else { return [] }
        try network.run(on: GreyPicture(frame, part: region, width: columns, height: rows))
        var candidates = candidates(network, least: logit)
        candidates.sort { $0.logit > $1.logit }
        var kept: [Proposal] = []
        for candidate in candidates.prefix(Self.mostCandidates) where kept.count < count {
            if kept.allSatisfy({ $0.overlap(candidate) <= manifest.sameFace }) { kept.append(candidate) }
        }
        return kept.map {
            Proposal(
                x: $0.x / scale + Double(region.x), y: $0.y / scale + Double(region.y), width: $0.width / scale,
                height: $0.height / scale, logit: $0.logit)
        }
    }

    /// Every cell that may be a face's, in pixels of the network's input.
    private func candidates(_ network: FaceNetwork, least logit: Double) -> [Proposal] {
        var found: [Proposal] = []
        for (output, stride) in manifest.outputs.strides.enumerated() {
            let columns = network.width / stride, rows = network.height / stride, cells = columns * rows
            guard network.count(of: output) == cells * FaceDetectorManifest.answers else { continue }
            let step = Double(stride)
            for cell in 0..<cells where network.value(output, cell) > logit {
                let answer = { (channel: Int) in network.value(output, channel * cells + cell) }
                let width = exp(min(max(answer(3), -4), 5)) * step, height = exp(min(max(answer(4), -4), 5)) * step
                let x = (Double(cell % columns) + 0.5 + answer(1)) * step
                let y = (Double(cell / columns) + 0.5 + answer(2)) * step
                found.append(
                    Proposal(x: x - width / 2, y: y - height / 2, width: width, height: height, logit: answer(0)))
            }
        }
        return found
    }

    /// A wide frame leaves the lower part of the usual input empty: it is searched without that part.
    private func openForShape(of frame: borrowing GreyFrame) throws(FaceAnalysisError) {
        let width = manifest.input.wholeFrame[0], height = manifest.input.wholeFrame[1]
        let scale = min(Double(width) / Double(frame.width), Double(height) / Double(frame.height))
        let unit = manifest.input.multipleOf
        let fitted = { (pixels: Int, most: Int) in
            min(most, (Int((Double(pixels) * scale).rounded()) + unit - 1) / unit * unit)
        }
        let (columns, rows) = (max(unit, fitted(frame.width, width)), max(unit, fitted(frame.height, height)))
        guard columns != whole.width || rows != whole.height else { return }
        whole = try Self.open(path, manifest, columns, rows)
    }

    private static func open(
        _ path: String, _ manifest: FaceDetectorManifest, _ width: Int, _ height: Int
    ) throws(FaceAnalysisError) -> FaceNetwork {
        let finest = manifest.outputs.strides.min() ?? 1
        return try FaceNetwork(
            path: path, bytes: manifest.bytes, outputs: manifest.outputs.names, width: width, height: height,
            floor: manifest.standardise.floor,
            capacity: FaceDetectorManifest.answers * (width / finest) * (height / finest))
    }
}
