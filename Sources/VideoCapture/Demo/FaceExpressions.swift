package import Mood

extension FaceParameters {
    /// The face this project draws for an emotion.
    ///
    /// The figures were first set by eye, then moved by a search that asked several classifiers, none of which had ever
    /// seen a drawn face, how surely they read the emotion, and that kept near to where the eye had put them.
    package init(showing emotion: Emotion) {
        self =
            switch emotion {
            case .neutral:
                [
                    .browInner: -0.42, .browOuter: -0.2, .browDraw: 0.08, .eyeOpen: 0.83, .eyeSlant: -0.3,
                    .noseFlare: 0.13, .cornerLift: 0.22, .jawOpen: 0.07, .lowerLip: 0.07, .pout: 0.06,
                    .foreheadLines: 0.08,
                ]
            case .happy:
                [
                    .browOuter: 0.09, .browArch: 0.16, .eyeOpen: 0.79, .lowerLid: 0.51, .gazeDown: -0.09,
                    .cheekRaise: 0.88, .nasolabial: 0.71, .noseFlare: 0.15, .mouthWidth: 1.37, .cornerLift: 0.98,
                    .lipCurve: -0.73, .jawOpen: 0.13, .upperLip: 0.72, .lowerLip: 0.48, .teeth: 0.95,
                ]
            case .sad:
                [
                    .browInner: 0.79, .browOuter: -0.74, .browArch: -0.98, .browDraw: 0.43, .browFurrow: 0.1,
                    .eyeOpen: 0.64, .lowerLid: 0.18, .eyeSlant: 0.15, .gazeDown: 0.4, .cheekRaise: 0.09,
                    .nasolabial: 0.5, .noseFlare: 0.16, .mouthWidth: 0.94, .cornerLift: -0.75, .lipCurve: -0.27,
                    .upperLip: 0.21, .lowerLip: 0.3, .lipPress: 0.08, .pout: 0.08, .chinRaise: 0.73, .headPitch: 0.16,
                ]
            case .surprise:
                [
                    .browInner: 0.93, .browOuter: 0.8, .browArch: 0.85, .eyeOpen: 1.37, .lowerLid: 0.11,
                    .eyeSlant: -0.09, .noseFlare: 0.09, .mouthWidth: 0.64, .cornerLift: 0.13, .lipCurve: -0.41,
                    .jawOpen: 0.84, .lowerLip: 0.07, .chinRaise: 0.1, .foreheadLines: 0.52,
                ]
            case .angry:
                [
                    .browInner: -0.99, .browOuter: -0.2, .browArch: -0.97, .browDraw: 0.89, .browFurrow: 0.87,
                    .eyeOpen: 1.08, .lowerLid: 0.6, .eyeSlant: 0.35, .gazeDown: -0.67, .cheekRaise: 0.28,
                    .nasolabial: 0.29, .noseWrinkle: 0.08, .noseFlare: 0.82, .mouthWidth: 0.83, .cornerLift: -0.77,
                    .lipCurve: 0.06, .jawOpen: 0.45, .lipPress: 0.58, .pout: 0.14, .chinRaise: 0.26, .headPitch: 0.13,
                ]
            case .fear:
                [
                    .browInner: 0.99, .browOuter: -0.58, .browArch: -0.6, .browDraw: 0.45, .browFurrow: 0.1,
                    .eyeOpen: 1.49, .lowerLid: 0.29, .gazeDown: 0.31, .nasolabial: 0.38, .noseFlare: 0.07,
                    .mouthWidth: 1.15, .cornerLift: -0.92, .lipCurve: -0.68, .jawOpen: 0.47, .lowerLip: 0.55,
                    .lipPress: 0.09, .teeth: 0.72, .chinRaise: 0.07, .foreheadLines: 0.45, .headPitch: -0.12,
                ]
            case .disgust:
                [
                    .browInner: -0.97, .browOuter: 0.06, .browArch: -0.87, .browDraw: 0.52, .browFurrow: 0.25,
                    .eyeOpen: 0.6, .lowerLid: 0.93, .eyeSlant: -0.12, .gazeDown: -0.17, .cheekRaise: 0.42,
                    .nasolabial: 0.76, .noseWrinkle: 0.75, .noseFlare: 0.2, .mouthWidth: 0.91, .cornerLift: -0.99,
                    .lipCurve: -0.69, .jawOpen: 0.32, .upperLip: 0.34, .lipPress: 0.09, .pout: 0.07, .teeth: 0.95,
                    .chinRaise: 0.08, .foreheadLines: 0.09, .headPitch: -0.08,
                ]
            }
    }
}
