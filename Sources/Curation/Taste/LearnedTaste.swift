package import Emotions
package import Songs

/// One thing the listener has let be known of a track.
package struct Lesson: Sendable {
    package var identity: TrackIdentity
    package var artists: [String]
    package var songMood: SongMood?
    /// The mood it was learnt in; nil where that is not known.
    package var mood: Emotion?
    /// -1 disliked, 1 liked; a skip or a repeat is worth a quarter.
    package var worth: Double

    package init(
        identity: TrackIdentity, artists: [String], songMood: SongMood?, mood: Emotion?, worth: Double
    ) {
        self.identity = identity
        self.artists = artists
        self.songMood = songMood
        self.mood = mood
        self.worth = worth
    }
}

/// What likes, dislikes, skips and repeats tell for one mood: what was learnt in that mood counts whole, what was learnt
/// in another less than half.
///
/// A track that was liked is wanted again and its artists somewhat; a disliked or skipped track's artists a little less.
/// Of the song moods that serve the mood those come more often whose songs were liked in it.
package struct LearnedTaste: Taste {
    private var tracks = IdentityMap<Double>()
    private var artists: [String: Double] = [:]
    private var songMoods: [SongMood: Double] = [:]

    /// How much a lesson of another mood counts, and one whose mood is not known.
    private static let otherMood = 0.4, unknownMood = 0.7
    /// What of a liking goes to the track's artists, and what of a disliking.
    private static let artistLiking = 0.5, artistDisliking = 0.3
    /// How far artists and song moods can move.
    private static let mostArtist = 0.8, songMoodStep = 0.15, mostFactor = 2.0

    package init(_ lessons: [Lesson], for mood: Emotion) {
        for lesson in lessons {
            let share = lesson.mood.map { $0 == mood ? 1 : Self.otherMood } ?? Self.unknownMood
            let worth = lesson.worth * share
            tracks[lesson.identity] = min(max((tracks[lesson.identity] ?? 0) + worth, -1), 1)
            let forArtist = worth * (worth > 0 ? Self.artistLiking : Self.artistDisliking)
            for artist in lesson.artists {
                let key = NameKey.fold(artist)
                artists[key] = min(max((artists[key] ?? 0) + forArtist, -Self.mostArtist), Self.mostArtist)
            }
            if let songMood = lesson.songMood { songMoods[songMood, default: 0] += worth }
        }
    }

    package func affinity(for track: Track) -> Double {
        if let said = tracks[track.identity] { return said }
        return track.artists.compactMap { artists[NameKey.fold($0)] }.max() ?? 0
    }

    package func note(for track: Track) -> String? {
        if let said = tracks[track.identity] {
            guard said > 0 else { return nil }
            return said > 0.3 ? "you like it" : "you played it again"
        }
        let artist = track.artists.first { (artists[NameKey.fold($0)] ?? 0) > 0.1 }
        return artist.map { "you like \($0)" }
    }

    /// By how much each song mood's share of a list grows or shrinks, 0.5 to 2; 1 where nothing was learnt.
    package var songMoodFactors: [SongMood: Double] {
        songMoods.mapValues { balance in
            min(max(1 + Self.songMoodStep * balance, 1 / Self.mostFactor), Self.mostFactor)
        }
    }
}
