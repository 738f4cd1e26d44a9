package import Emotions
package import FoundationEssentials
package import Songs

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
    /// By how much a song mood is wanted more or less than the table says, as was learnt.
    package var songMoodFactors: [SongMood: Double] = [:]
    /// What is liked, where that is known; the shortlist's groups are its.
    package var profile = TasteProfile()
    /// What a search of the catalogue told of the candidates; nil if there was none.
    package var shortlist: Shortlist?
    /// Whether tracks marked as explicit may be chosen; one without a mark may in any case.
    package var allowsExplicit = true
    /// What the list holds already, where only some of its tracks are chosen anew.
    package var company: [Track] = []
    /// Wall time; says how long ago an offer was.
    package var now: Date
    package var seed: UInt64
    /// How many tracks are wanted.
    package var count = 20
    /// How many tracks of one artist a list may hold.
    package var tracksPerArtist = 2
    /// Of a known taste, a track in so many is something new to meet, and a third at most is known already.
    package var tracksPerDiscovery = 10
    /// Tracks of this many latest playlists are avoided, and those of the last day.
    package var freshPlaylists = 5
    /// What counts for how much.
    package var weights = CurationWeights()

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
