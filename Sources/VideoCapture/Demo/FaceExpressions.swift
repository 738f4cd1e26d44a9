package import Mood

extension FaceParameters {
    /// The face this project draws for an emotion.
    package init(showing emotion: Emotion) {
        self =
            switch emotion {
            case .neutral: [:]
            case .happy:
                [
                    .mouthWidth: 1.35, .cornerLift: 0.9, .lipCurve: -0.6, .upperLip: 0.7, .lowerLip: 0.4, .teeth: 1,
                    .cheekRaise: 0.9, .nasolabial: 0.7, .lowerLid: 0.5, .eyeOpen: 0.8,
                ]
            case .sad:
                [
                    .browInner: 0.7, .browOuter: -0.4, .browDraw: 0.5, .eyeOpen: 0.75, .eyeSlant: 0.6,
                    .cornerLift: -0.8,
                    .lipCurve: 0.4, .chinRaise: 0.6, .nasolabial: 0.3, .headPitch: 0.1, .gazeDown: 0.4,
                ]
            case .surprise:
                [
                    .browInner: 0.9, .browOuter: 0.8, .browArch: 0.8, .eyeOpen: 1.5, .jawOpen: 0.8, .mouthWidth: 0.75,
                    .foreheadLines: 0.5,
                ]
            case .angry:
                [
                    .browInner: -0.9, .browOuter: 0.3, .browDraw: 1, .browFurrow: 1, .eyeOpen: 0.9, .lowerLid: 0.5,
                    .lipPress: 0.6, .cornerLift: -0.4, .noseFlare: 0.6, .nasolabial: 0.4,
                ]
            case .fear:
                [
                    .browInner: 0.9, .browOuter: 0.2, .browDraw: 0.6, .eyeOpen: 1.45, .lowerLid: 0.3, .mouthWidth: 1.15,
                    .jawOpen: 0.35, .lowerLip: 0.4, .cornerLift: -0.4, .teeth: 0.5, .foreheadLines: 0.5,
                ]
            case .disgust:
                [
                    .browInner: -0.6, .browDraw: 0.6, .eyeOpen: 0.6, .lowerLid: 0.8, .noseWrinkle: 1, .upperLip: 0.7,
                    .nasolabial: 0.9, .cornerLift: -0.4, .teeth: 0.8, .cheekRaise: 0.4,
                ]
            }
    }
}
