/// Where the songs of the newest lists lie, and in which of the lists they are.
struct KnownSongs: Hashable, Sendable {
    /// A song's place in a list.
    struct Place: Hashable, Sendable {
        /// The playlist's number.
        var list: Int64
        var position: Int
    }

    private var places: [String: [Place]] = [:]
    /// The newest list; nil where there is none.
    private(set) var newest: Int64?

    /// Adds a list; they are added from the oldest to the newest.
    ///
    /// - Parameter paths: of its songs that lie on this machine, in order.
    mutating func add(_ list: Int64, _ paths: [String]) {
        newest = list
        for (position, path) in paths.enumerated() {
            places[path, default: []].append(Place(list: list, position: position))
        }
    }

    /// The places of a file, in the newest list last; empty for a song that is not ours.
    func places(of path: String) -> [Place] { places[path] ?? [] }
}

/// The way of one player through our lists, as far as it is seen. Pure.
///
/// A player says which song is on and nothing of the list it is in. A song of ours may be on because a person chose just
/// that song; only one that goes from a song of a list of ours on to the next of the same list plays that list.
struct PlayerCourse: Hashable, Sendable {
    /// What a player says of itself at one moment.
    struct Look: Hashable, Sendable {
        var isPlaying: Bool
        /// The file that is on; nil where it is none, or the player says nothing.
        var path: String?
    }

    private(set) var place: KnownSongs.Place?
    private(set) var isPlaying = false
    private var path: String?
    /// It is known to play a list of ours, not just a song that is in one: it was given it, or went on to the next song.
    private(set) var isProven = false
    /// It has just gone on to another song of a list that is not the newest.
    private var hasTurned = false
    /// The newest list that it was given.
    private(set) var given: Int64?
    /// The newest list that it was told to take and did not.
    private var refused: Int64?

    /// It most likely plays a list of ours, which is enough to tell of it and to take orders for it. A list of another's
    /// may begin with the same song, so nothing of it is cut for that.
    var seemsOurs: Bool { place != nil && (isProven || place?.position == 0) }

    /// Takes in what the player says now.
    mutating func take(_ look: Look, _ known: KnownSongs) {
        isPlaying = look.isPlaying
        // Between two songs some players name none for a moment.
        guard let now = look.path, now != path else { return }
        path = now
        hasTurned = false
        let places = known.places(of: now)
        if let place, let next = places.last(where: { $0.list == place.list }) {
            // A jump says nothing: any two songs of an album may be in a list of ours.
            if next.position == place.position + 1 {
                isProven = true
                hasTurned = next.list != known.newest
            }
            self.place = next
        } else {
            place = places.last
            isProven = place != nil && place?.list == given
        }
    }

    /// Whether it is to be given the newest list now.
    func isDue(_ follow: PlayerSettings.Follow, newest: Int64?) -> Bool {
        guard let newest, let place, isPlaying, isProven, place.list < newest, given != newest else { return false }
        switch follow {
        case .off: return false
        case .next: return hasTurned
        case .now: return refused != newest
        }
    }

    /// It was given a list.
    mutating func gave(_ list: Int64) {
        given = list
        hasTurned = false
    }

    /// It did not take the list: it is told again at its next turn, not at every signal.
    mutating func didNotTake(_ list: Int64) {
        (given, refused) = (nil, list)
        hasTurned = false
    }

    /// What is on may be a song of ours after all: it is looked for anew.
    mutating func forgetSong() { path = nil }

    /// A song that had begun when the list came is not cut: the next turn will do.
    mutating func letGo() { hasTurned = false }
}
