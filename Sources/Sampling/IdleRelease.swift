/// When a camera before which no person is seen is released, and when it is opened for a short look. Times are seconds
/// on a clock that runs on while the machine sleeps.
package struct IdleRelease: Sendable {
    /// The camera is released after so many seconds without a person.
    package var patience = 600.0
    /// Seconds between two short looks: long enough that the camera's light does not seem to blink.
    package var interval = 300.0
    /// Seconds that a short look lasts, from its first frame.
    package var shortLookDuration = 5.0

    private enum Phase: Equatable {
        case watching(lastSeen: Double)
        case released(until: Double)
        case looking(until: Double?)
    }

    private var phase: Phase
    /// Since when the camera is not open; nil while it is.
    private var closedSince: Double?

    /// - Parameter now: when watching begins; a person is taken to be there.
    package init(now: Double) {
        phase = .watching(lastSeen: now)
        closedSince = now
    }

    /// The camera was opened. The time for which it was closed is not counted as time without a person.
    package mutating func opened(at now: Double) {
        guard let since = closedSince else { return }
        closedSince = nil
        if case .watching(let lastSeen) = phase { phase = .watching(lastSeen: lastSeen + max(0, now - since)) }
    }

    /// The camera was closed, for any reason.
    package mutating func closed(at now: Double) { closedSince = closedSince ?? now }

    /// Whether the camera is open only to see whether a person has come back.
    package var isShortLook: Bool {
        if case .looking = phase { true } else { false }
    }

    /// A person is known to be there: the screen was unlocked, a key pressed, a command given.
    package mutating func noticedActivity(at now: Double) {
        phase = .watching(lastSeen: now)
        if closedSince != nil { closedSince = now }
    }

    /// A frame was analysed.
    package mutating func looked(sawSomebody: Bool, at now: Double) {
        if sawSomebody {
            phase = .watching(lastSeen: now)
            return
        }
        switch phase {
        case .watching(let lastSeen) where now - lastSeen >= patience: phase = .released(until: now + interval)
        case .looking(nil): phase = .looking(until: now + shortLookDuration)
        case .looking(let until?) where now >= until: phase = .released(until: now + interval)
        case .watching, .looking, .released: break
        }
    }

    /// Seconds for which the camera must stay closed; nil if it may be open. When the time is up a short look begins.
    package mutating func closedFor(now: Double) -> Double? {
        guard case .released(let until) = phase else { return nil }
        if now < until { return until - now }
        phase = .looking(until: nil)
        return nil
    }
}
