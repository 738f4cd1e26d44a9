/// MPD's queue at one moment.
struct QueueView: Hashable, Sendable {
    struct Song: Hashable, Sendable {
        var id: Int
        var uri: String
    }

    var songs: [Song]
    /// The one that plays, is paused or comes next.
    var currentID: Int?
    /// Whether the current one has begun: it plays or is paused.
    var hasBegun: Bool
    var isPlaying: Bool

    var current: Song? { currentID.flatMap { id in songs.first { $0.id == id } } }

    /// Whether the queue is what we made of it: most of it is ours, and the song that is on too. A person may add songs.
    func isOurs(_ ours: Set<String>) -> Bool {
        let count = songs.count { ours.contains($0.uri) }
        guard count * 2 > songs.count else { return false }
        guard hasBegun, let current else { return true }
        return ours.contains(current.uri)
    }
}

/// What has to be done to MPD's queue for it to hold a new playlist: its commands, in one list, between which nothing else
/// happens in MPD. Pure.
struct QueuePlan: Hashable, Sendable {
    private(set) var commands: [[String]]
    /// What the commands add, in order.
    private(set) var additions: [String]
    /// The place of each addition among the commands.
    private(set) var indices: [Int]

    /// When and how the queue goes over.
    enum Manner: Hashable, Sendable {
        /// The song that is on goes on to its end.
        case next
        /// The first new song begins at once, if one is on.
        case now
        /// All else is taken out, and the first new song begins.
        case play
    }

    /// - Parameters:
    ///   - wanted: the new playlist's songs as MPD calls them, none twice.
    ///   - ours: what we have put into the queue before. Songs that a person added stay.
    ///   - takesOver: only the song that is on stays, also songs that a person added go.
    init(_ queue: QueueView, wanted: [String], ours: Set<String>, manner: Manner, takesOver: Bool = false) {
        commands = []
        indices = []
        var added = wanted
        var kept = 0
        switch manner {
        case .play:
            commands.append(["clear"])
        case .next, .now:
            let staying = manner == .next && queue.hasBegun ? queue.current : nil
            let leaving = queue.songs.filter { $0 != staying && (takesOver || ours.contains($0.uri)) }
            kept = queue.songs.count - leaving.count
            commands += leaving.map { ["deleteid", "\($0.id)"] }
            if let staying { added.removeAll { $0 == staying.uri } }
        }
        additions = added
        for uri in added {
            indices.append(commands.count)
            commands.append(["addid", uri])
        }
        guard !added.isEmpty else { return }
        if manner == .play || manner == .now && queue.isPlaying { commands.append(["play", "\(kept)"]) }
    }

    /// The songs to be added to a queue that has the playlist already, because MPD knows them only now.
    init(adding uris: [String]) {
        commands = uris.map { ["addid", $0] }
        additions = uris
        indices = Array(uris.indices)
    }

    /// The addition that a command of the list makes; nil for another command.
    func addition(at index: Int) -> String? {
        indices.firstIndex(of: index).map { additions[$0] }
    }
}
