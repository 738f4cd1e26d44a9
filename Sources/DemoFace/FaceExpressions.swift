package import Emotions

extension FaceParameters {
    /// The face this project draws for an emotion.
    ///
    /// The values were set by eye and then refined by a search that maximised the probability several classifiers, none
    /// of them trained on drawn faces, gave the emotion, with a penalty on the distance from the values set by eye.
    package init(showing emotion: Emotion) {
        self =
            switch emotion {
            case .neutral:
                [
                    .browInner: -0.5, .browDraw: 0.12, .eyeOpen: 0.81, .lowerLid: 0.07, .eyeSlant: -0.35,
                    .noseFlare: 0.15, .cornerLift: 0.26, .lipCurve: -0.09, .jawOpen: 0.09, .lowerLip: 0.11,
                    .chinRaise: 0.08,
                ]
            case .happy:
                [
                    .browOuter: 0.09, .browArch: 0.1, .eyeOpen: 0.79, .lowerLid: 0.51, .gazeDown: -0.09,
                    .cheekRaise: 0.88, .nasolabial: 0.71, .noseFlare: 0.15, .mouthWidth: 1.37, .cornerLift: 0.98,
                    .lipCurve: -0.73, .jawOpen: 0.13, .upperLip: 0.72, .lowerLip: 0.48, .teeth: 0.95,
                ]
            case .sad:
                [
                    .browInner: 0.68, .browOuter: -0.88, .browArch: -0.98, .browDraw: 0.44, .browFurrow: 0.2,
                    .eyeOpen: 0.54, .lowerLid: 0.4, .gazeDown: 0.43, .cheekRaise: 0.08, .nasolabial: 0.59,
                    .noseWrinkle: 0.07, .noseFlare: 0.3, .mouthWidth: 0.88, .cornerLift: -0.66, .lipCurve: -0.54,
                    .upperLip: 0.32, .lowerLip: 0.49, .lipPress: 0.19, .pout: 0.12, .teeth: 0.07, .chinRaise: 0.68,
                    .headPitch: 0.17,
                ]
            case .surprise:
                [
                    .browInner: 0.93, .browOuter: 0.8, .browArch: 0.85, .eyeOpen: 1.37, .lowerLid: 0.11,
                    .eyeSlant: -0.09, .noseFlare: 0.09, .mouthWidth: 0.64, .cornerLift: 0.13, .lipCurve: -0.41,
                    .jawOpen: 0.84, .lowerLip: 0.07, .chinRaise: 0.1, .foreheadLines: 0.52,
                ]
            case .angry:
                [
                    .browInner: -0.98, .browOuter: -0.37, .browArch: -0.98, .browDraw: 0.96, .browFurrow: 0.83,
                    .eyeOpen: 1.07, .lowerLid: 0.7, .eyeSlant: 0.46, .gazeDown: -0.6, .cheekRaise: 0.45,
                    .nasolabial: 0.34, .noseWrinkle: 0.12, .noseFlare: 1, .mouthWidth: 0.82, .cornerLift: -0.84,
                    .lipCurve: -0.08, .jawOpen: 0.8, .upperLip: 0.09, .lowerLip: 0.11, .lipPress: 0.63, .pout: 0.16,
                    .chinRaise: 0.26, .headPitch: 0.17,
                ]
            case .fear:
                [
                    .browInner: 0.96, .browOuter: -0.94, .browArch: -0.81, .browDraw: 0.33, .eyeOpen: 1.47,
                    .lowerLid: 0.25, .eyeSlant: -0.21, .gazeDown: 0.57, .cheekRaise: 0.13, .nasolabial: 0.4,
                    .noseWrinkle: 0.11, .noseFlare: 0.37, .mouthWidth: 1.42, .cornerLift: -0.99, .lipCurve: -0.91,
                    .jawOpen: 0.52, .lowerLip: 0.71, .lipPress: 0.08, .teeth: 0.86, .chinRaise: 0.24,
                    .foreheadLines: 0.56, .headPitch: -0.14,
                ]
            case .disgust:
                [
                    .browInner: -0.96, .browArch: -0.98, .browDraw: 0.67, .browFurrow: 0.15, .eyeOpen: 0.57,
                    .lowerLid: 0.95, .eyeSlant: -0.43, .gazeDown: -0.25, .cheekRaise: 0.49, .nasolabial: 0.65,
                    .noseWrinkle: 0.67, .noseFlare: 0.31, .mouthWidth: 0.91, .cornerLift: -0.99, .lipCurve: -0.76,
                    .jawOpen: 0.32, .upperLip: 0.25, .lipPress: 0.15, .pout: 0.14, .teeth: 0.9, .chinRaise: 0.31,
                    .foreheadLines: 0.06, .headPitch: -0.09,
                ]
            }
    }
}
