package import Songs

/// What a listener plays and saves tells of their liking; weaker than what they say themselves.
package struct ListeningTaste: Taste {
    private var tracks = IdentityMap<Source>()
    private var artists: [String: Double] = [:]

    /// Where a track was met, with what that is worth and how it is told.
    private enum Source: Sendable {
        case saved, top, playlist, recent

        var affinity: Double {
            switch self {
            case .saved: 0.8
            case .top: 0.7
            case .playlist: 0.6
            case .recent: 0.2
            }
        }

        var note: String {
            switch self {
            case .saved: "you saved it"
            case .top: "you play it often"
            case .playlist: "in a playlist you visited"
            case .recent: "played lately"
            }
        }
    }

    /// Of an artist this share of the liking for a track of theirs is taken over.
    private static let artistShare = 0.6

    package init(
        top: [(identity: TrackIdentity, artists: [String])], saved: [(identity: TrackIdentity, artists: [String])],
        playlist: [(identity: TrackIdentity, artists: [String])], recent: [(identity: TrackIdentity, artists: [String])]
    ) {
        // The weakest first: a stronger one takes its place.
        for (source, entries) in [(Source.recent, recent), (.playlist, playlist), (.top, top), (.saved, saved)] {
            for entry in entries {
                tracks[entry.identity] = source
                for artist in entry.artists {
                    let key = NameKey.fold(artist)
                    artists[key] = max(artists[key] ?? 0, source.affinity * Self.artistShare)
                }
            }
        }
    }

    package func affinity(for track: Track) -> Double {
        if let source = tracks[track.identity] { return source.affinity }
        return track.artists.compactMap { artists[NameKey.fold($0)] }.max() ?? 0
    }

    package func note(for track: Track) -> String? {
        if let source = tracks[track.identity] { return source.note }
        return track.artists.first { (artists[NameKey.fold($0)] ?? 0) > 0.3 }.map { "you listen to \($0)" }
    }
}

/// Two tastes: the first speaks where it has something to say, the second elsewhere.
package struct LayeredTaste: Taste {
    private let first: any Taste
    private let second: any Taste

    package init(_ first: any Taste, over second: any Taste) {
        self.first = first
        self.second = second
    }

    package func affinity(for track: Track) -> Double {
        let said = first.affinity(for: track)
        return said == 0 ? second.affinity(for: track) : said
    }

    package func note(for track: Track) -> String? {
        first.affinity(for: track) == 0 ? second.note(for: track) : first.note(for: track)
    }
}
