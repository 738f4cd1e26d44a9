package import Mood

extension LookPace {
    /// Takes in one look at a frame; see `looked(_:place:at:)`.
    package mutating func looked(_ reading: FaceReading, at time: MediaTime) -> Double {
        switch reading {
        case .face(let box, let scores, _): looked(scores, place: box.place, at: time)
        case .none: looked(nil, place: nil, at: time)
        }
    }
}
