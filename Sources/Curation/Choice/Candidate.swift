import FoundationEssentials
import Songs

/// A track in the running, with what choosing needs to know worked out once.
struct Candidate {
    let track: Track
    let identity: TrackIdentity
    let songMood: SongMood
    let artists: [String]
    let lastOffer: OfferHistory.Offer?
    /// In one of the latest playlists, or offered within a day.
    let isRecent: Bool
    /// What the taste says of it, -1 to 1.
    let affinity: Double
    /// How near to what the listener likes, 0 to 1; nil where the catalogue was not searched for that.
    let relevance: Double?
    /// How much of what is liked is of its time, 0 to 1.
    let era: Double
    /// The taste's group it is near to.
    let group: Int?
    /// Something new to meet.
    let isDiscovery: Bool
    /// Among what the listener plays and likes.
    let isFamiliar: Bool
    /// Drawn for this track from the seed, 0 to 1.
    let chance: Double
    /// 0 offered just now, towards 1 with the weeks; 1 if never.
    let freshness: Double
    let text: TermVector
    let sound: SIMD16<Int8>?
    /// The kind of music its genre belongs to.
    let family: GenreFamily?

    /// How well it fits as a song of `mood`, 0 to 1.
    func score(as mood: SongMood, _ weights: CurationWeights) -> Double {
        let fit = track.moodScores[mood], liking = (affinity + 1) / 2
        guard let relevance else {
            let unknown = weights.unknown
            return unknown.fit * fit + unknown.liking * liking + unknown.freshness * freshness
                + unknown.chance * chance
        }
        let known = weights.known
        return known.fit * fit + known.relevance * relevance + known.era * era + known.liking * liking
            + known.freshness * freshness + known.chance * chance
    }

    /// The first year of the track's decade.
    var decade: Int? { track.year.map { $0 / 10 * 10 } }
}

extension Candidate {
    /// The request's tracks that may be chosen at all, each once, by id.
    static func all(of request: CurationRequest) -> [Candidate] {
        let entries = request.shortlist.map { shortlist in
            Dictionary(shortlist.entries.map { ($0.trackID, $0) }) { first, _ in first }
        }
        var seen = IdentitySet()
        var extractor = TermExtractor()
        var families = GenreFamilies()
        var candidates: [Candidate] = []
        for track in request.candidates.sorted(by: { $0.id < $1.id }) {
            let identity = track.identity
            guard !seen.contains(identity) else { continue }
            seen.insert(identity)
            guard !request.disliked.contains(identity), request.admits(track) else { continue }
            let entry = entries?[track.id]
            let offer = request.history.lastOffer(of: identity)
            let days = offer.map { max(0, request.now.timeIntervalSince($0.at)) / 86_400 }
            candidates.append(
                Candidate(
                    track: track, identity: identity, songMood: track.songMood,
                    artists: track.artists.map(NameKey.fold), lastOffer: offer,
                    isRecent: (offer?.playlistsAgo.map { $0 <= request.freshPlaylists } ?? false)
                        || days.map { $0 < 1 } ?? false,
                    affinity: min(max(request.taste.affinity(for: track), -1), 1),
                    relevance: request.profile.isEmpty && entries == nil ? nil : entry?.relevance ?? 0,
                    era: request.profile.eraShare(of: track.year), group: entry?.group,
                    isDiscovery: entry?.isDiscovery ?? false,
                    isFamiliar: request.profile.contains(identity),
                    chance: SeededGenerator.unit(seed: request.seed, number: track.id),
                    freshness: days.map { $0 / ($0 + 7) } ?? 1, text: TermVector(track, &extractor, wordShare: 0.5),
                    sound: entry?.sound, family: track.genre.flatMap { families.family(of: $0) }))
        }
        return candidates
    }
}

extension CurationRequest {
    /// Spotify says that above this nearly all of a recording is speech; rap is below.
    private static let speech = 0.66
    /// Longer than half an hour is a broadcast or a mix, in milliseconds.
    private static let longest = 1_800_000
    private static let spokenGenres: Set<String> = [
        "audiobook", "audiobooks", "comedy", "hoerspiel", "hörspiel", "podcast", "podcasts", "poetry", "reading",
        "speech", "spoken", "spoken word", "stand-up comedy",
    ]

    /// Whether the track is music, and of the kind that is allowed.
    fileprivate func admits(_ track: Track) -> Bool {
        if !allowsExplicit, track.isExplicit == true { return false }
        if let features = track.features, features.speechiness > Self.speech { return false }
        if let length = track.durationMilliseconds, length > Self.longest { return false }
        return track.genre.map { !Self.spokenGenres.contains($0) } ?? true
    }
}

/// The families of genres, each looked up once.
private struct GenreFamilies {
    private var known: [String: GenreFamily?] = [:]

    mutating func family(of genre: String) -> GenreFamily? {
        if let family = known[genre] { return family }
        let family = GenreFamily(genre: genre)
        known[genre] = .some(family)
        return family
    }
}
