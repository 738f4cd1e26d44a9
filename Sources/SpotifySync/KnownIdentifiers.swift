import Songs

/// What searches have found so far, applied to a catalogue that knows names only.
struct KnownIdentifiers: Sendable {
    /// By name key: the Spotify id, or nil for a track Spotify does not have.
    var found: [String: String?]
    /// Ids that Spotify does not know.
    var unknown: Set<String> = []

    /// With this many playable tracks of a song mood, those still to be looked for can wait.
    private static let enough = 60

    /// The tracks that may go into a playlist for Spotify: with their ids where they are known, without those it does
    /// not have, and without those that were not looked for yet where there are enough others, so that no playlist waits.
    func playable(_ tracks: [Track]) -> [Track] {
        var known: [SongMood: Int] = [:]
        let tracks = tracks.compactMap { track -> Track? in
            guard let track = identified(track) else { return nil }
            if track.spotifyID != nil { known[track.songMood, default: 0] += 1 }
            return track
        }
        return tracks.filter { $0.spotifyID != nil || known[$0.songMood, default: 0] < Self.enough }
    }

    /// The track with its id, where one is known; nil if Spotify does not have it.
    func identified(_ track: Track) -> Track? {
        var track = track
        if let id = track.spotifyID {
            guard unknown.contains(id) else { return track }
            // The same song may be there under another id.
            guard let key = track.identity.nameKey, case .some(.some(let other)) = found[key] else { return nil }
            track.spotifyID = other
            return track
        }
        guard let key = track.identity.nameKey, let answer = found[key] else { return track }
        guard let id = answer else { return nil }
        track.spotifyID = id
        return track
    }

    /// The tracks to look for, every song mood in turn so that each can serve soon.
    func unknown(_ tracks: [Track]) -> [Track] {
        let open = tracks.filter { track in
            track.spotifyID == nil && track.identity.nameKey.map { found[$0] == nil } == true
        }
        let byMood = Dictionary(grouping: open, by: \.songMood)
        let ranked = SongMood.allCases.flatMap { mood in (byMood[mood] ?? []).enumerated().map { ($0, $1) } }
        return ranked.sorted { ($0.0, $0.1.id) < ($1.0, $1.1.id) }.map(\.1)
    }
}
