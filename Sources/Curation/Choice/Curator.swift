/// Chooses tracks for a mood. Pure: no I/O, no clock, no hidden chance.
package struct Curator: Sendable {
    package init() {}

    /// The tracks for the request, in playing order.
    ///
    /// None twice, at most `tracksPerArtist` by one artist, none of the latest playlists; the more of a song mood the
    /// earlier the table names it; near to what is liked, each of its groups by its share, and yet unlike each other
    /// (maximal marginal relevance, Carbonell and Goldstein 1998), a few to be met for the first time; where nothing is
    /// known of the taste, of one kind of music or two, and of some decades (`Theme`). Where that leaves too few, rules are given up in the order of `Relaxation`.
    package func select(_ request: CurationRequest) -> Selection {
        let plan = Plan(
            mood: request.mood, strategy: request.strategy, table: request.table, count: max(0, request.count),
            factors: request.songMoodFactors)
        var picker = Picker(Candidate.all(of: request), plan: plan, request: request)
        picker.fill()
        let explanation = Explanation(request: request, plan: plan)
        let picks = Sequencer(plan: plan, weights: request.weights.order).ordered(picker.picks)
        return Selection(
            tracks: picks.map { pick in
                ChosenTrack(
                    track: pick.candidate.track,
                    // Rounded so that what is shown, stored and compared is the same number.
                    score: (pick.score * 1000).rounded() / 1000, why: explanation.why(pick))
            },
            reason: explanation.reason(picks, theme: picker.theme, relaxed: picker.relaxed), relaxed: picker.relaxed)
    }
}
