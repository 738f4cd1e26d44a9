/// When a camera that sees nobody is switched off, and when it is switched on for a short look. Pure: times are seconds
/// on a clock that runs on while the machine sleeps.
package struct IdleRelease: Sendable {
    /// Nobody seen for this long: the camera is released.
    package var patience = 600.0
    /// Between two short looks; never shorter, so that the camera's light does not blink.
    package var interval = 300.0
    /// How long a look lasts, counted from its first frame.
    package var lookLength = 5.0

    private enum Phase: Equatable {
        case watching(lastSeen: Double)
        case released(until: Double)
        case looking(until: Double?)
    }

    private var phase: Phase
    /// Since when the camera is not open; nil while it is.
    private var closedSince: Double?

    /// - Parameter now: when watching begins; somebody is taken to be there.
    package init(now: Double) {
        phase = .watching(lastSeen: now)
        closedSince = now
    }

    /// The camera was opened. While it was closed nobody could be seen: that time says nothing of who is there.
    package mutating func opened(at now: Double) {
        guard let since = closedSince else { return }
        closedSince = nil
        if case .watching(let lastSeen) = phase { phase = .watching(lastSeen: lastSeen + max(0, now - since)) }
    }

    /// The camera was closed, whatever for.
    package mutating func closed(at now: Double) { closedSince = closedSince ?? now }

    /// Whether the camera is on only to see whether somebody came back.
    package var isShortLook: Bool {
        if case .looking = phase { true } else { false }
    }

    /// Somebody is there for certain: the screen was unlocked, a key pressed, a command given.
    package mutating func noticedActivity(at now: Double) {
        phase = .watching(lastSeen: now)
        if closedSince != nil { closedSince = now }
    }

    /// A frame was looked at.
    package mutating func looked(sawSomebody: Bool, at now: Double) {
        if sawSomebody {
            phase = .watching(lastSeen: now)
            return
        }
        switch phase {
        case .watching(let lastSeen) where now - lastSeen >= patience: phase = .released(until: now + interval)
        case .looking(nil): phase = .looking(until: now + lookLength)
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
