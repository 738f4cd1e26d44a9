package import FoundationEssentials
package import Mood
package import Music

/// Everything a choice of tracks depends on. The same request gives the same choice.
package struct CurationRequest: Sendable {
    package var mood: Emotion
    package var strategy: Strategy
    package var table: SongTable
    /// What to choose from, in any order; a track that is there twice counts once.
    package var candidates: [Track]
    package var history: OfferHistory
    /// Never chosen, whatever is lacking.
    package var disliked: IdentitySet
    package var taste: any Taste
    /// Wall time; says how long ago an offer was.
    package var now: Date
    package var seed: UInt64
    /// How many tracks are wanted.
    package var count = 20
    /// How many tracks of one artist a list may hold.
    package var tracksPerArtist = 2
    /// Tracks of this many latest playlists are avoided.
    package var freshPlaylists = 5

    package init(
        mood: Emotion, strategy: Strategy = .match, table: SongTable = .standard, candidates: [Track],
        history: OfferHistory = OfferHistory(), disliked: IdentitySet = IdentitySet(), taste: any Taste = NoTaste(),
        now: Date, seed: UInt64
    ) {
        self.mood = mood
        self.strategy = strategy
        self.table = table
        self.candidates = candidates
        self.history = history
        self.disliked = disliked
        self.taste = taste
        self.now = now
        self.seed = seed
    }
}
