/// One look at the player while our queue is on: MPD tells of every change, so there is one at each.
struct QueueLook: Hashable, Sendable {
    /// Seconds on the boot clock.
    var at: Double
    /// The song's id in the queue, and its address.
    var id: Int
    var uri: String
    /// Seconds into the song.
    var progress: Double
    /// How long it is.
    var length: Double
    var isPlaying: Bool

    /// What a listener did between two looks, as far as it can be told.
    enum Finding: Hashable, Sendable {
        /// The song with this address was left before its middle.
        case skipped(String)
        /// It was gone back to after a good part was heard.
        case repeated(String)
    }

    /// Shorter songs teach nothing.
    private static let shortest = 30.0

    /// How far the song was at a later moment if nothing was done.
    private func progress(at moment: Double) -> Double {
        isPlaying ? min(length, progress + max(0, moment - at)) : progress
    }

    /// - Returns: nil where nothing is to be learnt: the usual case.
    func finding(since before: QueueLook) -> Finding? {
        guard before.length > Self.shortest else { return nil }
        if id == before.id {
            let heard = before.progress(at: at)
            return progress < length * 0.2 && heard > length * 0.3 && heard - progress > 5 ? .repeated(uri) : nil
        }
        let began = isPlaying ? at - progress : at
        return before.progress(at: began) < before.length * 0.5 ? .skipped(before.uri) : nil
    }
}
