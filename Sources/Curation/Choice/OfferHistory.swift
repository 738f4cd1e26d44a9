package import FoundationEssentials
package import Songs

/// When which track was last in a playlist.
package struct OfferHistory: Sendable {
    /// One track's last appearance.
    package struct Offer: Hashable, Sendable {
        package let at: Date
        /// 1 for the latest playlist, 2 for the one before it, and so on; nil for one longer ago than is counted.
        package let playlistsAgo: Int?

        package init(at: Date, playlistsAgo: Int?) {
            self.at = at
            self.playlistsAgo = playlistsAgo
        }
    }

    private var offers = IdentityMap<Offer>()

    /// Whether nothing was offered that is not here.
    package var isComplete = true

    package init() {}

    package init(_ offers: some Sequence<(TrackIdentity, Offer)>) {
        for (identity, offer) in offers { record(offer, of: identity) }
    }

    /// The last time the track was offered, nil if never.
    package func lastOffer(of identity: TrackIdentity) -> Offer? {
        offers[identity]
    }

    /// Notes an appearance; a later one replaces an earlier one.
    package mutating func record(_ offer: Offer, of identity: TrackIdentity) {
        if let known = offers[identity], known.at >= offer.at { return }
        offers[identity] = offer
    }
}
