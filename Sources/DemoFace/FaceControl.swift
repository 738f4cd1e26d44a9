/// One parameter of the drawn face. Zero is a face at rest unless a control says otherwise.
///
/// "Raise" is always towards the hair; lengths are relative to what a face can do, so 1 is a full movement.
package enum FaceControl: Int, CaseIterable, Sendable {
    /// Inner and outer ends and the middle of the brows, -1 lowered to 1 raised.
    case browInner, browOuter, browArch
    /// Brows drawn together, 0 to 1, and the upright creases that come with it, 0 to 1.
    case browDraw, browFurrow
    /// How wide the upper lids stand: 0 closed, 1 at rest, 1.6 torn open.
    case eyeOpen
    /// Lower lids pushed up, 0 to 1; outer corners of the eyes hanging, -1 to 1.
    case lowerLid, eyeSlant
    /// Where the eyes look up or down, -1 to 1, and the size of the bulge of the cheeks, 0 to 1.
    case gazeDown, cheekRaise
    /// Folds from nose to mouth, wrinkles on the nose's bridge, wide nostrils: 0 to 1.
    case nasolabial, noseWrinkle, noseFlare
    /// Width of the mouth (1 at rest, 0.6 to 1.5); lips' corners, -1 drawn down to 1 drawn up.
    case mouthWidth, cornerLift
    /// The middle of the line between the lips, -1 pulled down to 1 pulled up against the corners.
    case lipCurve
    /// Jaw dropped, upper lip raised, lower lip pulled down: 0 to 1.
    case jawOpen, upperLip, lowerLip
    /// Lips pressed thin, lower lip pushed out, teeth showing in the gap: 0 to 1.
    case lipPress, pout, teeth
    /// The chin's wrinkled bulge and lines across the forehead: 0 to 1.
    case chinRaise, foreheadLines
    /// Head bent down (radians, -0.2 to 0.2) and leaning to its left (radians).
    case headPitch, headTilt
    /// Where the light stands: -1 left to 1 right, -1 below to 1 above; how much is diffuse, 0 to 1.
    case lightX, lightY, ambient
    /// Brightness of skin and of hair and brows, 0 to 1; thickness of the brows (1 is usual).
    case skin, hair, browThickness

    /// The range of valid values.
    package var bounds: ClosedRange<Float> {
        switch self {
        case .browInner, .browOuter, .browArch, .cornerLift, .lipCurve, .eyeSlant, .gazeDown: -1...1
        case .eyeOpen: 0...1.6
        case .mouthWidth: 0.6...1.5
        case .headPitch, .headTilt: -0.2...0.2
        case .lightX, .lightY: -1...1
        case .skin: 0.4...0.95
        case .hair: 0.04...0.6
        case .browThickness: 0.5...1.8
        default: 0...1
        }
    }
}

extension FaceControl {
    /// Whether the control is part of an expression rather than of the person and the light.
    var isExpression: Bool { rawValue < FaceControl.headPitch.rawValue }
}
