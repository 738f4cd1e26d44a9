/// What counts for how much when tracks are chosen and put into order. Unless said otherwise a number is a part of a score
/// from 0 to 1, or is taken off one.
///
/// Chosen with `emotunes-evaluate recommend` on planted tastes in made-up catalogues (25 and 26 November 2026): how many of
/// a listener's hidden songs come back, how a list fits the mood, how varied it is. The figures, beside those of other
/// methods, are in `docs/recommendations.md`. What is used where no taste is known, and the order of a list, date from 21
/// November 2026.
package struct CurationWeights: Hashable, Sendable {
    package var known = KnownTaste()
    package var unknown = UnknownTaste()
    package var variety = Variety()
    package var groups = Groups()
    package var order = Order()
    package var theme = Theme()

    package init() {}

    /// What a track is worth on its own where it is known what the listener likes.
    package struct KnownTaste: Hashable, Sendable {
        /// How well it fits as a song of its mood.
        package var fit = 0.13
        /// How near it is to what the listener likes.
        package var relevance = 0.5
        /// How much of what is liked is of its time.
        package var era = 0.1
        /// What was said or shown of it and its artists.
        package var liking = 0.2
        /// How long ago it was offered.
        package var freshness = 0.07
        package var chance = 0.03
    }

    /// What a track is worth on its own where nothing is known; they sum to 1.
    package struct UnknownTaste: Hashable, Sendable {
        package var fit = 0.5, liking = 0.2, freshness = 0.15, chance = 0.15
    }

    /// What a track loses by what the list already holds.
    package struct Variety: Hashable, Sendable {
        /// What it gains as a stand-in by being a little of the wanted mood too.
        package var secondMood = 0.1
        /// Of a song mood's places, the part that only its songs may take.
        package var firmShare = 1.0 / 3
        /// For a song of another mood than the place's.
        package var otherMood = 0.03
        /// For each chosen track of its artist.
        package var artist = 0.2
        /// For being just like a chosen track (maximal marginal relevance); only where a taste is known.
        package var similarity = 0.32
        /// For each chosen track of its genre and of its decade; only where no taste is known. A list with a theme keeps
        /// the small part of it that lets its genres take turns.
        package var genre = 0.03, decade = 0.02, genreOfTheme = 0.008
        /// For each chosen track of its language.
        package var language = 0.01
        /// For being one of the listener's own when a third of the list is.
        package var familiar = 0.5
    }

    /// What a track loses where its group of the taste has its share already.
    package struct Groups: Hashable, Sendable {
        /// For each track above the share, and at most.
        package var cost = 0.06, mostCost = 0.3
        /// From the one relevance on a track begins to stand for its group, from the other on it does.
        package var strange = 0.3, near = 0.6
    }

    /// What a track loses that is not of the list's theme, and how the theme is drawn; only where no taste is known.
    package struct Theme: Hashable, Sendable {
        /// For being of a kind of music next to the theme's, of one that is not, and of one that is not known.
        package var neighbour = 0.25, stranger = 0.5, unknownKind = 0.3
        /// For each year beside the theme's, at most, and where the year is not known.
        package var year = 0.012, mostYears = 0.3, unknownYear = 0.1
        /// Which share of the list's places a theme is to have songs for. Where none has so many: which part of what the best
        /// has, and below which share there is no theme.
        package var enough = 0.85, nearlyMost = 0.8, least = 0.4
        /// A decade more makes a theme so many times less likely.
        package var decade = 0.35
        /// exp(this × liking) is how much likelier a liked kind becomes; from `liked` on it may come again at once.
        package var liking = 4.0, liked = 0.15
        /// A theme that had more than this share of the list before is so many times less likely.
        package var sameAgain = 0.4, again = 0.05
    }

    /// How rough a step from one track to the next is; on a scale of its own, less is better.
    package struct Order: Hashable, Sendable {
        /// For the square of the step in liveliness, and for half an octave of tempo.
        package var liveliness = 2.0, tempo = 0.5
        /// For the same artist and the same genre twice in a row.
        package var sameArtist = 4.0, sameGenre = 0.8
    }
}
