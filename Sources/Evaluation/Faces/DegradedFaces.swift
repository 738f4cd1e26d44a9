import Curation

extension LabelledFace {
    /// The face as a camera shows it in the dark: flat, and with noise.
    ///
    /// - Parameters:
    ///   - deviation: what the deviation of the grey values becomes; nil leaves it.
    ///   - contrast: how many times the deviation is that of the added noise; nil adds none.
    func degraded(deviation: Double?, contrast: Double?, _ generator: inout SeededGenerator) -> LabelledFace {
        let count = Double(max(1, pixels.count))
        let mean = pixels.reduce(0) { $0 + Double($1) } / count
        let spread = (pixels.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / count).squareRoot()
        let gain = deviation.map { $0 / max(spread, 0.01) } ?? 1
        let noise = contrast.map { spread * gain / $0 } ?? 0
        // Room on both sides, so that nothing is cut off at black.
        let middle = deviation == nil ? mean : 30
        var face = self
        face.pixels = pixels.map {
            let value = middle + (Double($0) - mean) * gain + noise * generator.normal()
            return UInt8(min(max(value, 0), 255).rounded())
        }
        return face
    }
}
