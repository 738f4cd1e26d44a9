import Emotions

/// A way of choosing twenty tracks, measured beside others.
protocol SongRecommender {
    var name: String { get }

    /// The rows chosen for the listener in that mood, the best first.
    /// - Parameters:
    ///   - number: of the list, so that the next is another one where chance has a part.
    ///   - offered: rows of earlier lists, with how many days ago; a method may use it or not.
    mutating func rows(
        for listener: PlantedListener, mood: Emotion, number: Int, offered: [Int: Double]
    ) throws -> [Int]
}

/// How many tracks a list has.
let listLength = 20
