import FoundationEssentials
import Mood
import Music

/// A track in the running, with what choosing needs to know worked out once.
struct Candidate {
    let track: Track
    let songMood: SongMood
    let artists: [String]
    let lastOffer: OfferHistory.Offer?
    /// In one of the latest playlists.
    let isRecent: Bool
    let affinity: Double
    /// Drawn for this track from the seed, 0 to 1.
    let chance: Double

    /// 0 offered just now, towards 1 with the weeks; 1 if never.
    let freshness: Double

    /// How well it fits as a song of `mood`, 0 to 1.
    func score(as mood: SongMood) -> Double {
        0.5 * track.moodScores[mood] + 0.2 * (affinity + 1) / 2 + 0.15 * freshness + 0.15 * chance
    }

    /// The request's tracks that may be chosen at all, each once, by id.
    static func all(of request: CurationRequest) -> [Candidate] {
        var seen = IdentitySet()
        var candidates: [Candidate] = []
        for track in request.candidates.sorted(by: { $0.id < $1.id }) {
            let identity = track.identity
            guard !seen.contains(identity) else { continue }
            seen.insert(identity)
            guard !request.disliked.contains(identity) else { continue }
            let offer = request.history.lastOffer(of: identity)
            let days = offer.map { max(0, request.now.timeIntervalSince($0.at)) / 86_400 }
            candidates.append(
                Candidate(
                    track: track, songMood: track.songMood, artists: track.artists.map(NameKey.fold),
                    lastOffer: offer,
                    isRecent: offer?.playlistsAgo.map { $0 <= request.freshPlaylists } ?? false,
                    affinity: min(max(request.taste.affinity(for: track), -1), 1),
                    chance: SeededGenerator.unit(seed: request.seed, number: track.id),
                    freshness: days.map { $0 / ($0 + 7) } ?? 1))
        }
        return candidates
    }
}
