/// What became of an order to a player.
package struct PlaybackReport: Codable, Sendable, Hashable {
    /// The player.
    package var target: PublishingTarget
    /// What was done, for people.
    package var detail: String

    package init(target: PublishingTarget, detail: String) {
        self.target = target
        self.detail = detail
    }
}
