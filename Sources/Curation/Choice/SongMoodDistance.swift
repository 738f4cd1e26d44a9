import Songs

extension SongMood {
    /// Neighbours in how a song feels: energetic, happy, calm, sad.
    private var place: Int {
        switch self {
        case .energetic: 0
        case .happy: 1
        case .calm: 2
        case .sad: 3
        }
    }

    /// 0 for one of `wanted`, 1 for one next to them, up to 3.
    func distance(to wanted: [SongMood]) -> Int {
        wanted.map { abs($0.place - place) }.min() ?? 0
    }

    /// How lively a song of this mood is, 0 to 1.
    var liveliness: Double {
        switch self {
        case .energetic: 1
        case .happy: 0.7
        case .calm: 0.15
        case .sad: 0.25
        }
    }
}
