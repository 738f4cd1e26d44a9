import COpenCV
import Glibc

/// One of the face detector's networks, opened for one size of input: OpenCV is slow to change a network's size,
/// XNNPACK is given one, and the weights take a megabyte at most.
final class FaceNetwork {
    /// Size of the input in pixels.
    let width: Int, height: Int
    private let network: OpaquePointer
    private let outputs: [UnsafeMutablePointer<CChar>?]
    /// The longest output's numbers.
    private let capacity: Int
    private let floor: Double
    private var input: [Float]
    /// The answers, output by output, each `capacity` numbers apart.
    private var answers: [Float]
    private var lengths: [Int32]

    /// Opens the file and runs it once, by which the shim learns what XNNPACK shall run.
    ///
    /// - Parameters:
    ///   - floor: see `FaceDetectorManifest.Standardise`.
    ///   - capacity: how many numbers the longest output has.
    /// - Throws: `FaceAnalysisError` if the file is missing, damaged or answers in another shape.
    init(
        path: String, bytes: Int?, outputs names: [String], width: Int, height: Int, floor: Double, capacity: Int
    ) throws(FaceAnalysisError) {
        network = try NetworkFile.open(path, bytes: bytes, of: "the face detector")
        (self.width, self.height, self.floor, self.capacity) = (width, height, floor, capacity)
        outputs = names.map { strdup($0) }
        input = Self.testPicture(width: width, height: height)
        answers = [Float](repeating: 0, count: capacity * names.count)
        lengths = [Int32](repeating: 0, count: names.count)
        do {
            try forward()
        } catch {
            throw FaceAnalysisError(
                .modelUnusable, "\(path): not the face detector's network (\(error)); install the models again")
        }
    }

    deinit {
        copencv_network_close(network)
        for name in outputs { free(name) }
    }

    /// Runs the network on a picture that fills the upper left corner of its input; the rest is 0.
    func run(on picture: GreyPicture) throws(FaceAnalysisError) {
        if picture.width < width || picture.height < height {
            for index in input.indices { input[index] = 0 }
        }
        let stride = Int32(width)
        try picture.pixels.withUnsafeBufferPointer { pixels throws(FaceAnalysisError) in
            let image = copencv_image(
                pixels: pixels.baseAddress, width: Int32(picture.width), height: Int32(picture.height),
                stride: Int32(picture.width))
            try checked(.openCV, "preparing a picture") {
                copencv_standardise(image, floor, &input, stride, &$0)
            }
        }
        try forward()
    }

    /// How many numbers an output holds.
    func count(of output: Int) -> Int { Int(lengths[output]) }

    /// One number of the last answer.
    func value(_ output: Int, _ index: Int) -> Double { Double(answers[output * capacity + index]) }

    /// The mean absolute answer of an output; after opening, that to the test picture.
    func meanAnswer(of output: Int) -> Double {
        let numbers = answers[output * capacity..<output * capacity + count(of: output)]
        return numbers.reduce(0) { $0 + Double(abs($1)) } / Double(max(1, numbers.count))
    }

    /// Standardised values of the self-check's picture, row by row.
    static func testPicture(width: Int, height: Int) -> [Float] {
        (0..<width * height).map { i in Float((i % width * 7 + i / width * 13) % 48) / 24 - 1 }
    }

    private func forward() throws(FaceAnalysisError) {
        let names = outputs.map { UnsafePointer($0) }
        try checked(.openCV, "running the face detector") { error in
            copencv_network_forward(
                network, input, Int32(width), Int32(height), names, Int32(names.count), &answers, Int32(capacity),
                &lengths, &error)
        }
    }
}
