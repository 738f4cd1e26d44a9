import COpenCV
import Glibc
package import Media

/// One pass of a cascade over a part of a frame. Used by one thread at a time.
package protocol CascadeSearch: AnyObject {
    /// Faces inside `region` whose side is between `least` and `most` pixels of the frame, boxes in frame coordinates.
    ///
    /// - Parameters:
    ///   - scale: how much the region is shrunk before the search, above 0 up to 1; less is quicker and coarser.
    ///   - neighbours: how many overlapping hits make a face; more is stricter.
    ///   - turn: degrees by which the region is turned anticlockwise for the search, so that heads that lean are found.
    func faces(
        in frame: borrowing GreyFrame, region: Rectangle, scale: Double, least: Int, most: Int, neighbours: Int,
        turn: Double
    ) throws(FaceAnalysisError) -> [Rectangle]
}

/// OpenCV's boosted cascade of Haar-like features (Viola & Jones 2001), as paper A uses it.
package final class HaarCascade: CascadeSearch {
    private let cascade: OpaquePointer

    /// Each step of the search enlarges the window by this factor.
    private static let step = 1.05

    /// - Parameter path: a cascade file, e.g. Debian's `haarcascade_frontalface_alt2.xml`.
    /// - Throws: `FaceAnalysisError` if it is missing or not a cascade.
    package init(path: String) throws(FaceAnalysisError) {
        var opened: OpaquePointer?
        try checked(.cascadeUnusable, "\(path): face cascade cannot be loaded (install the package opencv-data)") {
            copencv_cascade_open(path, &opened, &$0)
        }
        guard let opened else {
            throw FaceAnalysisError(
                .cascadeUnusable, "\(path): face cascade cannot be loaded (install the package opencv-data)")
        }
        cascade = opened
    }

    deinit { copencv_cascade_close(cascade) }

    package func faces(
        in frame: borrowing GreyFrame, region: Rectangle, scale: Double, least: Int, most: Int, neighbours: Int,
        turn: Double
    ) throws(FaceAnalysisError) -> [Rectangle] {
        let part = region.clipped(toWidth: frame.width, height: frame.height)
        let width = Int((Double(part.width) * scale).rounded()), height = Int((Double(part.height) * scale).rounded())
        guard width >= 24, height >= 24 else { return [] }
        var small = try GreyPicture(frame, part: part, width: width, height: height)
        if turn != 0 { small = try small.turned(by: turn) }
        var found = [copencv_rectangle](repeating: copencv_rectangle(), count: 32)
        var count: Int32 = 0
        try small.pixels.withUnsafeBufferPointer { pixels throws(FaceAnalysisError) in
            let image = copencv_image(
                pixels: pixels.baseAddress, width: Int32(width), height: Int32(height), stride: Int32(width))
            try checked(.openCV, "searching for faces") {
                copencv_cascade_detect(
                    cascade, image, Self.step, Int32(neighbours), Int32(max(20, Double(least) * scale)),
                    Int32(Double(most) * scale), &found, Int32(found.count), &count, &$0)
            }
        }
        // A box found in the turned picture stays upright and keeps its size; its middle is turned back.
        let cosine = cos(turn * .pi / 180), sine = sin(turn * .pi / 180)
        return found.prefix(Int(count)).map { box in
            let x = Double(box.x) + Double(box.width - Int32(width)) / 2
            let y = Double(box.y) + Double(box.height - Int32(height)) / 2
            let middleX = cosine * x - sine * y + Double(width) / 2
            let middleY = sine * x + cosine * y + Double(height) / 2
            let back = { (value: Double) in Int((value / scale).rounded()) }
            return Rectangle(
                x: part.x + back(middleX - Double(box.width) / 2), y: part.y + back(middleY - Double(box.height) / 2),
                width: back(Double(box.width)), height: back(Double(box.height))
            )
            .clipped(toWidth: frame.width, height: frame.height)
        }
    }
}
