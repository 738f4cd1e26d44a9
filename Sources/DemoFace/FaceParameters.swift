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

    /// The value of a control; `FaceControl.bounds` has the range.
    package subscript(control: FaceControl) -> Float {
        get { values[control.rawValue] }
        set { values[control.rawValue] = newValue }
    }

    /// Linear interpolation of every control between this face (0) and another (1).
    package func blended(with other: FaceParameters, by part: Float) -> FaceParameters {
        guard part < 1 else { return other }
        var result = self
        result.values += (other.values - values) * max(part, 0)
        return result
    }
}
