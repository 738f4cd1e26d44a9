/// The setting of every control of the drawn face: a point in the space of expressions.
package struct FaceParameters: Sendable, Equatable, ExpressibleByDictionaryLiteral {
    private var values = SIMD32<Float>(repeating: 0)

    /// A face at rest, with the given controls set differently.
    package init(dictionaryLiteral elements: (FaceControl, Float)...) {
        self[.eyeOpen] = 1
        self[.mouthWidth] = 1
        self[.lightX] = -0.1
        self[.lightY] = 0.3
        self[.ambient] = 0.55
        self[.skin] = 0.74
        self[.hair] = 0.14
        self[.browThickness] = 1
        for (control, value) in elements { self[control] = value }
    }

    package subscript(control: FaceControl) -> Float {
        get { values[control.rawValue] }
        set { values[control.rawValue] = newValue }
    }

    /// The face a part of the way (0 to 1) from this one to another; controls move along straight lines.
    package func blended(with other: FaceParameters, by part: Float) -> FaceParameters {
        guard part < 1 else { return other }
        var result = self
        result.values += (other.values - values) * max(part, 0)
        return result
    }
}
