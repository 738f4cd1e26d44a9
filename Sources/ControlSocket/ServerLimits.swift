/// What the server grants its clients before it hangs up. Sizes are bytes.
package struct ServerLimits: Sendable, Hashable {
    /// The most clients at once. One more is refused, unless another has been silent for `idleGrace`.
    package var clients = 1024
    /// The longest message a client may send.
    package var message = 1 << 20
    /// How far a client that follows `Monitor` may fall behind before it is let go.
    package var backlog = 64 << 10
    /// How long a message may take from its first byte to its last.
    package var messageTime: Duration = .seconds(10)
    /// How long a client may leave a reply unread, not taking a single byte.
    package var stallTime: Duration = .seconds(30)
    /// How long a client without a call is left alone when its place is wanted.
    package var idleGrace: Duration = .seconds(10)

    /// The limits as documented at each.
    package init() {}

    /// The most descriptors that the rest of the daemon has open at once.
    private static let reserve = 56

    /// With fewer clients where the process may have only so many descriptors: the last ones are not theirs. Where none
    /// is left, Dispatch, which looks into /proc now and then, ends the process.
    /// - Parameter count: nil for as many as there may be.
    func leaving(descriptors count: Int?) -> ServerLimits {
        guard let count else { return self }
        var fewer = self
        fewer.clients = min(clients, max(4, count - Self.reserve))
        return fewer
    }
}
