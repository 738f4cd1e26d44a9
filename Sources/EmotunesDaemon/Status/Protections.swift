import SystemIntegration

/// What keeps the camera from persons and programs it is not for, and depends on something of the machine.
enum Protection: Int, CaseIterable, Sendable {
    /// It closes for a locked screen, for sleep, and while the screen is another person's.
    case presence
    /// It is given up to other programs.
    case yielding

    /// For the journal, when it works again.
    var recovery: String {
        switch self {
        case .presence: "a locked screen, sleep and another person's turn are noticed again"
        case .yielding: "other programs that want the camera are noticed again"
        }
    }
}

/// Tells in status and journal, once each, which protection fails. A recording films no person and needs none.
struct Protections: Sendable {
    let status: StatusHub
    let journal: Journal
    /// Whether a camera is the source.
    let isCamera: Bool

    /// - Parameter trouble: why it fails and what to do, in words; nil when it works.
    func set(_ protection: Protection, trouble: String?) {
        guard isCamera else { return }
        let before = status.update { present in
            defer { present.failing[protection] = trouble }
            return present.failing[protection]
        }
        guard before != trouble else { return }
        if let trouble {
            journal.trouble(trouble, event: .camera)
        } else {
            journal.note(protection.recovery, event: .camera)
        }
    }
}
