import StateStore
import SystemIntegration

/// Whether the state can be written: said in the journal once per change, and shown by `status`.
struct StorageHealth: Sendable {
    let status: StatusHub
    let journal: Journal

    /// Something could not be written or read; `trouble` is a sentence for people.
    func report(_ trouble: String) {
        let isNews = status.update { present in
            defer { present.trouble = trouble }
            return present.trouble != trouble
        }
        // A full disk must not fill the journal too.
        guard isNews else { return }
        journal.events.note(.storage, "failed", trouble)
        journal.trouble(trouble)
    }

    /// Something was written: whatever the trouble was, it is over.
    func recovered() {
        guard status.present.trouble != nil else { return }
        status.update { $0.trouble = nil }
        journal.events.note(.storage, "recovered", "storage works again")
        journal.note("storage works again", event: .playlist)
    }
}
